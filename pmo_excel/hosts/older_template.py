"""Whether a workbook was made with another template than the newest, and what an upgrade would bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import declaration
from pmo_excel.governance.status import TEMPLATE_VERSION
from pmo_excel.governance.tables import Charter
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.upgrade import upgrade


def template_findings(book: Book) -> Iterator[Problem]:
    """What a workbook made from the template lacks of the newest, in one finding at most."""
    charter = book.tables.get("Charter")
    if not isinstance(charter, Charter) or book.package.table(declaration(Charter).name) is None:
        return  # people's own templates are no older version of ours
    version = str(charter.template_version[0] or "") if len(charter) and charter.has("template_version") else ""
    cell = charter.cell("template_version", 0) if version else Cell("Charter")
    try:
        planned = upgrade(book)
    except Refused:
        return  # its level cannot be read, which is a finding of its own
    sheets = [plan.name for plan in planned.sheets]
    headers = [f"{lacking.sheet}.{lacking.column.header}" for lacking in planned.columns]
    lacks = [_counted(sheets, "sheet"), _counted(headers, "column")]
    if sheets or headers:
        made = f"template version {version}" if version not in ("", TEMPLATE_VERSION) else "an earlier template"
        text = f"the workbook was made with {made}: the newest has {' and '.join(said for said in lacks if said)}"
        fix = "See them with pmo upgrade FILE --dry-run; it changes nothing that is there."
        yield Problem(Code.OLDER_TEMPLATE, text, cell, fix, Severity.INFO)


def _counted(names: Sequence[str], kind: str) -> str:
    shown = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
    return f"{len(names)} more {kind}{'s' if len(names) > 1 else ''} ({shown})" if names else ""
