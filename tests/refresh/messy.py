"""Fixture FX-MESSY: workbooks with one seeded defect each, the finding that is expected, and what the cells must mean.

The defects and what is expected of them are those of the specification (messy input, M01 to M28); they are made with
XlsxWriter, openpyxl and raw XML, none of which is ours.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl import Workbook

from tests.refresh.own_template import COVER, HEADERS, ROWS, Sheet, changed, own
from tests.workbook.conftest import zipped


@dataclass(frozen=True)
class Messy:
    """One defective workbook, or several in a folder.

    Attributes
    ----------
    files
        The bytes by name.
    finding
        Code, severity and cell (empty: any) of the finding that must be there; None where the spec wants only values.
    values
        What columns of the plan must hold, by field.
    """

    files: Mapping[str, bytes]
    finding: tuple[str, str, str] | None = None
    values: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)


def one(
    data: bytes, finding: tuple[str, str, str] | None = None, values: Mapping[str, Sequence[Any]] | None = None
) -> Messy:
    """A single workbook."""
    return Messy({"plan.xlsx": data}, finding, values or {})


def edited(data: bytes, member: str, change: Callable[[str], str]) -> bytes:
    """A workbook with the text of one part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    before = bytes(parts[member]).decode() if isinstance(parts[member], bytes) else str(parts[member])
    after = change(before)
    assert after != before, f"nothing changed in {member}"
    parts[member] = after
    return zipped(parts)


DATES = "actual_start"
DONE = (date(2026, 3, 2), date(2026, 3, 9), None, None, None)


def dates(*typed: Any) -> bytes:
    """The plan with these actual starts."""
    return own(changed(**{f"r{at}": {"G": value} for at, value in enumerate(typed, start=1)}))


def messy() -> dict[str, Messy]:
    """Every defect by its code."""
    return {
        "M01": one(
            own(cover={("Proj. Mangr" if k == "Project Manager" else k): v for k, v in COVER.items()}),
            ("HEADER_GUESSED", "Medium", "Cover!A3"),
        ),
        "M02": one(_units(), ("ROW_LEFT_OUT", "Low", "'Our plan'!A5"), {"id": ["1", "2", "3", "4", "5"]}),
        "M03": one(_merged(), ("MERGED_CELLS", "Info", "'Our plan'!C6"), {"owner": ["Jane Smith"] + ["Bob Jones"] * 4}),
        "M04": one(dates("03/04/2026", None), ("AMBIGUOUS_DATE", "High", "'Our plan'!G5"), {DATES: [None] * 5}),
        "M05": one(
            dates("03/04/2026", "25/03/2026"),
            ("DATE_ORDER", "Info", "'Our plan'!G5"),
            {DATES: [date(2026, 4, 3), date(2026, 3, 25), None, None, None]},
        ),
        "M06": one(
            dates("12.05.2026", "12-May-26", "2026-05-12", 46154), None, {DATES: [date(2026, 5, 12)] * 4 + [None]}
        ),
        "M07": one(dates("TBC", "Q3 2026", "end May"), ("NOT_A_DATE", "High", "'Our plan'!G6"), {DATES: [None] * 5}),
        "M08": one(_error(), ("CELL_ERROR", "High", "'Our plan'!F6"), {"percent_complete": [1, None, 0, 0, 0]}),
        "M09": one(_overtyped(), ("ODD_FORMULA", "Medium", "'Our plan'!I7")),
        "M10": one(_numbers(), ("NOT_A_NUMBER", "Low", "Budget!C3")),
        "M11": one(
            own(changed(r1={"F": 85}, r2={"F": 0.9}, r3={"F": "75 %"})),
            ("OUT_OF_RANGE", "Medium", "'Our plan'!F5"),
            {"percent_complete": [0.85, 0.9, 0.75, 0, 0]},
        ),
        "M12": one(_filled(), ("COLOUR_ONLY", "Medium", "'Our plan'!J8"), {"rag": ["G", "A", "R", None, None]}),
        "M13": one(_hidden(), ("HIDDEN_ROWS", "Info", "Our plan"), {"id": ["1", "2", "3", "4", "5"]}),
        "M14": one(
            own(changed(r3={"A": "2"}, r4={"A": None})),
            ("DUPLICATE_KEY", "High", "'Our plan'!A6"),
            {"id": ["1", "2", "2", None, "5"], "name": [r[1] for r in ROWS]},
        ),
        "M15": one(own(changed(r3={"E": "1FS+2d; 2SS"}, r5={"E": "3,4"})), None, {"name": [r[1] for r in ROWS]}),
        "M16": one(own(changed(r3={"E": "2;5"})), ("LOOP", "High", "")),
        "M17": Messy(
            {
                "Apollo v3.xlsx": own(cover={**COVER, "Status Date": date(2026, 2, 27)}),
                "Apollo v3_final.xlsx": own(),
            },
            ("DUPLICATE_VERSION", "Medium", ""),
        ),
        "M18": one(own(), ("STALE", "Medium", "Cover!B7")),
        "M20": one(
            own(changed(r1={"G": None}, r2={"G": date(2026, 5, 12)}), options={"date_1904": True}),
            None,
            {DATES: [None, date(2026, 5, 12), None, None, None]},
        ),
        "M21": one(
            own([*ROWS, (None, "Total", None, 23)]),
            ("ROW_LEFT_OUT", "Low", "'Our plan'!B10"),
            {"id": ["1", "2", "3", "4", "5"]},
        ),
        "M23": one(own(changed(r1={"A": "\u200b1\u00a0"}, r2={"E": " 1 "})), None, {"id": ["1", "2", "3", "4", "5"]}),
        "M24": one(
            own(changed(r1={"C": "Smith, Jane"}, r3={"C": "J. Smith"})), ("POSSIBLE_ALIAS", "Low", "'Our plan'!C7")
        ),
        "M25": one(_linked(), ("EXTERNAL_LINK", "Medium", "'Our plan'!D6"), {"duration": [5, 10, 5, 3, 0]}),
        "M26": one(_uncalculated(), ("NOT_CALCULATED", "High", "'Our plan'!D3"), {"duration": [5, None, 5]}),
        "M27": one(own(changed(r1={"B": "=1+1"})), None, {"name": ["=1+1", "Build", "Test", "Train", "Go live"]}),
    }


