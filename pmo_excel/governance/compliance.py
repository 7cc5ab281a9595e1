"""What a project has to have by its method and level, what of it is there, and what should be and is not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Final

from pmo_excel.core.columns import Column, Texts
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.gate_rules import PASSED
from pmo_excel.governance.gates import read_gates
from pmo_excel.governance.life_cycle import Product, gates, gates_before, required_products
from pmo_excel.governance.tables import Deliverables, StageGates
from pmo_excel.governance.terms import term, translated

IN_PLACE, MISSING, NEXT, LATER = "In place", "Missing", "Due next", "Later"


@table("Compliance")
class Compliance(Table):
    """The products that a project has to have, in the order of its gates."""

    product: Annotated[Texts, Column("Product", "In the words of the project's method.")]
    gate: Annotated[Texts, Column("Gate", "The gate that needs it first.")]
    state: Annotated[Texts, Column("State", "In place, Missing, Due next or Later.")]
    why: Annotated[Texts, Column("Why", "Where it is, or where it should be.")]


@dataclass(frozen=True, slots=True)
class Standing:
    """A project as its workbook says.

    Attributes
    ----------
    stage
        The current stage, by which gates before it are taken as passed.
    filled
        The sheets that hold something, and the charter's fields that do.
    """

    methodology: str
    level: str
    stage: str
    deliverables: Deliverables | None
    gates: StageGates | None
    filled: Collection[str]


def compliance(project: Standing) -> Compliance:
    """Each product of the method and level: there, or missing where its gate is passed, or due at the next gate."""
    listed = required_products(project.methodology, project.level)
    passed = _passed(project)
    upcoming = next((gate for gate in gates(project.methodology) if gate not in passed), "")
    made = Compliance.of(len(listed))
    for row, product in enumerate(listed):
        there, why = _there(product, project)
        made.product[row], made.gate[row] = term(product.name, project.methodology), product.gate
        made.why[row] = why
        due = MISSING if product.gate in passed else NEXT if product.gate == upcoming else LATER
        made.state[row] = IN_PLACE if there else due
    return made


def _passed(project: Standing) -> set[str]:
    """Gates with Go or Conditional go, and all those of stages before the current one, or before a passed gate."""
    order = gates(project.methodology)
    decided = [] if project.gates is None else [g.name for g in read_gates(project.gates) if g.outcome in PASSED]
    reached = [*gates_before(project.stage, project.methodology), *(gate for gate in decided if gate in order)]
    last = max((order.index(gate) for gate in reached), default=-1)
    return set(order[: last + 1])


_FINAL: Final = "Approved"


def _there(product: Product, project: Standing) -> tuple[bool, str]:
    """Whether a product is there: a sheet with rows, or a document in the register that is approved."""
    if product.field in project.filled and project.level == "Light":
        return True, f"the charter's {product.field} says it"
    if product.sheet:
        filled = product.sheet in project.filled
        if filled or project.deliverables is None:
            return filled, f"sheet {product.sheet} is {'filled' if filled else 'empty'}"
    found = _documents(product, project.deliverables)
    approved = [name for name, state in found if state == _FINAL]
    if approved:
        return True, f"{approved[0]} is approved"
    if found:
        return False, f"{found[0][0]} is {str(found[0][1] or 'without status').lower()}"
    where = f"sheet {product.sheet} is empty, and " if product.sheet else ""
    return False, f"{where}no row of Deliverables names it"


def _documents(product: Product, deliverables: Deliverables | None) -> list[tuple[str, str | None]]:
    """The rows of the register that name a product in the words of either method; superseded ones left out."""
    if deliverables is None:
        return []
    listed = zip(
        deliverables.id.tolist(), deliverables.name.tolist(), deliverables.deliverable_status.tolist(), strict=True
    )
    wanted = product.name.casefold()
    return [
        (f"{key} {name}" if key else str(name), state)
        for key, name, state in listed
        if name and state != "Superseded" and wanted in translated(str(name), "PMBOK").casefold()
    ]
