"""How things stand: the one line under every title, and the sentences it is made of, as formulas with their values."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from pmo_excel.workbook.content import Content, field_ref, part

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Formula(NamedTuple):
    """A formula, and the value it has when the workbook is made."""

    text: str
    value: Any


def standing(content: Content) -> Formula:
    """Project, status date, the date of the computed figures, and findings in one line."""
    parts = [_project(content), _as_of(content), _refreshed(content), _findings(content)]
    formula = '&"   ·   "&'.join(p.text for p in parts)
    return Formula(f"={formula}", "   ·   ".join(p.value for p in parts))


def portfolio_standing(content: Content) -> Formula:
    """Projects, the oldest status date, and findings in one line."""
    ids, days = (part("Portfolio Register", h, "portfolio") for h in ("Project ID", "Status Date"))
    count = sum(1 for v in content.column("Portfolio Register", "Project ID") if v)
    dated = [d for d in content.column("Portfolio Register", "Status Date") if isinstance(d, date)]
    parts = [
        Formula(f'COUNTA({ids})&" projects"', f"{count} projects"),
        Formula(
            f'IF(COUNT({days})=0,"not collected yet","oldest status of "&{day_text(f"MIN({days})")})',
            f"oldest status of {shown_day(min(dated))}" if dated else "not collected yet",
        ),
        _findings(content),
    ]
    formula = '&"   ·   "&'.join(p.text for p in parts)
    return Formula(f"={formula}", "   ·   ".join(p.value for p in parts))


def project_title(content: Content) -> Formula:
    """What a project workbook is called: ID and name of the project."""
    name, ident = field_ref("Charter", "Project Name"), field_ref("Charter", "Project ID")
    shown = content.field("Charter", "Project Name")
    called = f"{content.field('Charter', 'Project ID')}   {shown}" if shown else "Project workbook"
    return Formula(f'=IF({name}="","Project workbook",{ident}&"   "&{name})', called)


def shown_day(day: date | None) -> str:
    """A day as these sentences write it: 31-Mar-2026."""
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}" if isinstance(day, date) else ""


def day_text(ref: str) -> str:
    """A formula for a day as text; TEXT would need the reader's own language for the pattern."""
    months = ",".join(f'"{m}"' for m in _MONTHS)
    return f'DAY({ref})&"-"&CHOOSE(MONTH({ref}),{months})&"-"&YEAR({ref})'


def _project(content: Content) -> Formula:
    id_ref, name_ref = field_ref("Charter", "Project ID"), field_ref("Charter", "Project Name")
    ident, name = content.field("Charter", "Project ID"), content.field("Charter", "Project Name")
    text = f'IF({id_ref}="","New project",{id_ref}&" "&{name_ref})'
    return Formula(text, f"{ident} {name or ''}" if ident else "New project")


def _as_of(content: Content) -> Formula:
    ref, day = field_ref("Charter", "Status Date"), content.field("Charter", "Status Date")
    text = f'IF(ISNUMBER({ref}),"as of "&{day_text(ref)},"no status date yet")'
    return Formula(text, f"as of {shown_day(day)}" if isinstance(day, date) else "no status date yet")


def _refreshed(content: Content) -> Formula:
    ref, day = field_ref("Status", "Period End"), content.field("Status", "Period End")
    text = f'IF(ISNUMBER({ref}),"refreshed for "&{day_text(ref)},"not refreshed yet")'
    return Formula(text, f"refreshed for {shown_day(day)}" if isinstance(day, date) else "not refreshed yet")


def _findings(content: Content) -> Formula:
    count = f"COUNTA({part('Findings', 'Message', content.book)})"
    found = sum(1 for v in content.column("Findings", "Message") if v)
    text = f'IF({count}=0,"no findings",{count}&" findings")'
    return Formula(text, f"{found} findings" if found else "no findings")
