"""The page about the templates, generated from the plans of their sheets and the declared tables."""

from __future__ import annotations

from pmo_excel.core.tables import columns, declaration
from pmo_excel.workbook import guides
from pmo_excel.workbook.declared import declared_sheets
from pmo_excel.workbook.layout import SheetPlan
from pmo_excel.workbook.sheet_plans import plans
from pmo_excel.workbook.styles import Named

_INTRODUCTION = """# Templates

`pmo new project PATH --level Light` makes a project workbook, `pmo new portfolio PATH` the one for a portfolio.
Begin on the sheet *Start*: it says what to do in which order, what the colours mean, and leads to every sheet.

![The Start sheet](pictures/template-start.png)

- **Yours and computed.** Blue headers are yours to type under, grey ones in italics are computed. Point at a
  header to read what to type, with an example, and who reads it. Yellow, dotted cells must be filled. Lists,
  dates and IDs are checked while you type.
- **The plan** has its Gantt chart beside it, in cells: a stripe runs through critical tasks, done work is dark,
  a diamond is a milestone, the status date is the vertical line. Rows and columns can be inserted, sorted,
  filtered, hidden.

![The plan and its Gantt chart](pictures/template-plan.png)

- **Dashboard** is the page for the board: colours with their reasons, key figures, milestones, and charts that
  Excel and LibreOffice draw from the sheets themselves. Nothing on it needs pmo-excel to be read.

![The Dashboard](pictures/template-dashboard.png)

- **Printing.** Each sheet is set up for A4 or, where it is wide, A3, with its headers on every page. Letters
  and stripes say in grey what colours say.
- **Your own look.** Cells have named styles: STYLES. Change one (Home, Cell Styles, right-click, Modify) and
  all its cells follow, also those of sheets and columns that an upgrade adds.
- **More later.** `pmo upgrade FILE --level Standard --dry-run` lists the sheets and columns that a workbook
  would get; nothing that is there changes. `pmo check` says when a workbook lacks something of the newest
  template. A column goes to the right of its table, and only where nothing stands there.

"""


def templates_page() -> str:
    """How the templates are used, and every sheet with its level and purpose."""
    names = ", ".join(f"*{style.value}*" for style in Named)
    project, portfolio = (_sheets(book) for book in ("project", "portfolio"))
    return (
        _INTRODUCTION.replace("STYLES", names)
        + "## The project workbook\n\nEvery sheet is there at every level; those above it are hidden until they are"
        " needed.\n\n| sheet | shown from | columns | what it is for |\n|---|---|---|---|\n"
        + project
        + "\n## The portfolio workbook\n\n| sheet | columns | what it is for |\n|---|---|---|\n"
        + portfolio
    )


def _sheets(book: str) -> str:
    return "".join(_row(book, plan) for plan in plans(book))


def _row(book: str, plan: SheetPlan) -> str:
    cls = declared_sheets(book).get(plan.name)
    guide = guides.PROJECT if book == "project" else guides.PORTFOLIO
    purpose = declaration(cls).purpose if cls else guide.pages.get(plan.name, guide.purpose)
    level = [plan.level.value] if book == "project" else []
    cells = [plan.name, *level, str(len(columns(cls))) if cls else "", purpose]
    return "| " + " | ".join(cells) + " |\n"
