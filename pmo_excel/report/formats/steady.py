"""Office packages whose bytes depend on their content only: the same report is the same file, whenever it is made."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Final

_MOMENTS: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)", re.ASCII)
_CORE: Final = "docProps/core.xml"


def steady(package: bytes, moment: datetime) -> bytes:
    """The package with its own dates set to a moment, those of its members removed, and workbooks within alike."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as given, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as made:
        for info in given.infolist():
            content = given.read(info)
            if info.filename == _CORE:
                content = _MOMENTS.sub(rb"\g<1>" + f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode() + rb"\g<3>", content)
            elif info.filename.endswith(".xlsx"):
                content = steady(content, moment)
            made.writestr(zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return output.getvalue()
