"""Who gets what: the audiences of the communications plan as people with addresses, and the pages for an audience."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Final, NamedTuple

import numpy as np

from pmo_excel.core import cells
from pmo_excel.core.columns import Column, Texts, Type
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.stakeholders.tables import Communications, Stakeholders

OPTED_OUT: Final = frozenset({"opt-out", "opt out", "opted out", "no e-mails", "no mails", "unsubscribed"})
"""Headers, in lower case, of a column that people may add to the register: Yes for who gets nothing."""
EVERYBODY: Final = "all"


@table("Communications Plan", key="")
class Distribution(Table):
    """A row for each person that gets a communication."""

    comm_id: Annotated[Texts, Column("Comm ID", "The communication.")]
    information: Annotated[Texts, Column("Information", "What it tells.")]
    stakeholder_id: Annotated[Texts, Column("Stakeholder ID", "Who gets it.")]
    name: Annotated[Texts, Column("Name", "Their name.")]
    email: Annotated[Texts, Column("E-mail", "Their address.", Type.EMAIL)]
    channel: Annotated[Texts, Column("Channel", "How: as planned, else as they prefer.")]


class Page(NamedTuple):
    """A page of a report, and the audiences that it is for; without any it is for everybody."""

    name: str
    audiences: tuple[str, ...] = ()


def pages_for(audience: str, pages: Iterable[Page]) -> list[str]:
    """The pages of an audience's pack, in their order: those for it, and those for everybody."""
    wanted = audience.casefold()
    return [page.name for page in pages if not page.audiences or wanted in map(str.casefold, page.audiences)]


def distribution(people: Stakeholders, plan: Communications, audience: str = "") -> tuple[Distribution, list[Problem]]:
    """Who gets each communication, in the order of the plan and then of the register; each once.

    An audience is made of stakeholders (ID or name), groups and `All`, separated by `;`. `not S-03` leaves out.
    Whoever opted out, by a column Opt-out in the register, gets nothing.

    Parameters
    ----------
    audience
        Only communications for this stakeholder or group; empty: all.
    """
    named, out = _names(people), set(_opted_out(people))
    rows: list[tuple[int, int]] = []
    problems = []
    for row in range(len(plan)):
        said = [part.strip() for part in str(plan.audience[row] or "").split(";") if part.strip()]
        if audience and audience.casefold() not in (part.casefold() for part in said):
            continue
        wanted, unwanted = set[int](), set(out)
        for part in said:
            without = part.casefold().startswith("not ")
            key = part[4:].strip() if without else part
            found = named.get(key.casefold())
            if found is None:
                problems.append(_nobody(plan, row, key))
            elif without:
                unwanted.update(found)
            else:
                wanted.update(found)
        rows += [(row, who) for who in sorted(wanted - unwanted)]
    return _made(people, plan, rows), problems


def _made(people: Stakeholders, plan: Communications, rows: list[tuple[int, int]]) -> Distribution:
    comms, who = (np.array([pair[side] for pair in rows], dtype=np.int64) for side in (0, 1))
    planned, liked = plan.channel[comms], people.preferred_channel[who]
    return Distribution.of(
        len(rows),
        comm_id=plan.id[comms],
        information=plan.information[comms],
        stakeholder_id=people.id[who],
        name=people.name[who],
        email=people.email[who],
        channel=np.array([one or other for one, other in zip(planned, liked, strict=True)], dtype=object),
    )


def _names(people: Stakeholders) -> Mapping[str, list[int]]:
    """Rows of the register by what an audience may call them, in lower case."""
    found: dict[str, list[int]] = {EVERYBODY: list(range(len(people)))}
    for column in (people.id, people.name, people.group):
        for row, value in enumerate(column.tolist()):
            if value is not None:
                found.setdefault(str(value).casefold(), []).append(row)
    return found


def _opted_out(people: Stakeholders) -> Iterator[int]:
    for header, own in people.origin.own.items():
        if header.casefold() in OPTED_OUT:
            for row, value in enumerate(own.values):
                if value is not None and cells.yes_or_no(value).value is not False:
                    yield row  # also where the cell cannot be read: nothing goes to who may not want it


def _nobody(plan: Communications, row: int, key: str) -> Problem:
    text = f"{key!r} is no stakeholder and no group of stakeholders"
    fix = "Use an ID, a name or a group of Stakeholders, separated by ;."
    return Problem(Code.NOT_A_CHOICE, text, plan.cell("audience", row), fix, Severity.MEDIUM)
