"""Problems: what is wrong in the user's data, where it is, and what to do about it.

Bad data is a value, never an exception: whatever reads or checks returns its result and every problem, all at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from hashlib import blake2b
from typing import Any


class Severity(Enum):
    """How much a problem matters; HIGH empties the results that rest on the cell."""

    CRITICAL = "Critical"
    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"
    INFO = "Info"


class Code(StrEnum):
    """What kind of problem it is. Codes are stable; `docs/problems.md` lists each with an example."""

    # A cell that cannot be read as its column says
    NOT_A_DATE = "NOT_A_DATE"
    AMBIGUOUS_DATE = "AMBIGUOUS_DATE"
    DATE_ORDER = "DATE_ORDER"
    NOT_A_NUMBER = "NOT_A_NUMBER"
    AMBIGUOUS_NUMBER = "AMBIGUOUS_NUMBER"
    OUT_OF_RANGE = "OUT_OF_RANGE"
    NOT_A_CHOICE = "NOT_A_CHOICE"
    NOT_YES_OR_NO = "NOT_YES_OR_NO"
    CELL_ERROR = "CELL_ERROR"
    NOT_CALCULATED = "NOT_CALCULATED"
    ODD_FORMULA = "ODD_FORMULA"
    EXTERNAL_LINK = "EXTERNAL_LINK"
    COLOUR_ONLY = "COLOUR_ONLY"
    POSSIBLE_ALIAS = "POSSIBLE_ALIAS"
    PATTERN = "PATTERN"
    # A table that is not as declared
    MISSING_TABLE = "MISSING_TABLE"
    MISSING_COLUMN = "MISSING_COLUMN"
    MISSING_VALUE = "MISSING_VALUE"
    DUPLICATE_COLUMN = "DUPLICATE_COLUMN"
    HEADER_GUESSED = "HEADER_GUESSED"
    NOT_RECOGNISED = "NOT_RECOGNISED"
    MERGED_CELLS = "MERGED_CELLS"
    ROW_LEFT_OUT = "ROW_LEFT_OUT"
    HIDDEN_ROWS = "HIDDEN_ROWS"
    DUPLICATE_KEY = "DUPLICATE_KEY"
    TYPED_IN_COMPUTED = "TYPED_IN_COMPUTED"
    LEFTOVER = "LEFTOVER"
    NO_ROOM = "NO_ROOM"
    # Plans
    PREDECESSOR_TEXT = "PREDECESSOR_TEXT"
    UNKNOWN_TASK = "UNKNOWN_TASK"
    AMBIGUOUS_TASK = "AMBIGUOUS_TASK"
    LOOP = "LOOP"
    SELF_LINK = "SELF_LINK"
    SUMMARY_LINK = "SUMMARY_LINK"
    NEGATIVE_DURATION = "NEGATIVE_DURATION"
    DURATION_TEXT = "DURATION_TEXT"
    DURATION_RANGE = "DURATION_RANGE"
    MISSING_DURATION = "MISSING_DURATION"
    UNKNOWN_CALENDAR = "UNKNOWN_CALENDAR"
    NO_WORKING_TIME = "NO_WORKING_TIME"
    CONSTRAINT_DATE = "CONSTRAINT_DATE"
    CONSTRAINT_BROKEN = "CONSTRAINT_BROKEN"
    DEADLINE_MISSED = "DEADLINE_MISSED"
    PROGRESS = "PROGRESS"
    OUT_OF_SEQUENCE = "OUT_OF_SEQUENCE"
    NOT_CARRIED = "NOT_CARRIED"
    DEPENDS_ON_ERROR = "DEPENDS_ON_ERROR"
    NO_START = "NO_START"
    # Resources, money, status
    UNKNOWN_RESOURCE = "UNKNOWN_RESOURCE"
    OVERALLOCATED = "OVERALLOCATED"
    OPTIMUM = "OPTIMUM"
    UNDEFINED = "UNDEFINED"
    DEFAULT_USED = "DEFAULT_USED"
    OVERRIDE = "OVERRIDE"
    FAVOURABLE = "FAVOURABLE"
    AUDIT_CHAIN = "AUDIT_CHAIN"
    ROLE = "ROLE"
    EARNED_VALUE = "EARNED_VALUE"
    DRAWDOWN = "DRAWDOWN"
    COST_CODE = "COST_CODE"
    SIMULATED = "SIMULATED"
    # People
    RACI = "RACI"
    EXPECTATION = "EXPECTATION"
    # Change control
    CHANGE_LINE = "CHANGE_LINE"
    CHANGE_STATE = "CHANGE_STATE"
    CHANGE_BUDGET = "CHANGE_BUDGET"
    # Calls, files, hosts
    ARGUMENT = "ARGUMENT"
    UNKNOWN_FUNCTION = "UNKNOWN_FUNCTION"
    FILE = "FILE"
    FILE_LOCKED = "FILE_LOCKED"
    FILE_REFUSED = "FILE_REFUSED"
    WRITTEN = "WRITTEN"
    DUPLICATE_VERSION = "DUPLICATE_VERSION"
    STALE = "STALE"
    OLDER_TEMPLATE = "OLDER_TEMPLATE"
    REVIEW_OVERDUE = "REVIEW_OVERDUE"
    GATE = "GATE"
    APPROVAL_LAPSED = "APPROVAL_LAPSED"
    NO_OWNER = "NO_OWNER"
    DEPENDENCY_CONFLICT = "DEPENDENCY_CONFLICT"
    # SharePoint
    SHAREPOINT = "SHAREPOINT"
    CONFLICT = "CONFLICT"
    REFUSED_BY_SITE = "REFUSED_BY_SITE"
    BROKEN_LINK = "BROKEN_LINK"


@dataclass(frozen=True, slots=True)
class Cell:
    """A place as the user sees it: sheet, row number, column header; and the reference, as in `Schedule!H12`."""

    sheet: str
    row: int | None = None
    column: str = ""
    ref: str = ""

    def __str__(self) -> str:
        place = self.sheet
        if self.column:
            place = f"{place}!{self.column}" if place else self.column
        if self.row is not None:
            place = f"{place} row {self.row}"
        return place

    @property
    def address(self) -> str:
        """`Schedule!H12`, or the words where the reference is not known."""
        if not self.ref:
            return str(self)
        return f"{quoted(self.sheet)}!{self.ref}" if self.sheet else self.ref


def quoted(sheet: str) -> str:
    """A sheet name as a reference spells it: quoted when it holds anything but letters, digits, `_` and `.`."""
    plain = sheet.replace("_", "").replace(".", "").isalnum() and not sheet[:1].isdigit()
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"


NOWHERE = Cell("")


@dataclass(frozen=True, slots=True)
class Fix:
    """One step that would settle a problem, where there is one: its cell gets `new` in place of `old`."""

    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where, what was found, what was expected, and what to do."""

    code: Code
    message: str
    cell: Cell = NOWHERE
    suggestion: str = ""
    severity: Severity = Severity.HIGH
    fix: Fix | None = None

    @property
    def id(self) -> str:
        """A short name, the same as long as the cell holds what it holds: how a person says which fix to apply."""
        said = "\0".join((self.code.value, self.cell.address, self.message))
        return blake2b(said.encode(), digest_size=4).hexdigest()

    def __str__(self) -> str:
        place = str(self.cell)
        text = f"{place}: {self.message}" if place else self.message
        text = text if text.endswith((".", "?", "!")) else text + "."
        return f"{text} {self.suggestion}".rstrip()

    def as_json(self) -> dict[str, Any]:
        """The problem as every host prints it."""
        found: dict[str, Any] = {
            "id": self.id,
            "code": self.code.value,
            "severity": self.severity.value,
            "sheet": self.cell.sheet,
            "cell": self.cell.address,
            "row": self.cell.row,
            "column": self.cell.column,
            "message": self.message,
            "suggestion": self.suggestion,
        }
        if self.fix is not None:
            found["fix"] = {"cell": self.cell.address, "old": _json(self.fix.old), "new": _json(self.fix.new)}
        return found


def _json(value: Any) -> Any:
    """A cell's value as JSON holds it; dates as ISO text."""
    return value.isoformat() if isinstance(value, date) else value


def serious(problem: Problem) -> bool:
    """Whether the problem empties results: severity High or Critical."""
    return problem.severity in (Severity.HIGH, Severity.CRITICAL)
