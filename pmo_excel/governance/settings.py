"""The settings of a workbook: their names, defaults and meanings, and their values as a person set them.

A setting is declared like a column: its header is the name on the Settings sheet, its help the meaning there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pmo_excel.core.cells import Conventions, Fault
from pmo_excel.core.column_reading import ColumnReading, read_column
from pmo_excel.core.columns import Column, Type
from pmo_excel.core.problems import Cell, Problem, Severity
from pmo_excel.governance.naming import SHEETS
from pmo_excel.governance.status_limits import ROLES, STATUS_LIMITS
from pmo_excel.risk.scales import SETTINGS as RISK_SETTINGS
from pmo_excel.risk.simulation.settings import SETTINGS as SIMULATION_SETTINGS
from pmo_excel.schedule.health_limits import LIMITS

if TYPE_CHECKING:
    from pmo_excel.governance.tables import Settings


def _number(name: str, default: float, meaning: str, unit: str, low: float = 0, high: float | None = None) -> Column:
    return Column(name, meaning, Type.NUMBER, unit, minimum=low, maximum=high, default=default)


def _share(name: str, default: float, meaning: str) -> Column:
    return Column(name, meaning, Type.PERCENT, "fraction", minimum=0, maximum=1, default=default)


def _text(name: str, default: str, meaning: str) -> Column:
    return Column(name, meaning, Type.TEXT, default=default)


def _choice(name: str, default: str, meaning: str, choices: str | tuple[str, ...]) -> Column:
    return Column(name, meaning, Type.CHOICE, choices=choices, default=default)


_NAMING: Final = (
    _text("File name", "{Project ID}", "How file names begin: {Project ID} {Project Name}; any: as people like."),
    *(
        _text(f"IDs of {sheet}", mask, "0 is a digit, AAA three letters, the rest as it is; any: no convention.")
        for sheet, mask in SHEETS.items()
    ),
)
_METHOD: Final = (
    _number("Overdue actions red from", 3, "Overdue actions of one owner, or of all, that are red.", "actions", 1),
    _number("Velocity sprints", 6, "Latest sprints whose velocity counts in the release forecast.", "sprints", 1),
    *(
        _number(f"Tailoring weight of {what}", 1, f"How much the {what} of a project counts in its score.", "factor")
        for what in ("size", "risk", "novelty")
    ),
    _number("Standard level from", 12, "Projects of this score or more need the Standard level.", "score"),
    _number("Structured level from", 24, "Projects of this score or more need the Structured level.", "score"),
)

SETTINGS: Final[tuple[Column, ...]] = (
    _number("Minutes per day", 480, "Working minutes in a day: turns days into hours and back.", "minutes", 1, 1440),
    _number("Days per week", 5, "Working days in a week: turns 2w into 10 days.", "days", 1, 7),
    _choice(
        "Uncompleted work",
        "After status date",
        "Where work that should be done but is not goes: it stays in place, or moves after the status date.",
        ("Leave in place", "After status date"),
    ),
    _choice(
        "Constraints",
        "Links first",
        "What wins where a must or no-later-than date and a link disagree.",
        ("Links first", "Dates first"),
    ),
    _choice(
        "Levelled dates",
        "This workbook",
        "Whose people leveling looks at: this workbook's, or, as pmo level writes them, those of several projects.",
        ("This workbook", "Across projects"),
    ),
    _number("Critical float limit", 0, "Tasks with this float or less are critical.", "working days", -1000, 1000),
    _number("Near-critical threshold", 5, "Tasks with this float or less are nearly critical.", "working days"),
    _number("Time tolerance", 10, "Days late at which time turns red, where the charter gives none.", "working days"),
    _share("Cost tolerance", 0.1, "Overrun at which cost turns red, where the charter gives none."),
    _share("Amber trigger", 0.5, "Part of a tolerance at which a colour turns amber, where the charter gives none."),
    _choice(
        "Roll-up rule", "Worst-of", "How the overall colour is found, where the charter gives no rule.", "RollUpRule"
    ),
    _choice(
        "EAC method",
        "Typical (BAC/CPI)",
        "How the estimate at completion is found, where a row says nothing.",
        "EACMethod",
    ),
    _share("EAC weight", 0.8, "Share of CPI in the weighted estimate; the rest is SPI's."),
    _number("First fiscal month", 1, "Month with which the fiscal year begins: 4 is April.", "month", 1, 12),
    _share("Start credit", 0.25, "What a 25/75 task earns when it starts."),
    _share("Earned cap", 1, "Most that % complete earns until the work is accepted, such as 80%; 100% is no cap."),
    _number("Data age limit", 7, "Status older than this is grey: not reported.", "days"),
    *RISK_SETTINGS,
    _number("Power and interest threshold", 3.5, "From here on power or interest is high.", "class", 1, 5),
    _number("Prolongation cost", 0, "Cost of each working day by which the project finishes later.", "currency"),
    _number("Change budget", 0, "Money set aside for changes; 0 is none.", "currency"),
    _number(
        "Project manager's change limit", 5000, "Up to this cost the project manager decides a change.", "currency"
    ),
    _number("Change authority's change limit", 20000, "Up to this cost the change authority decides.", "currency"),
    _number("Sponsor's change limit", 50000, "Up to this cost the sponsor decides a change.", "currency"),
    _number(
        "Project board's change limit",
        250000,
        "Up to this cost the project board decides a change; above it the portfolio board.",
        "currency",
    ),
    _number("Disruption weeks", 4, "Weeks ahead in which a change is counted as disturbing people.", "weeks", 1, 52),
    _number("Readiness red days", 14, "People who are not ready with no more days left to go-live are red.", "days"),
    _share("Readiness red gap", 0.4, "People who are short of their target by this share or more are red."),
    _number("Accountable limit", 8, "Rows of the RACI chart that one role answers for before it is said.", "rows", 1),
    _number("Consulted limit", 3, "Roles consulted in a row of the RACI chart before it is said.", "roles", 1),
    _share("Confidence wanted", 0.8, "Chance of a promised date below which there is a warning."),
    _number("Concern limit", 10, "Days that a concern stays open on each step of the escalation ladder.", "days", 1),
    *_METHOD,
    *_NAMING,
    *STATUS_LIMITS,
    *ROLES,
    *LIMITS,
    *SIMULATION_SETTINGS,
)
"""Every setting that a function reads, in the order of the sheet."""


def setting_values(table: Settings | None = None) -> tuple[Mapping[str, Any], list[Problem]]:
    """The value of every setting by name: the person's, or the default where the cell is empty or cannot be read."""
    typed = {} if table is None else {_plain(n): row for row, n in enumerate(table.name.tolist()) if n}
    values: dict[str, Any] = {}
    problems = []
    for column in SETTINGS:
        row = typed.get(_plain(column.header))
        values[column.header] = column.default
        if table is None or row is None:
            continue
        got = read_column(column, [table.value[row]], Conventions())
        if table.value[row] is not None and not got.wrong:
            values[column.header] = got.values.tolist()[0]
        cell = table.cell("value", row)
        problems += [_problem(column, fault, cell, bool(got.wrong)) for fault in _worth_saying(got)]
    return values, problems


def _worth_saying(got: ColumnReading) -> list[Fault]:
    """What is said about a value; that a number came as text is not, as this column holds texts."""
    return [fault for _, fault in got.faults if got.wrong or fault.severity is not Severity.LOW]


def _problem(column: Column, fault: Fault, cell: Cell, wrong: bool) -> Problem:
    message = f"{fault.message}; the default, {column.default}, was used" if wrong else fault.message
    return Problem(fault.code, message, cell, fault.suggestion, fault.severity)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
