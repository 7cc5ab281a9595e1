"""`pmo new`: a workbook made from a template."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pmo_excel.functions  # noqa: F401 -- declares the sheets
from pmo_excel.core.lists import LISTS
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.governance.method_content import method_and_level, method_content, method_sheets
from pmo_excel.workbook.build import build, build_portfolio
from pmo_excel.workbook.buttons import Buttons
from pmo_excel.workbook.layout import Level
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.save import create
from pmo_excel.workbook.sheet_plans import plans


class Lessons(NamedTuple):
    """Workbooks or folders with lessons of other projects, and the tags that are asked for."""

    paths: Sequence[Path]
    tags: Sequence[str]


def new_project_file(
    path: Path,
    level: str,
    charter: Mapping[str, str],
    show: Collection[str] = (),
    method: str = "",
    lessons: Lessons | None = None,
) -> Sequence[Problem]:
    """Make an empty project workbook; gives what is to be said of the workbooks that lessons were looked for in.

    Parameters
    ----------
    level
        Light, Standard or Structured; empty: what the method says, or Light.
    show
        Sheets to be seen beyond those of the level.
    method
        The method whose stages, gates and products it begins with, as in `PRINCE2`, or `PRINCE2 Standard` with a level.
    lessons
        Where lessons of other projects are, which its Charter is to show.

    Raises
    ------
    Refused
        The file is there already, the folder is not, or the level, the method or a sheet does not exist.
    """
    methodology, said = _method(path, method)
    level = level or said or Level.LIGHT.value
    levels = {word.value.casefold(): word.value for word in Level}
    if level.casefold() not in levels:
        raise _refused(path, f"there is no level {level!r}", f"Use one of: {', '.join(levels.values())}.")
    names = {plan.name.casefold(): plan.name for plan in plans("project")}
    unknown = [sheet for sheet in show if sheet.casefold() not in names]
    if unknown:
        raise _refused(
            path, f"the template has no sheet {unknown[0]!r}", f"Its sheets are {', '.join(names.values())}."
        )
    chosen = levels[level.casefold()]
    content: dict[str, Any] = method_content(methodology, chosen) if methodology else {"Charter": [{}]}
    content["Charter"] = [{**content["Charter"][0], **{field: value for field, value in charter.items() if value}}]
    said_of_lessons: Sequence[Problem] = ()
    if lessons is not None:
        from pmo_excel.hosts.lessons_command import FIELD, offered

        found = offered(lessons.paths, lessons.tags, None, charter.get("Project Name", ""))
        content["Charter"][0][FIELD], said_of_lessons = found.text, found.problems
    shown = [names[sheet.casefold()] for sheet in [*show, *method_sheets(methodology)]]
    create(path, build(chosen, content, shown, _buttons(path)))
    return said_of_lessons


def _method(path: Path, said: str) -> tuple[str, str]:
    """The methodology, and the level that was said with it; empty where none was said."""
    if not said:
        return "", ""
    methodology, level = method_and_level(said)
    if methodology is None:
        fix = f"Use one of: {', '.join(LISTS['Methodology'])}; or with a level: PRINCE2 Standard."
        raise _refused(path, f"there is no method {said!r}", fix)
    return methodology, level


def _buttons(path: Path) -> Buttons | None:
    """Buttons for a workbook whose name says that it has macros."""
    if path.suffix.lower() != ".xlsm":
        return None
    from pmo_excel.hosts.excel.workbook_buttons import buttons

    return buttons()


def new_portfolio_file(path: Path) -> None:
    """Make an empty portfolio workbook.

    Raises
    ------
    Refused
        The file is there already, the folder is not, or the name says that it has macros.
    """
    if path.suffix.lower() == ".xlsm":
        raise _refused(path, "the portfolio workbook has no macros", f"Name it {path.stem}.xlsx.")
    create(path, build_portfolio())


def _refused(path: Path, message: str, suggestion: str) -> Refused:
    return Refused([Problem(Code.FILE, message, Cell(path.name), suggestion, Severity.CRITICAL)])
