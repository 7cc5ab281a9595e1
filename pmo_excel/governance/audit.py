"""The audit log: who changed what, when and why, each line chained to the one above by a checksum.

A line that is altered, removed or moved no longer fits the checksum that follows from the lines above it. The chain
shows tampering; as it holds no secret, it does not stop somebody who works all of it out anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, NamedTuple

from pmo_excel.core.columns import is_empty
from pmo_excel.core.instants import iso
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.governance.tables import Audit

SIZE: Final = 16
"""Bytes of a checksum."""
LISTED: Final = 100
"""Cells of one column that one line names; of more it names the first, their number and a checksum of all."""
FEW: Final = 30
"""Cells that were empty before and are named one by one."""
LONGEST: Final = 30_000
"""Characters of one cell of the log; Excel allows 32,767."""
CARRIED: Final = "earlier lines"
"""What stands as the cell of a line that carries the chain on from lines that were moved out of the sheet."""
TOLD: Final = 5
"""Broken places that are told one by one."""


class Altered(NamedTuple):
    """One cell that was written: its sheet, column and key or place, what was in it and what is, and why; as texts."""

    sheet: str
    column: str
    key: str
    old: str
    new: str
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log, without its checksum; `when` is an instant."""

    when: int
    who: str
    sheet: str
    place: str
    old: str
    new: str
    why: str

    def chained(self, before: str) -> str:
        """The checksum of this line after one with that checksum."""
        said = (iso(self.when) or "", self.who, self.sheet, self.place, self.old, self.new, self.why)
        text = "\0".join((before, *(_plain(part) for part in said)))
        return blake2b(text.encode(), digest_size=SIZE).hexdigest()


def lines(altered: Iterable[Altered], who: str, when: int) -> Iterator[Line]:
    """One line for each cell; cells of one column that were written together share a line.

    Cells that were empty before share a line by sheet; where they are many they are counted and checked, and not named
    one by one: what a refresh fills in is on the sheet itself. Of cells that held something, what was there and what is
    now are both kept.
    """
    groups: dict[tuple[str, str], list[Altered]] = {}
    for one in altered:
        groups.setdefault((one.sheet, one.column if one.old else ""), []).append(one)
    for (sheet, column), group in groups.items():
        if len(group) == 1:
            one = group[0]
            place = f"{one.column} {one.key}".strip()
            yield Line(when, who, sheet, place, _cut(one.old), _cut(one.new), _cut(one.why))
        elif not column:
            place = f"{len(group)} cells that were empty"
            yield Line(when, who, sheet, place, "", _filled(group), _cut(group[0].why.partition(":")[0]))
        else:
            place = f"{column}: {len(group)} cells"
            yield Line(when, who, sheet, place, _listed(group, "old"), _listed(group, "new"), _cut(group[0].why))


def log_rows(new: Sequence[Line], before: str) -> Audit:
    """The lines as rows of the log, chained on from the last checksum that is there; empty: it begins the chain."""
    made = Audit.of(len(new))
    for at, line in enumerate(new):
        before = line.chained(before)
        made.when[at], made.who[at], made.sheet[at], made.cell_or_key[at] = line.when, line.who, line.sheet, line.place
        made.old[at], made.new[at], made.why[at] = line.old or None, line.new or None, line.why or None
        made.chain_hash[at] = before
    return made


def last_checksum(log: Audit) -> str:
    """The checksum that a new line is chained to."""
    kept = [str(said) for said in log.chain_hash.tolist() if said]
    return kept[-1] if kept else ""


def line_of(log: Audit, row: int) -> Line:
    """A line of the log as it stands."""
    texts = (log.who, log.sheet, log.cell_or_key, log.old, log.new, log.why)
    return Line(int(log.when[row]), *(str(column[row] or "") for column in texts))


def broken(log: Audit, before: str = "") -> list[Problem]:
    """Lines that do not fit the chain: altered, moved, or below one that was removed.

    Parameters
    ----------
    before
        The checksum of the last line that was moved out of the sheet, where its archive is at hand.
    """
    found = []
    for row in range(len(log)):
        line, said = line_of(log, row), str(log.chain_hash[row] or "")
        if row == 0 and carries(log):
            if before and said != before:
                text = "the lines that were moved out of the sheet are not those that this one follows"
                found.append(_problem(log, row, text))
            before = said
            continue
        if line.chained(before) != said:
            text = "this line of the audit log was altered, or a line above it was removed or moved"
            found.append(_problem(log, row, text))
        before = said
    more = len(found) - TOLD
    return found if more <= 0 else [*found[:TOLD], _problem(log, 0, f"{more} more lines do not fit the chain")]


def carried(archived: int, last: str, when: int, who: str, where: str) -> Audit:
    """The row that stands for lines that were moved out of the sheet: its checksum is that of the last of them."""
    made = Audit.of(1)
    made.when[0], made.who[0], made.sheet[0], made.chain_hash[0] = when, who, "Audit", last
    made.cell_or_key[0], made.why[0] = f"{archived} {CARRIED}", f"moved to {where}"
    return made


def carries(log: Audit) -> bool:
    """Whether the first row stands for lines that were moved out."""
    return len(log) > 0 and str(log.cell_or_key[0] or "").endswith(CARRIED)


def _problem(log: Audit, row: int, text: str) -> Problem:
    fix = "Compare it with a backup in .pmo-backups, and ask who changed it."
    return Problem(Code.AUDIT_CHAIN, text, log.cell("chain_hash", row), fix, Severity.HIGH)


def _filled(group: Sequence[Altered]) -> str:
    """Cells that were empty: named where they are few."""
    said = [f"{one.column} {one.key}: {one.new}" for one in group]
    if len(group) <= FEW:
        return _cut("; ".join(said))
    columns = ", ".join(dict.fromkeys(one.column for one in group))
    return _cut(f"{columns}; checksum {_digest(said)}")


def _listed(group: Sequence[Altered], name: str) -> str:
    said = [f"{one.key}: {getattr(one, name)}" for one in group]
    text = "; ".join(said[:LISTED])
    if len(said) > LISTED or len(text) > LONGEST:
        text = f"{_cut(text)}; … of {len(said)}, checksum {_digest(said)}"
    return text


def _digest(said: Iterable[str]) -> str:
    return blake2b("\0".join(said).encode(), digest_size=8).hexdigest()


def _cut(text: str) -> str:
    """A text as the sheet gives it back: no spaces at its ends, no error value that would be read as one."""
    text = _plain(text)
    text = f"error {text}" if text.startswith("#") else text
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… checksum {_digest([text])}"


def _plain(text: str) -> str:
    return "" if is_empty(text) else " ".join(text.split())
