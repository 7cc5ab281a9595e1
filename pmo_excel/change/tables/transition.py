"""The sheets of the transition: how ready people are, and the steps and criteria of the cut-over."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


def _level(header: str, meaning: str) -> Column:
    """One of the five elements, as a share of the group's people."""
    also = (header.removesuffix(" %"),)
    return Column(header, meaning, Type.PERCENT, unit="fraction", also=also, minimum=0, maximum=1, width=11)


@table("People Readiness", "tblPeopleReadiness", "How ready each group of people is for what changes.")
class PeopleReadiness(Table):
    """Groups that a transition changes something for, and where they stand (ADKAR)."""

    group: Annotated[
        Texts,
        Column(
            "Impacted Group",
            "Who has to work differently: Sales. Read by the transition's owner.",
            also=("Group", "Impacted Groups", "Audience"),
            required=True,
            width=22,
        ),
    ]
    people: Annotated[
        Numbers,
        Column(
            "People",
            "How many people are in it: 40.",
            Type.NUMBER,
            unit="people",
            also=("Headcount", "Number of People"),
            minimum=0,
            width=8,
        ),
    ]
    change_id: Annotated[
        Texts,
        Column(
            "Change ID",
            "The change that it comes from, if it is one: CR-004.",
            Type.CHOICE,
            refers="Changes.Change ID",
            width=11,
        ),
    ]
    go_live: Annotated[
        Instants,
        Column(
            "Go-live Date",
            "The day on which they begin to work differently.",
            Type.DATE,
            also=("Go-live", "Go Live", "Go-live Day"),
            width=12,
        ),
    ]
    what_changes: Annotated[
        Texts, Column("What Changes for Them", "In one sentence: orders are typed in the new CRM.", width=34)
    ]
    awareness: Annotated[Numbers, _level("Awareness %", "Share of them who know why it changes: 60%.")]
    desire: Annotated[Numbers, _level("Desire %", "Share of them who want to take part.")]
    knowledge: Annotated[Numbers, _level("Knowledge %", "Share of them who know how; trained.")]
    ability: Annotated[Numbers, _level("Ability %", "Share of them who can do it, as tried.")]
    reinforcement: Annotated[
        Numbers, _level("Reinforcement %", "Share of them who keep doing it; counts from go-live on.")
    ]
    target: Annotated[
        Numbers,
        Column(
            "Target %",
            "The share that is needed of each: 80%.",
            Type.PERCENT,
            unit="fraction",
            minimum=0,
            maximum=1,
            default=0.8,
            also=("Target",),
            width=9,
        ),
    ]
    training: Annotated[Texts, Column("Training", "What they are taught, when and by whom.", width=28)]
    communication: Annotated[Texts, Column("Communication", "What they are told next, and how.", width=28)]
    owner: Annotated[Texts, Column("Owner", "Who sees to it: Ingrid Bauer.", Type.PERSON, width=18)]
    rag: Annotated[
        Texts,
        Column(
            "Readiness RAG", "Its colour, from the gaps and the days left.", Type.RAG, computed="READINESS", width=10
        ),
    ]
    rag_why: Annotated[
        Texts,
        Column(
            "RAG Why",
            "The first element below target, by how much, and the days left.",
            Type.LONG_TEXT,
            computed="READINESS",
            width=48,
        ),
    ]


@table("Cutover", "tblCutover", "What is done and decided on the way to going live, and the way back.")
class Cutover(Table):
    """Steps, go/no-go criteria and roll-back of a cut-over."""

    step: Annotated[
        Texts,
        Column(
            "Step No",
            "The order: 1, 2, 3a. Read on the day.",
            also=("Step ID", "No", "No.", "Item No", "ID"),
            required=True,
            width=9,
        ),
    ]
    change_id: Annotated[
        Texts,
        Column(
            "Change ID",
            "The change that goes live, where there are several.",
            Type.CHOICE,
            refers="Changes.Change ID",
            width=11,
        ),
    ]
    item: Annotated[
        Texts,
        Column(
            "Checklist Item",
            "What must be true, or is done: backups are restored once.",
            also=("Item", "Step", "Criterion", "Step / Criterion"),
            required=True,
            width=44,
        ),
    ]
    kind: Annotated[
        Texts,
        Column(
            "Step Kind",
            "Criterion of the decision, Step on the day, or Roll-back.",
            Type.CHOICE,
            choices=("Criterion", "Step", "Roll-back"),
            also=("Kind",),
            width=11,
        ),
    ]
    mandatory: Annotated[
        Flags,
        Column("Mandatory", "Yes where nothing goes live without it; empty: Yes.", Type.YES_NO, default=True, width=11),
    ]
    owner: Annotated[Texts, Column("Owner", "Who sees to it: Mei Tanaka.", Type.PERSON, width=18)]
    planned: Annotated[
        Instants, Column("Planned", "Day and time.", Type.DATETIME, also=("Planned Start", "When"), width=16)
    ]
    result: Annotated[
        Texts,
        Column(
            "Result",
            "Yes, No or N/A; empty until it was looked at.",
            Type.CHOICE,
            choices=("Yes", "No", "N/A"),
            also=("Answer", "Done"),
            width=9,
        ),
    ]
    rollback: Annotated[
        Texts,
        Column(
            "Roll-back",
            "How to get back from here, and until when that is possible.",
            also=("Rollback", "Rollback Step", "Back-out"),
            width=34,
        ),
    ]
    evidence: Annotated[Texts, Column("Evidence Link", "Where it can be seen.", Type.URL, width=24)]
    decision: Annotated[
        Texts,
        Column(
            "Go / No-go",
            "Go, No-go or Not yet, on the first row of each change.",
            computed="CUTOVER",
            width=11,
        ),
    ]
    why: Annotated[
        Texts,
        Column(
            "Go / No-go Why",
            "Which mandatory items stand against it.",
            Type.LONG_TEXT,
            computed="CUTOVER",
            width=48,
        ),
    ]
