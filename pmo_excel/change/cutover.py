"""Go or no-go: what the checklist of a cut-over says, with every reason against it."""

from __future__ import annotations

from typing import Annotated, Final

from pmo_excel.change.tables import Cutover
from pmo_excel.core.columns import Column, Texts, Type
from pmo_excel.core.tables import Table, table

GO, NO_GO, NOT_YET = "Go", "No-go", "Not yet"
_ROLL_BACK: Final = "Roll-back"


@table("Cutover")
class GoNoGo(Table):
    """The checklist with its decisions."""

    step: Annotated[Texts, Column("Step No", "The step, as in the sheet.")]
    decision: Annotated[Texts, Column("Go / No-go", "On the first row of each change.")]
    why: Annotated[Texts, Column("Go / No-go Why", "What stands against it.", Type.LONG_TEXT)]


def go_no_go(checklist: Cutover) -> GoNoGo:
    """A row for each item; the decision on the first row of each change, and its part in it on each row."""
    made = GoNoGo.of(len(checklist), step=checklist.step)
    groups: dict[str, list[int]] = {}
    for row, key in enumerate(checklist.change_id.tolist()):
        if checklist.item[row] is not None or checklist.step[row] is not None:
            groups.setdefault(str(key or ""), []).append(row)
    for rows in groups.values():
        made.decision[rows[0]], made.why[rows[0]] = decision(checklist, rows)
    return made


def decision(checklist: Cutover, rows: list[int]) -> tuple[str, str]:
    """No-go where a mandatory item is No; Not yet where one is open; else Go; and why. A missing way back is said.

    Steps of the roll-back itself are only done when it is needed, and do not count.
    """
    counted = [row for row in rows if checklist.kind[row] != _ROLL_BACK]
    mandatory = [row for row in counted if checklist.mandatory[row] is not False]
    refused = [row for row in mandatory if checklist.result[row] == "No"]
    wrong = [row for row in mandatory if row in checklist.wrong("result") or row in checklist.wrong("mandatory")]
    waiting = [row for row in mandatory if checklist.result[row] is None and row not in wrong]
    reasons = [f"{_label(checklist, row)}: No" for row in refused]
    reasons += [f"{_label(checklist, row)}: cannot be read" for row in wrong]
    reasons += [f"{_label(checklist, row)}: not answered" for row in waiting]
    if not mandatory:
        reasons.append("no item is mandatory")
    back = any(checklist.kind[row] == _ROLL_BACK or checklist.rollback[row] is not None for row in rows)
    remark = [] if back else ["no roll-back is described"]
    if refused or reasons:
        return NO_GO if refused else NOT_YET, "; ".join([*reasons, *remark])
    return GO, "; ".join([f"all {len(mandatory)} mandatory items are in place", *remark])


def _label(checklist: Cutover, row: int) -> str:
    return " ".join(str(part) for part in (checklist.step[row], checklist.item[row]) if part is not None)
