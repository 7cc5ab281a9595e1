"""What a new project workbook begins with when its method is known: stages and gates, checklist, products to make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pmo_excel.core.lists import LISTS, matched
from pmo_excel.governance.gate_checklist import checklist
from pmo_excel.governance.life_cycle import LEVELS, required_products, stages
from pmo_excel.governance.terms import term

Row = Mapping[str, Any]


def method_and_level(said: str) -> tuple[str | None, str]:
    """The methodology that a person means, and the level where it follows: `PRINCE2 standard`; None where unclear."""
    words = said.split()
    level = next((one for one in LEVELS if len(words) > 1 and words[-1].casefold() == one.casefold()), "")
    name = " ".join(words[:-1] if level else words).casefold()
    known = LISTS["Methodology"]
    begins = [one for one in known if name and one.casefold().startswith(name)]
    return matched(name, known) or (begins[0] if len(begins) == 1 else None), level


def method_sheets(methodology: str) -> tuple[str, ...]:
    """Sheets that a method needs beyond those of any level."""
    return ("Iterations",) if methodology == "Agile/Scrum" else ()


def method_content(methodology: str, level: str) -> dict[str, Sequence[Row]]:
    """The rows by sheet: the charter's fields, a summary for each stage with its gates, checklist and documents."""
    return {
        "Charter": [{"Methodology": methodology, "Current Stage": stages(methodology)[0].name}],
        "Schedule": list(_plan(methodology)),
        "Stage Gates": checklist(methodology),
        "Deliverables": list(_documents(methodology, level)),
    }


def _plan(methodology: str) -> Iterator[Row]:
    """Each stage as a summary, and each of its gates as a milestone that waits for the gate before it."""
    task, before = 0, ""
    for number, stage in enumerate(stages(methodology), start=1):
        task += 1
        in_stage = {"Stage": stage.name}
        yield {"Task ID": str(task), "WBS": str(number), "Task Name": stage.name, "Task Type": "Summary"} | in_stage
        for place, gate in enumerate(stage.gates, start=1):
            task += 1
            row = {"Task ID": str(task), "WBS": f"{number}.{place}", "Task Name": f"Gate {gate}"} | in_stage
            yield row | {"Task Type": "Milestone", "Predecessors": before or None, "Duration (wd)": 0}
            before = str(task)


def _documents(methodology: str, level: str) -> Iterator[Row]:
    """The products that are documents; the others are sheets of the workbook."""
    listed = [product for product in required_products(methodology, level) if not product.sheet]
    for number, product in enumerate(listed, start=1):
        yield {
            "Deliverable ID": f"P-{number:02}",
            "Deliverable": term(product.name, methodology),
            "Product Description": f"Needed for gate {product.gate}.",
            "Deliverable Status": "Planned",
        }
