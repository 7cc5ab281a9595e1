"""Who has submitted, and what the headers of other templates mean."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table(
    "Collection", "tblCollection", "Who has sent their workbook, when, and in which state.", key="id", book="portfolio"
)
class Collection(Table):
    """Submissions: one row per expected workbook."""

    id: Annotated[
        Texts,
        Column(
            "Project ID", "The project, as in its charter.", required=True, unique=True, computed="COLLECT", width=11
        ),
    ]
    source_path: Annotated[Texts, Column("Source Path", "The folder, address or file where its workbook is.", width=40)]
    expected_file: Annotated[
        Texts, Column("Expected File", "The name of its workbook: PRJ-001_Office_Move.xlsx.", width=30)
    ]
    due: Annotated[Instants, Column("Due", "When it is due, such as 31-Mar-2026 17:00.", Type.DATETIME, width=17)]
    received: Annotated[
        Instants, Column("Received", "When the file was last changed.", Type.DATETIME, computed="COLLECT", width=17)
    ]
    file_version: Annotated[
        Texts, Column("File Version", "Its version, where the library knows it.", computed="COLLECT", width=10)
    ]
    size_hash: Annotated[
        Texts,
        Column("Size / Hash", "Its size and fingerprint: shows whether it is a new one.", computed="COLLECT", width=22),
    ]
    template_version: Annotated[
        Texts, Column("Template Version", "The template it was made from.", computed="COLLECT", width=11)
    ]
    result: Annotated[
        Texts,
        Column(
            "Result",
            "OK, OK with findings, Rejected, Missing and so on.",
            Type.CHOICE,
            choices=(
                "OK",
                "OK with findings",
                "Rejected",
                "Missing",
                "Duplicate version",
                "Locked",
                "Password",
            ),
            computed="COLLECT",
            width=18,
        ),
    ]
    findings: Annotated[
        Texts, Column("Findings (H/M/L)", "How many findings: high, medium, low.", computed="COLLECT", width=12)
    ]
    data_quality_score: Annotated[
        Numbers,
        Column(
            "Data Quality Score",
            "0 to 100: less for each finding. Read in the PMO.",
            Type.NUMBER,
            minimum=0,
            maximum=100,
            computed="COLLECT",
            width=10,
        ),
    ]
    reminder_drafted: Annotated[
        Flags,
        Column("Reminder Drafted", "Yes where a reminder waits to be sent.", Type.YES_NO, computed="COLLECT", width=10),
    ]
    chase_note: Annotated[Texts, Column("Chase Note", "What was agreed with the project manager.", width=36)]


@table("Header Map", "tblHeaderMap", "What the headers of other templates mean.", book="portfolio")
class HeaderMap(Table):
    """Learned synonyms: which standard column a header stands for."""

    template_source: Annotated[
        Texts, Column("Template / Source", "The template that the header is from: Supplier plan 2025.", width=24)
    ]
    sheet: Annotated[Texts, Column("Sheet", "The sheet it is on.", width=20)]
    header_found: Annotated[Texts, Column("Header Found", "The header as it was found.", computed="COLLECT", width=24)]
    field: Annotated[Texts, Column("Field", "The standard column that it stands for: Project Manager.", width=24)]
    confirmed_by: Annotated[Texts, Column("Confirmed By", "Who confirmed it: Priya Nair.", Type.PERSON, width=18)]
    date_format: Annotated[
        Texts,
        Column(
            "Date Format",
            "How its dates are written: DMY, MDY, YMD or Auto.",
            Type.CHOICE,
            choices=(
                "DMY",
                "MDY",
                "YMD",
                "Auto",
            ),
            width=11,
        ),
    ]
    unit: Annotated[Texts, Column("Unit", "The unit of its numbers, where it differs: hours.", width=10)]
    header_row: Annotated[
        Numbers,
        Column(
            "Header Row", "The row of its headers, where it is not found by itself.", Type.NUMBER, minimum=1, width=10
        ),
    ]
