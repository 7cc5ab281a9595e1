"""The sheet of drafts: messages about promises at risk, for a person to edit and to send."""

from __future__ import annotations

from typing import Annotated, Final

from pmo_excel.core.columns import Column, Texts, Type
from pmo_excel.core.tables import Table, table

DRAFT, READY, SENT, DROPPED, SUPERSEDED = "Draft", "Ready", "Sent", "Dropped", "Superseded"
STATES: Final = (DRAFT, READY, SENT, DROPPED, SUPERSEDED)


@table(
    "Drafts",
    "tblDrafts",
    "Messages about promises at risk, to edit. Nothing is sent from here.",
    book="added",
)
class Drafts(Table):
    """One row per warning and state of its facts; a row that a person edited is never changed again."""

    id: Annotated[Texts, Column("Expectation ID", "The promise that it is about: EX-01.", computed="LOG", width=13)]
    facts: Annotated[
        Texts,
        Column("Facts", "What was promised and what is forecast; new facts make a new row.", computed="LOG", width=26),
    ]
    state: Annotated[
        Texts,
        Column(
            "State",
            "Draft; type Ready when it may go out, Sent when it has, Dropped when it is not wanted.",
            Type.CHOICE,
            choices=STATES,
            width=13,
        ),
    ]
    to: Annotated[Texts, Column("To", "Who it is for.", width=20)]
    email: Annotated[Texts, Column("E-mail", "Their address, from Stakeholders.", Type.EMAIL, width=26)]
    subject: Annotated[Texts, Column("Subject", "Of the message; edit it as you like.", width=34)]
    message: Annotated[
        Texts,
        Column(
            "Message",
            "The text; every fact is from a cell. Replace what stands in [brackets].",
            Type.LONG_TEXT,
            width=80,
        ),
    ]
