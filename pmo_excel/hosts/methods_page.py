"""The page of methods: stages and gates, what each gate asks for, the products of each level, and their words."""

from __future__ import annotations

from collections.abc import Iterable

from pmo_excel.governance.gate_checklist import checklist
from pmo_excel.governance.life_cycle import LIFE_CYCLES, required_products
from pmo_excel.governance.terms import TERMS, term

_INTRODUCTION = (
    "# Methods\n\n"
    'What `pmo new project PATH --method "PRINCE2 Standard"` begins with. The gates are the same for every method,\n'
    "so that projects of several methods can be compared; which stage they end is the method's.\n\n"
)


def methods_page() -> str:
    """The page, without the note that it is generated."""
    return "".join([_INTRODUCTION, *_stages(), *_checklists(), *_products(), *_terms()])


def _stages() -> Iterable[str]:
    yield "## Stages and gates\n\n| method | stages, each with the gates in it |\n|---|---|\n"
    for method, stages in LIFE_CYCLES.items():
        said = " → ".join(f"{stage.name} ({', '.join(stage.gates)})" for stage in stages)
        yield f"| {method} | {said} |\n"


def _checklists() -> Iterable[str]:
    yield "\n## Checklist\n\nPRINCE2 and agile projects have some items in their own words.\n\n"
    yield "| item | what must be in place | PRINCE2 | Agile/Scrum |\n|---|---|---|---|\n"
    own = {m: {row["Item No"]: row["Checklist Item"] for row in checklist(m)} for m in ("PRINCE2", "Agile/Scrum")}
    for row in checklist():
        text = row["Checklist Item"]
        others = [said if (said := listed.get(row["Item No"])) != text else "" for listed in own.values()]
        optional = "" if row["Mandatory"] else " (not mandatory)"
        yield f"| {row['Item No']} | {text}{optional} | {others[0] or ''} | {others[1] or ''} |\n"


def _products() -> Iterable[str]:
    yield "\n## Products\n\nWhat `pmo compliance` looks for: a filled sheet, or an approved row of *Deliverables*.\n\n"
    yield "| product | in PRINCE2 | gate | from level | sheet |\n|---|---|---|---|---|\n"
    for product in required_products("Hybrid", "Structured"):
        theirs = term(product.name, "PRINCE2")
        yield f"| {product.name} | {theirs} | {product.gate} | {product.level} | {product.sheet} |\n"
    listed = required_products("Agile/Scrum", "Structured")
    known = {product.name for product in required_products("Hybrid", "Structured")}
    added = ", ".join(product.name for product in listed if product.name not in known)
    yield f"\nAgile projects have {added} in place of a project management plan and a schedule baseline.\n"


def _terms() -> Iterable[str]:
    yield "\n## Words\n\n`=PMO.TRANSLATE(text; method)` puts a text into the words of either.\n\n"
    yield "| PMBOK Guide | PRINCE2 |\n|---|---|\n"
    for ours, theirs in TERMS.items():
        yield f"| {ours} | {theirs} |\n"
