"""`pmo evidence`: all that a project's colours rest on, in one archive from which an auditor works them out again."""

from __future__ import annotations

import csv
import inspect
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pmo_excel import __version__
from pmo_excel.core.calling import answer, as_json
from pmo_excel.core.cells import Conventions
from pmo_excel.core.instants import iso_day
from pmo_excel.core.problems import Cell, Code
from pmo_excel.core.tables import Table, columns
from pmo_excel.functions import CATALOGUE
from pmo_excel.governance.audit import broken
from pmo_excel.governance.settings import SETTINGS, setting_values
from pmo_excel.governance.tables import Audit, Charter, Settings
from pmo_excel.hosts.books import read_file
from pmo_excel.hosts.who import who
from pmo_excel.refresh import Refreshed, refreshed
from pmo_excel.refresh.compute import Unknown, bound_arguments
from pmo_excel.workbook.refused import refused
from pmo_excel.workbook.save import create

FUNCTIONS: Final = ("STATUS", "RAGFIGURES", "RAGREASONS")
"""What is answered in the pack, each with the arguments that it was given."""
_README: Final = """Evidence for the status of a project

inputs/NAME.json     the arguments of a function, as the workbook held them: pmo call NAME < inputs/NAME.json
results/NAME.json    what it answered: STATUS the colours with their reasons, RAGFIGURES every figure of every
                     reason with its cell, RAGREASONS the reason of each coloured line
rules.json           the version of the rules, every setting that counted, what the functions say of themselves
findings.json        what was wrong in the workbook
audit.csv            its audit log; audit_check.json says whether the chain of it holds
SHA256SUMS           checksums of the files above

To work a colour out by hand: take its rows in results/RAGFIGURES.json. They name the forecast, the variance, the
baseline, the tolerance and the amber limit; red is above the tolerance, amber above the limit. Private columns are
not in the pack.
"""


@dataclass(frozen=True, slots=True)
class Packed:
    """An evidence pack that was written: of which workbook, where, and the files in it."""

    path: Path
    to: Path
    files: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The pack as programs read it."""
        return {"file": str(self.path), "pack": str(self.to), "files": list(self.files)}

    def __str__(self) -> str:
        return f"{self.path.name}: evidence in {self.to}, {len(self.files)} files"


def write_evidence(path: Path, to: Path, now: datetime) -> Packed:
    """Write the evidence of a workbook as it is now; the workbook is only read.

    Raises
    ------
    Refused
        The workbook cannot be read, its status cannot be judged, or the pack cannot be written.
    """
    package, book, memory = read_file(path)
    result = refreshed(book, memory.fingerprints)
    files = evidence(result, path.name, package.sha256, now)
    create(to, _zipped(files), replace=True)
    return Packed(path, to, tuple(files))


def evidence(result: Refreshed, name: str, fingerprint: str, now: datetime) -> dict[str, bytes]:
    """The files of the pack by name."""
    files: dict[str, bytes] = {"README.txt": _README.encode()}
    charter, settings, log = (result.tables.get(sheet) for sheet in ("Charter", "Settings", "Audit"))
    status_date = iso_day(int(charter.status_date[0])) if isinstance(charter, Charter) and len(charter) else None
    manifest = {
        "workbook": name,
        "sha256": fingerprint,
        "status_date": status_date,
        "made": now.isoformat(timespec="seconds"),
        "made_by": who(),
        "rules": f"pmo-excel {__version__}",
    }
    files["manifest.json"] = _json(manifest)
    for function in FUNCTIONS:
        given, value = _asked(function, result)
        files[f"inputs/{function}.json"] = _json(given)
        files[f"results/{function}.json"] = _json(value)
    files["rules.json"] = _json(_rules(settings if isinstance(settings, Settings) else None))
    files["findings.json"] = _json([problem.as_json() for problem in result.problems])
    if isinstance(log, Audit):
        files["audit.csv"] = _csv(as_json(CATALOGUE["STATUS"], log))
        found = broken(log)
        files["audit_check.json"] = _json({"lines": len(log), "holds": not found, "broken": [str(p) for p in found]})
    sums = "".join(f"{sha256(data).hexdigest()}  {file}\n" for file, data in files.items())
    files["SHA256SUMS"] = sums.encode()
    return files


def _asked(name: str, result: Refreshed) -> tuple[dict[str, Any], Any]:
    """The arguments of a function as a call gives them, and its answer."""
    entry = CATALOGUE[name]
    try:
        bound = bound_arguments(entry, result.tables, Conventions())
    except Unknown as unknown:
        text = f"{unknown} is empty or could not be read, so the status cannot be judged"
        raise refused(text, "Repair the cell.", code=Code.DEPENDS_ON_ERROR, cell=Cell("Charter")) from unknown
    if bound["tasks"] is None:
        raise refused("there is no sheet Schedule", "Add it.", code=Code.MISSING_TABLE, cell=Cell("Schedule"))
    given = {p.name: _plain(p.kind.value, bound[p.name]) for p in entry.parameters if bound[p.name] is not None}
    return given, as_json(entry, answer(entry, bound).value)


def _plain(kind: str, value: Any) -> Any:
    """An argument as JSON: a table as rows with its headers first, without what is private or was not there."""
    if isinstance(value, Table):
        declared = columns(type(value))
        kept = [at for at, (name, c) in enumerate(declared.items()) if not c.private and value.has(name)]
        return [[row[at] for at in kept] for row in as_json(CATALOGUE["STATUS"], value)]
    return iso_day(int(value)) if kind == "date" else value


def _rules(settings: Settings | None) -> Mapping[str, Any]:
    """The version, the settings that count, and the functions' own words."""
    values, _ = setting_values(settings)
    rules = [
        {"setting": c.header, "value": values[c.header], "default": c.default, "meaning": c.help} for c in SETTINGS
    ]
    said = {
        name: inspect.getdoc(CATALOGUE[name].python) for name in (*FUNCTIONS, "RAG", "RAGTIME", "RAGCOST", "ROLLUP")
    }
    return {"version": f"pmo-excel {__version__}", "settings": rules, "functions": said}


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(rows: list[list[Any]]) -> bytes:
    """Rows as CSV that a spreadsheet opens without taking a text for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        writer.writerow([f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@" and cell else cell for cell in row])
    return text.getvalue().encode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """The archive: the same bytes for the same files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, data)
    return made.getvalue()
