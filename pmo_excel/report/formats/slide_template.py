"""Users' own presentations as templates: read with limits, their slides taken out, their looks and size kept."""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

from pptx import Presentation
from pptx.exc import PackageNotFoundError

from pmo_excel.workbook.archive import Archive
from pmo_excel.workbook.refused import damaged

_TYPES: Final = "[Content_Types].xml"
_TEMPLATE: Final = (b"presentationml.template.main+xml", b"presentationml.presentation.main+xml")


def opened(data: bytes, label: str) -> Any:
    """A presentation (.pptx) or template (.potx) without its slides.

    Raises
    ------
    Refused
        It is neither, is damaged, or is larger than the limits of archives.
    """
    Archive(data, label)
    try:
        deck = Presentation(io.BytesIO(_as_presentation(data)))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise damaged(label, f"it is not a PowerPoint presentation ({error})") from error
    for entry in list(deck.slides._sldIdLst):
        deck.part.drop_rel(entry.rId)
        deck.slides._sldIdLst.remove(entry)
    return deck


def _as_presentation(data: bytes) -> bytes:
    """A template's bytes with the type of a presentation, which is all that tells them apart."""
    with zipfile.ZipFile(io.BytesIO(data)) as given:
        if _TYPES not in given.namelist() or _TEMPLATE[0] not in given.read(_TYPES):
            return data
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as made:
            for info in given.infolist():
                content = given.read(info)
                made.writestr(info, content.replace(*_TEMPLATE) if info.filename == _TYPES else content)
    return output.getvalue()
