"""Status: every colour of the sample has its reason, and every number of a reason is in the cell that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_excel.core.calling import answer, as_json, call
from pmo_excel.core.cells import Conventions
from pmo_excel.core.rag import Rag, rag
from pmo_excel.functions import CATALOGUE
from pmo_excel.governance import rollup
from pmo_excel.governance.judged import Measure, badness, judged
from pmo_excel.governance.periods import period_of, periods_on
from pmo_excel.hosts.books import applied
from pmo_excel.refresh import Refreshed, refreshed
from pmo_excel.refresh.compute import bound_arguments
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.read import read_book
from tests import made

DIMENSIONS = ("Time", "Cost", "Scope", "Quality", "Risk", "Resource", "Benefits")
NUMBER = re.compile(r"\d{2}-[A-Z][a-z]{2}-\d{2}|-?\d[\d,]*(?:\.\d+)?(?: %)?")
DAY = re.compile(r"\d{2}-[A-Z][a-z]{2}-\d{2}")


@dataclass(frozen=True)
class Sample:
    """A sample project after a refresh: what was computed, and the file that was written, read by openpyxl."""

    result: Refreshed
    file: openpyxl.Workbook

    def value(self, ref: str) -> Any:
        sheet, _, cell = ref.rpartition("!")
        return self.file[sheet.strip("'")][cell].value

    def total(self, formula: str) -> float:
        """A sum, a difference or a cell, worked out from the file alone."""
        found = re.fullmatch(r"=SUM\((.+)!([A-Z]+)(\d+)(?::[A-Z]+(\d+))?\)", formula)
        if found:
            sheet, letter, first, last = found[1], found[2], int(found[3]), int(found[4] or found[3])
            cells = (self.value(f"{sheet}!{letter}{row}") for row in range(first, last + 1))
            return sum(value for value in cells if isinstance(value, int | float))
        parts = re.split(r"([+-])", formula.removeprefix("="))
        signs = ["+", *parts[1::2]]
        return sum((1 if s == "+" else -1) * self.value(ref) for s, ref in zip(signs, parts[::2], strict=True))

    def names(self) -> list[str]:
        """IDs and names that sentences hold, the longest first: their digits are no figures."""
        found = {
            str(text)
            for sheet in ("Schedule", "Budget", "Risks", "Issues", "Deliverables", "Benefits", "Resources", "Changes")
            for field in ("id", "name", "title", "description", "category", "role")
            if sheet in self.result.tables
            for text in getattr(self.result.tables[sheet], field, [])
            if text
        }
        return sorted(found, key=len, reverse=True)


@pytest.fixture(scope="module")
def samples() -> dict[str, Sample]:
    found = {}
    for name, data in made.samples().items():
        package = open_package(data, name)
        result = refreshed(read_book(package))
        written = applied(package, result).data
        found[name] = Sample(result, openpyxl.load_workbook(BytesIO(written), data_only=True))
    return found


def asked(sample: Sample, name: str) -> list[list[Any]]:
    entry = CATALOGUE[name]
    bound = bound_arguments(entry, sample.result.tables, Conventions())
    return list(as_json(entry, answer(entry, bound).value))


def test_every_colour_of_the_sample_has_its_reason(samples: dict[str, Sample]) -> None:
    """Check 2 of the issue: wherever a column holds a colour, a sentence says why, on the sheet or in RAGREASONS."""
    colours = 0
    for sample in samples.values():
        told = {(row[0], row[2]): row[3] for row in asked(sample, "RAGREASONS")[1:]}
        status = sample.result.tables["Status"]
        for name in (*DIMENSIONS, "Overall"):
            assert getattr(status, f"{name.lower()}_rag_why")[0].startswith(name)
        for sheet, why in (("Schedule", "rag_why"), ("Milestones", "rag_why")):
            table = sample.result.tables[sheet]
            for colour, sentence in zip(table.rag.tolist(), getattr(table, why).tolist(), strict=True):
                assert (colour is None) == (sentence is None)
                colours += colour is not None
        for sheet in ("Budget", "Benefits", "Deliverables", "Dependencies"):
            table = sample.result.tables.get(sheet)
            for key, colour in zip(table.id.tolist(), table.rag.tolist(), strict=True) if table is not None else ():
                assert told.get((sheet, key)) == colour, (sheet, key)
                colours += colour is not None
    assert colours > 100


def test_every_figure_of_a_reason_is_in_the_cell_that_it_names(samples: dict[str, Sample]) -> None:
    compared = 0
    for sample in samples.values():
        for _, _, what, text, value, day, cell in asked(sample, "RAGFIGURES")[1:]:
            if not cell:
                continue
            if day:
                assert f"{sample.value(cell):%Y-%m-%d}" == day, (what, cell)
                assert f"{sample.value(cell):%d-%b-%y}" == text
            elif value is not None:
                assert sample.total(cell) == pytest.approx(value, abs=1e-6), (what, cell)
            compared += 1
    assert compared > 60


def test_every_number_of_a_sentence_is_one_of_its_figures(samples: dict[str, Sample]) -> None:
    compared = 0
    for sample in samples.values():
        figures = asked(sample, "RAGFIGURES")[1:]
        status = sample.result.tables["Status"]
        names = sample.names()
        for dimension in DIMENSIONS:
            said = getattr(status, f"{dimension.lower()}_rag_why")[0]
            if "GREY" in said or "not judged" in said:
                continue
            texts = {row[3] for row in figures if row[0] == dimension}
            for name in names:
                said = re.sub(rf"(?<![\w.,]){re.escape(name)}(?![\w.,]\d)", "", said) if not name.isdigit() else said
            said = re.sub(r"(Driven by|,) \d+ ", r"\1 ", said)
            for number in NUMBER.findall(said):
                assert number.strip(",") in texts or number.removesuffix(" %") in texts, (
                    dimension,
                    number,
                    said,
                    texts,
                )
                compared += 1
    assert compared > 80


def test_the_reasons_of_tasks_quote_their_own_row(samples: dict[str, Sample]) -> None:
    compared = 0
    for sample in samples.values():
        tasks = sample.result.tables["Schedule"]
        for row, why in enumerate(tasks.rag_why.tolist()):
            if not why:
                continue
            days = {f"{sample.value(tasks.cell(n, row).address):%d-%b-%y}" for n in ("finish", "baseline_finish")}
            assert set(DAY.findall(why)) == days
            late = re.search(r"is (\S+) wd (after|before)", why)
            variance = sample.value(tasks.cell("finish_variance", row).address)
            assert variance == (0 if late is None else float(late[1]) * (1 if late[2] == "after" else -1))
            compared += 1
    assert compared > 50


measures = st.lists(
    st.builds(
        lambda v, t, a: Measure(f"v {v}", rag(v, t, a), v, t),
        st.floats(-50, 50),
        st.floats(0, 20),
        st.floats(0, 1),
    ),
    min_size=1,
    max_size=5,
)


@given(measures)
@settings(max_examples=40, deadline=None)
def test_the_worst_measure_gives_the_colour_and_all_that_are_not_green_are_told(found: list[Measure]) -> None:
    one = judged("Time", found)
    assert one.colour is max((m.colour for m in found), key=badness)
    assert all(m.said[1:] in one.why for m in found if m.colour in (Rag.RED, Rag.AMBER))
    assert one.variance == found[0].variance


@given(
    st.lists(st.sampled_from(list(Rag)), min_size=1, max_size=7),
    st.sampled_from(["Worst-of", "Count rule", "Weighted"]),
)
@settings(max_examples=50, deadline=None)
def test_one_more_red_never_makes_the_whole_better_and_grey_never_green(colours: list[Rag], rule: str) -> None:
    before = rollup.roll_up(colours, None, rule)
    after = rollup.roll_up([*colours, Rag.RED], None, rule)
    assert before is not None
    assert after is not None
    if before is not Rag.GREY:
        assert badness(after) >= badness(before)
    with_grey = rollup.roll_up([*colours, Rag.GREY], None, rule)
    assert with_grey not in (Rag.GREEN, Rag.BLUE)


@given(st.integers(-40, 60), st.integers(0, 30), st.sampled_from([0.0, 0.25, 0.5, 1.0]))
@settings(max_examples=30, deadline=None)
def test_time_is_red_beyond_the_tolerance_and_the_sentence_says_the_days(
    days: int, tolerance: int, trigger: float
) -> None:
    """Counted by a calendar of its own: Monday to Friday, no holidays."""
    baseline = date(2026, 6, 12)
    finish, left = baseline, abs(days)
    while left:
        finish += timedelta(days=1 if days > 0 else -1)
        left -= finish.weekday() < 5
    arguments = {
        "tasks": [["Task ID", "Finish", "Baseline Finish"], ["1", finish.isoformat(), baseline.isoformat()]],
        "tolerance_days": tolerance,
        "amber_trigger": trigger,
    }
    got = as_json(CATALOGUE["STATUS"], call("STATUS", arguments).answer.value)
    row = dict(zip(*got, strict=True))
    assert row["Time RAG"] == ("R" if days > tolerance else "A" if days > trigger * tolerance else "G")
    assert (f" is {abs(days)} wd {'after' if days > 0 else 'before'} baseline" if days else " is on baseline") in row[
        "Time RAG Why"
    ]
    assert row["Finish Variance (wd)"] == days


@pytest.mark.parametrize(
    ("frequency", "day", "period", "two_on"),
    [
        ("Monthly", date(2026, 3, 31), "2026-03", date(2026, 5, 31)),
        ("Monthly", date(2026, 2, 28), "2026-02", date(2026, 4, 30)),
        ("Monthly", date(2025, 12, 15), "2025-12", date(2026, 2, 15)),
        ("Quarterly", date(2026, 3, 31), "2026-Q1", date(2026, 9, 30)),
        ("Weekly", date(2026, 3, 31), "2026-W14", date(2026, 4, 14)),
        ("Fortnightly", date(2026, 3, 31), "2026-W13/2", date(2026, 4, 28)),
        ("Daily", date(2026, 3, 31), "2026-03-31", date(2026, 4, 2)),
    ],
)
def test_periods_are_counted_by_the_calendar(frequency: str, day: date, period: str, two_on: date) -> None:
    """By hand; ISO week 14 of 2026 is 30 March to 5 April, 2,935 weeks after 29 December 1969: an odd number."""
    at = (day - date(1970, 1, 1)).days * 1440
    assert period_of(at, frequency) == period
    assert periods_on(at, frequency, 2) == (two_on - date(1970, 1, 1)).days * 1440


def test_a_threshold_in_the_settings_changes_colour_and_reason_of_a_workbook() -> None:
    """Check 5: nothing but the cell of Settings is changed. 10,600 is 6 % over: amber above 5 %, green up to 10 %."""
    content = {
        "Charter": [{"Project ID": "PRJ-001", "Project Name": "Move", "Planned Start": date(2026, 3, 2)}],
        "Budget": [{"Cost Line ID": "C-01", "Budget": 10000, "Forecast to Complete": 10600}],
        "Schedule": [{"Task ID": "1", "Task Name": "Design", "Duration (wd)": 5}],
    }
    said = []
    for trigger in ("", "100%"):
        held = {**content, "Settings": [{"Setting": "Amber trigger", "Value": trigger}] if trigger else []}
        package = open_package(made.workbook("Structured", held), "plan.xlsx")
        status = refreshed(read_book(package)).tables["Status"]
        said.append((status.cost_rag[0], status.cost_rag_why[0]))
    assert said[0][0] == "A"
    assert said[1][0] == "G"
    assert "amber > 5 %" in said[0][1]
    assert "amber > 10 %" in said[1][1]


def test_a_second_refresh_changes_nothing(samples: dict[str, Sample], tmp_path: Any) -> None:
    from pmo_excel.hosts.books import refresh_file

    path = tmp_path / "CRM.xlsx"
    path.write_bytes(made.samples()["CRM-207_Customer_CRM.xlsx"])
    refresh_file(path, datetime(2026, 4, 1, 9))
    again = refresh_file(path, datetime(2026, 4, 1, 10))
    assert again.refresh is not None
    assert again.refresh.changes == ()


def test_a_wrong_cell_greys_its_dimension_and_no_other() -> None:
    """A contingency in words, and a risk whose probability cannot be read."""
    content = {
        "Charter": [{"Project ID": "PRJ-001", "Project Name": "Move", "Contingency": "some"}],
        "Schedule": [{"Task ID": "1", "Task Name": "Design", "Duration (wd)": 5}],
        "Budget": [{"Cost Line ID": "C-01", "Budget": 10000, "Forecast to Complete": 10000}],
        "Benefits": [{"Benefit ID": "B-01", "Benefit": "Rent", "Target Value": 100, "Forecast Value": "eighty"}],
        "Risks": [{"Risk ID": "R-1", "Risk Title": "Damp", "Risk Status": "Open", "Cost Impact Most Likely": 10}],
    }
    package = open_package(made.workbook("Structured", content), "plan.xlsx")
    status = refreshed(read_book(package)).tables["Status"]
    assert (status.risk_rag[0], status.benefits_rag[0], status.cost_rag[0]) == ("Grey", "Grey", "G")
    assert "cannot be read" in status.risk_rag_why[0]