def _units() -> bytes:
    units = ("no.", "text", "name", "days", None, "%", "date", "date", "date", None)
    return own([("#", *units[1:]), *ROWS])


def _merged() -> bytes:
    def change(_: Any, plan: Sheet) -> None:
        plan.merge_range("C6:C9", "Bob Jones")

    return own(change=change)


def _error() -> bytes:
    def change(_: Any, plan: Sheet) -> None:
        plan.write_formula("F6", "=#REF!", None, "#REF!")

    return own(change=change)


def _overtyped() -> bytes:
    """Finish = Start + Duration everywhere, but in one row somebody typed the date."""

    def change(book: Any, plan: Sheet) -> None:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for at, number in enumerate((5, 6, 7, 8, 9)):
            plan.write_datetime(f"H{number}", date(2026, 3, 2), day)
            if number == 7:
                plan.write_datetime(f"I{number}", date(2026, 4, 30), day)
            else:
                plan.write_formula(f"I{number}", f"=H{number}+D{number}", day, 46083 + at)

    return own(change=change)


def _numbers() -> bytes:
    """A budget of the user's own beside the plan: amounts as people type them."""

    def change(book: Any, plan: Sheet) -> None:
        plan.write("D5", "10d")
        plan.write("D6", "2 w")
        budget = book.add_worksheet("Budget")
        budget.write_row("A1", ["Cost Line ID", "Description", "Budget", "Actual"])
        for at, amount in enumerate(("£1,200", "1 200,50", "(500)"), start=2):
            budget.write_row(at, 0, [f"B-{at}", "Desks", amount])
        budget.write_row(1, 0, ["B-1", "Chairs", 7])

    return own(change=change)


def _filled() -> bytes:
    def change(book: Any, plan: Sheet) -> None:
        for cell, word in (("J5", "Gr"), ("J6", "AMBER"), ("J7", "r")):
            plan.write(cell, word)
        plan.write_blank("J8", None, book.add_format({"bg_color": "#00B050"}))

    return own(change=change)


def _hidden() -> bytes:
    def change(_: Any, plan: Sheet) -> None:
        plan.autofilter("A4:J9")
        plan.filter_column("C", 'x == "Jane Smith"')
        plan.set_row(5, None, None, {"hidden": True})
        plan.set_row(6, None, None, {"hidden": True})

    return own(change=change)


def huge() -> bytes:
    """Formatting down to the last row of the sheet."""
    rows = "".join(f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="0"/></row>' for n in range(10, 1_048_577))
    data = own()
    return edited(data, "xl/worksheets/sheet2.xml", lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>"))


def _linked() -> bytes:
    """A duration from another workbook, as Excel writes it: `[1]Sheet1!$B$2`, and the file's name in its own part."""

    def change(_: Any, plan: Sheet) -> None:
        plan.write_formula("D6", "=[1]Sheet1!$B$2", None, 10)

    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    link = f'<Relationship Id="rIdL" Type="{office}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    target = 'Target="rates/Durations%202025.xlsx" TargetMode="External"'
    path = f'<Relationship Id="rId1" Type="{office}/externalLinkPath" {target}/>'
    listed = f'<externalReferences><externalReference xmlns:r="{office}" r:id="rIdL"/></externalReferences><calcPr'
    end = "</Relationships>"
    data = edited(own(change=change), "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(end, f"{link}{end}"))
    data = edited(data, "xl/workbook.xml", lambda xml: xml.replace("<calcPr", listed))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/externalLinks/externalLink1.xml"] = f'<externalLink xmlns="{main}"/>'
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = f'<Relationships xmlns="{package}">{path}{end}'
    return zipped(parts)


def _uncalculated() -> bytes:
    """As openpyxl writes formulas: without a result."""
    book = Workbook()
    plan = book.active
    assert plan is not None
    plan.title = "Our plan"
    plan.append(HEADERS[:7])
    for values in ROWS[:3]:
        plan.append(values[:7])
    plan["D3"] = "=5+5"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
