"""The extension pmo.oxt: generated parts and the Python that runs inside LibreOffice, in one reproducible archive."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from pmo_excel import __version__
from pmo_excel.core.catalogue import Kind
from pmo_excel.core.columns import TEMPORAL
from pmo_excel.core.spelling import Host, spelled
from pmo_excel.core.tables import columns
from pmo_excel.functions import CATALOGUE
from pmo_excel.hosts.libreoffice.configuration import (
    COMMANDS,
    add_ons,
    calc_add_ins,
    description,
    manifest,
    method_name,
)
from pmo_excel.hosts.libreoffice.typelib import CELLS, MATRIX, VALUE, VOLATILE, Method, idl, type_library
from pmo_excel.hosts.registration import Argument, Registration, registrations

FOLDER: Final = "libreoffice"
NAME: Final = "pmo.oxt"
_SOURCE: Final = "source"
_PARTS: Final = (
    ("XPmo.rdb", "uno-typelibrary;type=RDB"),
    ("pmo_addin.py", "uno-component;type=Python"),
    ("CalcAddIns.xcu", "configuration-data"),
    ("Addons.xcu", "configuration-data"),
)
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def plugin_folder() -> Path:
    """Where the extension lies: in a checkout, or in what was installed."""
    package = Path(__file__).parents[2]
    shipped = package / "_shipped" / "plugins"
    return (shipped if shipped.is_dir() else package.parent / "plugins") / FOLDER


def built(plugins: Path) -> Mapping[str, bytes]:
    """The generated files of the extension, and the extension, by their path under the folder of plug-ins."""
    generated = _generated(registrations())
    parts = dict(generated) | _sources(plugins / FOLDER / _SOURCE)
    shown = {f"{FOLDER}/{_SOURCE}/{name}": data for name, data in generated.items()}
    return shown | {f"{FOLDER}/{NAME}": _archive(parts)}


def _generated(entries: Sequence[Registration]) -> dict[str, bytes]:
    methods = [_method(entry) for entry in entries]
    told = json.dumps(_told(entries), ensure_ascii=False, indent=1) + "\n"
    return {
        "META-INF/manifest.xml": manifest(_PARTS),
        "description.xml": description(__version__),
        "XPmo.idl": idl(methods).encode(),
        "XPmo.rdb": type_library(methods),
        "CalcAddIns.xcu": calc_add_ins(entries),
        "Addons.xcu": add_ons(),
        "pythonpath/pmo_calc/functions.json": told.encode(),
    }


def _method(entry: Registration) -> Method:
    returns = VOLATILE if entry.slow else MATRIX if entry.is_matrix else VALUE
    return Method(method_name(entry.name), returns, [(_type(argument), argument.name) for argument in entry.arguments])


def _type(argument: Argument) -> str:
    return CELLS if argument.kind is Kind.TABLE and not argument.optional else VALUE


def _told(entries: Sequence[Registration]) -> dict[str, Any]:
    """What the Python inside LibreOffice must know of the functions and commands."""
    return {
        "version": __version__,
        "commands": {command.word: command.title for command in COMMANDS},
        "functions": {method_name(entry.name): _function(entry) for entry in entries},
    }


def _function(entry: Registration) -> dict[str, Any]:
    return {
        "name": entry.name,
        "shown": spelled(entry.name, Host.LIBREOFFICE),
        "help": entry.summary,
        "arguments": [[a.name, a.title, a.help, a.is_range] for a in entry.arguments],
        "slow": entry.slow,
        "matrix": entry.is_matrix,
        "date": entry.returns is Kind.DATE,
        "date_columns": _date_columns(entry.name),
    }


def _date_columns(name: str) -> list[str]:
    """The headers under which a result table has dates: they come as text, and cells hold them as numbers."""
    result = CATALOGUE[name].result
    declared = () if result is None else columns(result).values()
    return [column.header for column in declared if column.type in TEMPORAL]


def _sources(folder: Path) -> dict[str, bytes]:
    """The Python files that are written by hand, with their places in the extension."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.py"))}


def _archive(parts: Mapping[str, bytes]) -> bytes:
    """An archive with the same bytes on every system: in order, without times, not packed (packers differ)."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(parts):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 3  # else it says on which system it was made
            info.external_attr = 0o644 << 16
            archive.writestr(info, parts[name])
    return buffer.getvalue()
