"""Names SharePoint takes and makes: file and folder names, internal names of columns, type names of lists.

Source
------
"Restrictions and limitations in OneDrive and SharePoint" (Microsoft support, invalid characters, names and path
length); "Supporting % and # in files and folders with the ResourcePath API" (Microsoft Learn).
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from sharepoint.local.errors import bad_name

FORBIDDEN = frozenset('"*:<>?/\\|')
RESERVED = {".lock", "con", "prn", "aux", "nul", "desktop.ini"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in range(10)
}
LONGEST_NAME, LONGEST_PATH, LONGEST_INTERNAL_NAME = 255, 400, 32


def fold(text: str) -> str:
    """The form in which names and text values compare: without case."""
    return text.casefold()


def check_name(name: str, at_library_root: bool = False) -> None:
    """Refuse a file or folder name that SharePoint refuses.

    Raises
    ------
    Refusal
        The rule broken, with the name.
    """
    base = name.casefold()
    if not name or name in (".", ".."):
        raise bad_name(name, "is empty")
    if FORBIDDEN & set(name) or any(ord(sign) < 32 or 0xD800 <= ord(sign) <= 0xDFFF for sign in name):
        raise bad_name(name, "contains characters that are not permitted")
    if base in RESERVED or "_vti_" in base or base.startswith("~$") or (at_library_root and base == "forms"):
        raise bad_name(name, "is reserved")
    if name != name.strip() or name.endswith("."):
        raise bad_name(name, "begins or ends with a blank or a period")
    if len(name) > LONGEST_NAME:
        raise bad_name(name, f"is longer than {LONGEST_NAME} characters")


def check_path(path: str) -> None:
    """Refuse a decoded server relative path above SharePoint's length."""
    if len(path.lstrip("/")) > LONGEST_PATH:
        raise bad_name(path, f"makes a path of more than {LONGEST_PATH} characters")


def path_of_url(url: str) -> str:
    """The path a string-typed ("Url") argument means: decoded once more and cut at ``#``.

    The older calls take an address, not a path, so names with ``#`` or ``%`` are out of their reach: SharePoint
    answers "The file .../A random title does not exist" for ``A random title # some text``. The ``Path`` calls take
    the name as it is.
    """
    return unquote(url.partition("#")[0])


def plain_name_of_url(url: str) -> str:
    """The new file or folder name a string-typed ("Url") argument means; ``#`` and ``%`` need the ``Path`` calls."""
    if "#" in url or "%" in url:
        raise bad_name(url, "contains # or %, which only the calls that take a path (AddUsingPath) accept")
    return url


def encoded(text: str) -> str:
    """Text as SharePoint writes it into an identifier: everything but letters and digits becomes ``_xHHHH_``."""
    units = []
    for position, sign in enumerate(text):
        plain = sign == "_" or (sign.isascii() and sign.isalnum() and not (position == 0 and sign.isdigit()))
        if plain:
            units.append(sign)
        else:
            code = sign.encode("utf-16-be")
            units.extend(f"_x{code[at : at + 2].hex()}_" for at in range(0, len(code), 2))
    return "".join(units)


def internal_name(title: str, taken: set[str]) -> str:
    """The internal name of a new column: encoded, cut to 32 characters, with a number when it is taken."""
    base = encoded(title.strip())[:LONGEST_INTERNAL_NAME]
    return numbered(base, {name.casefold() for name in taken})


def numbered(base: str, taken: set[str]) -> str:
    """The base itself, or with the first free number behind it; ``taken`` is case-folded."""
    if base.casefold() not in taken:
        return base
    return next(f"{base}{n}" for n in range(10_000) if f"{base}{n}".casefold() not in taken)


def url_name(title: str) -> str:
    """The folder name a new list gets from its title: signs that an address treats specially are left out."""
    kept = re.sub(r'["*:<>?/\\|#%&~{}+\x00-\x1f]', "", title).strip().rstrip(".")
    return kept[:128] or "List"


def entity_name(folder_name: str) -> str:
    """``PMO_x0020_Tasks`` for ``PMO Tasks``: the middle of ``SP.Data.<..>ListItem``, from the address at creation."""
    name = encoded(folder_name)
    return name[:1].upper() + name[1:]


def property_name(internal: str) -> str:
    """A column's name in JSON: names with a leading underscore get ``OData_`` before them."""
    return f"OData_{internal}" if internal.startswith("_") else internal
