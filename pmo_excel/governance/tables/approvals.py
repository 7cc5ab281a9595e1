"""The sheet of approvals: what was approved, in which words, and whether these still stand."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Approvals", "tblApprovals", "Who approved what, and whether its text has changed since.", layout="log")
class Approvals(Table):
    """Approvals: one row each, appended by `pmo approve` and never changed."""

    what: Annotated[
        Texts,
        Column(
            "Approved Item",
            "What was approved: Charter, or the ID of a deliverable or benefit: P-01. Read by auditors.",
            also=("Approved Object",),
            computed="LOG",
            width=22,
        ),
    ]
    version: Annotated[
        Texts, Column("Version", "The version that was approved: 1. Read by auditors.", computed="LOG", width=9)
    ]
    approved_by: Annotated[
        Texts,
        Column(
            "Approved By",
            "Who approved it: Helen Marsh. Asked again when it changes.",
            Type.PERSON,
            computed="LOG",
            width=22,
        ),
    ]
    approved_on: Annotated[
        Instants,
        Column("Approved On", "The day of the approval. Read by auditors.", Type.DATE, computed="LOG", width=13),
    ]
    fingerprint: Annotated[
        Texts,
        Column(
            "Fingerprint",
            "Checksums of each typed field at the approval: shows what was changed later.",
            computed="LOG",
            width=22,
            folded=True,
        ),
    ]
    status: Annotated[
        Texts,
        Column(
            "Approval Status",
            "Approved, Approval lapsed, Superseded by a later approval, or Not found. Read by the board.",
            computed="APPROVALS",
            width=18,
        ),
    ]
    changed: Annotated[
        Texts,
        Column(
            "Changed Since",
            "The fields that were changed after the approval. Read by whoever approves again.",
            Type.LONG_TEXT,
            computed="APPROVALS",
            width=60,
        ),
    ]
