"""Who is to be told of a change, and why: owners of what moves, people with a promise, roles, and planned audiences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Final, NamedTuple

import numpy as np

from pmo_excel.change.beside import Promised, Register, Roles, Told
from pmo_excel.change.impact import move_text
from pmo_excel.change.simulation import Move, Simulation, owners
from pmo_excel.change.touched import touched_promises
from pmo_excel.core.columns import Column, Texts, Type
from pmo_excel.core.tables import Table, columns, table
from pmo_excel.resources.tables import Resources

_LETTERS: Final = {
    "A": "is accountable for",
    "C": "is consulted on",
    "I": "is informed of",
    "A/R": "is accountable for",
}
"""The letters of a RACI by which somebody must hear of a change; who is responsible owns the task."""


@table("Change Notices")
class Notices(Table):
    """Who is to be told of a change."""

    change_id: Annotated[Texts, Column("Change ID", "The change.")]
    name: Annotated[Texts, Column("Name", "Who is told.")]
    role: Annotated[Texts, Column("Role / Title", "What they do, from the register.")]
    email: Annotated[Texts, Column("E-mail", "Where to write; empty where it is not known.", Type.EMAIL)]
    because: Annotated[Texts, Column("Because", "Why they are told.", Type.LONG_TEXT)]


@dataclass(frozen=True)
class Audience:
    """Where people are known from; what is not there is not used."""

    expectations: Promised | None = None
    stakeholders: Register | None = None
    raci: Roles | None = None
    communications: Told | None = None
    resources: Resources | None = None
    sponsor: str = ""
    project_manager: str = ""


class Contact(NamedTuple):
    """A person as the registers know them."""

    name: str
    role: str
    email: str


def notices(change: str, tried: Simulation, audience: Audience) -> Notices:
    """One row for each person, with every reason, in the order of the plan; people of the registers after owners.

    The change itself tells those whose tasks it edits; here are those to whom it happens.
    """
    known = _contacts(audience)
    why: dict[str, list[str]] = {}
    shown: dict[str, str] = {}
    for who, reason in [*_owners(tried), *_promised(tried, audience), *_roles(tried, audience), *_planned(audience)]:
        name = known[who.casefold()].name if who.casefold() in known else who
        shown.setdefault(name.casefold(), name)
        why.setdefault(name.casefold(), []).append(reason)
    made = Notices.of(len(why))
    for at, (key, reasons) in enumerate(why.items()):
        person = known.get(key, Contact(shown[key], "", ""))
        made.change_id[at], made.name[at] = change, person.name
        made.role[at], made.email[at] = person.role or None, person.email or None
        made.because[at] = "; ".join(dict.fromkeys(reasons))
    return made


def joined(parts: list[Notices]) -> Notices:
    """Several changes' notices as one table."""
    made: dict[str, Any] = {}
    if parts:
        made = {name: np.concatenate([getattr(part, name) for part in parts]) for name in columns(Notices)}
    return Notices.of(sum(len(part) for part in parts), **made)


def _owners(tried: Simulation) -> Iterator[tuple[str, str]]:
    for move in tried.moves:
        for who in owners(tried.live.tasks, [move.row]):
            yield who, f"owns {move_text(tried, move)}"


def _promised(tried: Simulation, audience: Audience) -> Iterator[tuple[str, str]]:
    for promise in touched_promises(tried, audience.expectations, audience.stakeholders):
        yield promise.who, str(promise)


def _roles(tried: Simulation, audience: Audience) -> Iterator[tuple[str, str]]:
    """Roles that must hear of an activity that moves, found by the task's ID, its name or its deliverable."""
    raci = audience.raci
    if raci is None:
        return
    people = {"sponsor": audience.sponsor, "project_manager": audience.project_manager}
    moved: dict[str, Move] = {}
    for move in tried.moves:
        deliverable = tried.live.tasks.deliverable_id[move.row]
        for word in (move.id, tried.live.done.plan.name[move.row], deliverable):
            if word:
                moved.setdefault(str(word).casefold(), move)
    for row, activity in enumerate(raci.activity.tolist()):
        hit = moved.get(str(activity).casefold())
        if hit is None:
            continue
        for name, column in columns(Roles).items():
            letter = None if name == "activity" else getattr(raci, name)[row]
            if letter in _LETTERS:
                yield people.get(name) or column.header, f"{_LETTERS[letter]} {move_text(tried, hit)}"


def _planned(audience: Audience) -> Iterator[tuple[str, str]]:
    """Audiences of the communications plan that are told of changes."""
    plan = audience.communications
    if plan is None:
        return
    for row, information in enumerate(plan.information.tolist()):
        if information is not None and "change" in str(information).casefold():
            for who in str(plan.audience[row] or "").split(";"):
                if who.strip():
                    yield who.strip(), f"is told of {information} (communications plan {plan.id[row] or ''})".rstrip()


def _contacts(audience: Audience) -> dict[str, Contact]:
    """People by name and by ID: of the register first, then of the resources."""
    found: dict[str, Contact] = {}
    register, people = audience.stakeholders, audience.resources
    if register is not None:
        for row, key in enumerate(register.id.tolist()):
            name = str(register.name[row] or key or "")
            one = Contact(name, str(register.role[row] or ""), str(register.email[row] or ""))
            for word in (name, key, register.role[row]):
                if word:
                    found.setdefault(str(word).casefold(), one)
    if people is not None:
        for row, key in enumerate(people.id.tolist()):
            name = str(people.name[row] or key or "")
            one = Contact(name, str(people.role[row] or ""), str(people.email[row] or ""))
            for word in (name, key):
                if word:
                    found.setdefault(str(word).casefold(), one)
    return found
