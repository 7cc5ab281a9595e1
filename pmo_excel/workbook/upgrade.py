"""An older or smaller project workbook brought up to the template: what it lacks, and the same workbook with it.

Nothing that is there is changed, but for what says the level where a larger one is asked for. Sheets are added after
the workbook's own, and columns at the right of the tables that lack them, where nothing stands beside these.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from pmo_excel.core.columns import Column
from pmo_excel.core.problems import Cell, Code
from pmo_excel.core.tables import columns, declaration, field_of
from pmo_excel.workbook.added_columns import with_columns
from pmo_excel.workbook.added_sheets import with_sheets
from pmo_excel.workbook.declared import declared_sheets
from pmo_excel.workbook.draft import Edit
from pmo_excel.workbook.layout import Colour, Level, SheetPlan, visible
from pmo_excel.workbook.level_said import level_said
from pmo_excel.workbook.links import Link
from pmo_excel.workbook.package import Package
from pmo_excel.workbook.read import PORTFOLIO, Book, read_book
from pmo_excel.workbook.refused import refused
from pmo_excel.workbook.room_beside import in_the_way_beside
from pmo_excel.workbook.sheet_plans import plans


@dataclass(frozen=True, slots=True)
class LackingColumn:
    """A column of the template that a sheet of the workbook does not have, and why it is not added, if it is not."""

    sheet: str
    column: Column
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What a workbook lacks.

    Attributes
    ----------
    level
        The template that it is compared with.
    sheets
        Sheets to be added, in the order of the template; those in `hidden` are not shown.
    shown
        Its own sheets that are hidden and that a level that was asked for shows.
    columns
        Columns that its tables lack.
    """

    level: Level
    sheets: tuple[SheetPlan, ...]
    hidden: frozenset[str]
    shown: tuple[str, ...]
    columns: tuple[LackingColumn, ...]

    @property
    def added(self) -> dict[str, list[str]]:
        """The headers of the columns that are added, by the name of the table that gets them."""
        found: dict[str, list[str]] = {}
        for lacking in self.columns:
            if not lacking.why_not:
                table = declaration(declared_sheets()[lacking.sheet]).name
                found.setdefault(table, []).append(lacking.column.header)
        return found

    @property
    def empty(self) -> bool:
        """Whether nothing is to be done."""
        return not (self.sheets or self.shown or self.added)


def upgrade(book: Book, level: str = "", asked: Collection[str] = ()) -> Upgrade:
    """What the workbook lacks of the template of a level: its own from the charter, or Light, unless one is given.

    Sheets are those that the level shows, the records that every level keeps, and those asked for by name.

    Raises
    ------
    Refused
        A level or sheet does not exist, or it is a portfolio workbook.
    """
    if book.kind == PORTFOLIO:
        text = f"{book.package.label} is a portfolio workbook, and only project workbooks are upgraded"
        raise refused(text, "Make a new one with pmo new portfolio, and collect into it.", code=Code.ARGUMENT)
    chosen = _level(book, level)
    known = [plan for plan in plans("project") if plan.name in declared_sheets()]
    unknown = sorted(set(asked) - {plan.name for plan in known})
    if unknown:
        names = ", ".join(plan.name for plan in known)
        raise refused(f"the template has no sheet {unknown[0]!r}", f"Its sheets are {names}.", code=Code.ARGUMENT)
    lacking = [plan for plan in known if plan.name not in book.places and book.package.sheet(plan.name) is None]
    wanted = tuple(
        plan
        for plan in lacking
        if visible(plan, chosen, ()) or plan.name in asked or (plan.colour is Colour.RECORD and not plan.optional)
    )
    hidden = frozenset(p.name for p in wanted if not visible(p, chosen, ()) and p.name not in asked)
    states = {sheet.name: sheet.state for sheet in book.package.sheets}
    own = {plan.name: book.places[plan.name].sheet for plan in known if plan.name in book.places}
    shown = [own[p.name] for p in known if p.name in own and (p.name in asked or (level and visible(p, chosen, ())))]
    hidden_now = tuple(name for name in shown if states.get(name, "visible") != "visible")
    return Upgrade(chosen, wanted, hidden, hidden_now, tuple(_lacking_columns(book)))


def upgraded(package: Package, planned: Upgrade) -> bytes:
    """The workbook with the sheets and columns that it lacks.

    Raises
    ------
    Refused
        It is signed or its structure is protected.
    """
    names = [plan.name for plan in planned.sheets]
    template = _template(planned.level)
    if names or planned.shown:
        package = Package(with_sheets(package, template, names, planned.hidden, planned.shown), package.label)
    return with_columns(package, template, planned.added).data


def said_anew(book: Book, planned: Upgrade) -> tuple[list[Edit], list[Link]]:
    """The cells in which the workbook is to say the level that was asked for, where that is a larger one."""
    template = read_book(_template(planned.level))
    return level_said(book, template, planned.level, [plan.name for plan in planned.sheets])


@cache
def _template(level: Level) -> Package:
    from pmo_excel.workbook.build import build  # imported where needed: a check only compares, and builds nothing

    return Package(build(level.value), "the template")


def _level(book: Book, asked: str) -> Level:
    levels = {level.value.casefold(): level for level in Level}
    said = asked or _charter_level(book) or Level.LIGHT.value
    if said.casefold() not in levels:
        cell = Cell("Charter", column="Template Level")
        listed = ", ".join(level.value for level in Level)
        raise refused(f"there is no level {said!r}", f"Use one of: {listed}.", code=Code.ARGUMENT, cell=cell)
    return levels[said.casefold()]


def _charter_level(book: Book) -> str:
    charter = book.tables.get("Charter")
    if charter is None or not len(charter):
        return ""
    return str(getattr(charter, field_of(type(charter), "Template Level"))[0] or "")


def _lacking_columns(book: Book) -> list[LackingColumn]:
    """Columns of the sheets that are made from the template, as their table's name tells."""
    found = []
    order = {sheet.name: at for at, sheet in enumerate(book.package.sheets)}
    for sheet, table in sorted(book.tables.items(), key=lambda item: order[book.places[item[0]].sheet]):
        stated = declaration(type(table))
        excel = book.package.table(stated.name)
        if excel is not None and book.places[sheet].table == stated.name and stated.layout != "fields":
            lacking = [c for name, c in columns(type(table)).items() if not table.has(name)]
            why_not = in_the_way_beside(book.package, excel, len(lacking)) if lacking else ""
            found += [LackingColumn(sheet, column, why_not) for column in lacking]
    return found
