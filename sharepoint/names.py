"""Names of files and folders that SharePoint takes.

Source: "Restrictions and limitations in OneDrive and SharePoint" (Microsoft support): characters, reserved names, 255
characters a name, 400 the whole decoded path.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sharepoint.values import length

LONGEST_SEGMENT: Final = 255
LONGEST_PATH: Final = 400
_FORBIDDEN: Final = re.compile('["*:<>?/\\\\|\x00-\x1f\x7f]')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|\.lock|desktop\.ini|_vti_|forms)(\..*)?$", re.IGNORECASE)


def safe_name(name: str) -> str:
    """The name as SharePoint takes it: forbidden signs become `_`; the same name always gives the same result."""
    plain = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).strip().rstrip(".").strip()
    if _RESERVED.match(plain) or plain.startswith("~$") or "_vti_" in plain.lower() or not plain:
        plain = f"_{plain}".replace("~$", "~").replace("_vti_", "_vti-")
    return plain


def too_long(library: str, path: str) -> str:
    """Why a path inside a library is too long; empty when it is not.

    Parameters
    ----------
    library
        The library's server-relative address.
    path
        Below the library, separated by `/`.
    """
    for segment in path.split("/"):
        if length(segment) > LONGEST_SEGMENT:
            return f"the name {segment[:40]!r}… has {length(segment)} characters; SharePoint takes {LONGEST_SEGMENT}"
    whole = length(f"{library.strip('/')}/{path}")
    return f"the whole path has {whole} characters; SharePoint takes {LONGEST_PATH}" if whole > LONGEST_PATH else ""
