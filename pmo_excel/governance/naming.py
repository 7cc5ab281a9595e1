"""Whether IDs and file names follow the organisation's conventions, which are masks in Settings.

A mask is what an ID looks like: `R-000` is R, a hyphen and three digits; `AAA-000` has three capital letters before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, declaration

_SIGNS: Final[Mapping[str, str]] = {"0": "[0-9]", "A": "[A-Z]"}
SHEETS: Final[Mapping[str, str]] = {
    "Risks": "R-000",
    "Issues": "I-000",
    "Dependencies": "D-000",
    "Actions": "AC-000",
    "Decisions": "DE-000",
    "Changes": "CR-000",
    "Deliverables": "P-00",
    "Benefits": "B-00",
    "Lessons": "L-00",
}
"""The masks of the template, by sheet; the setting `IDs of Risks` says another one."""


def mask_pattern(mask: str) -> re.Pattern[str]:
    """What a mask matches: 0 is a digit, runs of A are capital letters, all else is itself.

    A run of letters other than A is meant as it is: `AC-000` begins with AC, `AAA-000` with any three letters.
    """
    made = []
    for part in re.findall(r"[^\W\d_]+|.", mask, re.DOTALL):
        letters = part.isalpha() and set(part) != {"A"}
        made.append(re.escape(part) if letters else "".join(_SIGNS.get(sign, re.escape(sign)) for sign in part))
    return re.compile("".join(made))


def odd_ids(tables: Sequence[Table], settings: Mapping[str, Any]) -> Iterator[Problem]:
    """One finding for each sheet with IDs that its mask does not allow, at the first of them; `any` allows all."""
    for table in tables:
        stated = declaration(type(table))
        mask = str(settings.get(f"IDs of {stated.sheet}", ""))
        if not mask or mask.casefold() == "any":
            continue
        pattern = mask_pattern(mask)
        ids = getattr(table, stated.key).tolist()
        odd = [row for row, one in enumerate(ids) if one and not pattern.fullmatch(str(one))]
        if odd:
            names = ", ".join(str(ids[row]) for row in odd[:3]) + (", …" if len(odd) > 3 else "")
            are = "is" if len(odd) == 1 else "are"
            text = f"{len(odd)} of {len(ids)} IDs {are} not written as {mask}: {names}"
            fix = f"Write new ones so, or change IDs of {stated.sheet} in Settings; those in use may stay."
            yield Problem(Code.PATTERN, text, table.cell(stated.key, odd[0]), fix, Severity.LOW)


def odd_file_name(name: str, convention: str, fields: Mapping[str, str]) -> Problem | None:
    """A file whose name, without its ending, does not begin as the convention says: `{Project ID} {Project Name}`.

    Spaces, hyphens and underscores are one; what follows, such as a date or a version, is free.
    """
    if not convention or convention.casefold() == "any":
        return None
    wanted = convention
    for field, value in fields.items():
        wanted = wanted.replace("{" + field + "}", value)
    if not wanted.strip() or not any(fields.values()) or _plain(name).startswith(_plain(wanted)):
        return None
    text = f"the file is called {name}; by the convention its name begins with {wanted}"
    return Problem(Code.PATTERN, text, Cell("Charter"), "Rename it, or change File name in Settings.", Severity.LOW)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())
