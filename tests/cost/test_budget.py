"""The budget: reserves, currencies, cash flow, finance extracts, funding and what moved the estimate.

Expected numbers are the acceptance checks of the feature rows that the tests are named after, or worked by hand.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.core.problems import Code
from pmo_excel.functions import ask, cashflow, eacchange
from pmo_excel.hosts.finance_command import reconcile_file
from tests.made import workbook


def test_bu1_contingency_is_drawn_by_an_approved_change() -> None:
    """Approved 500 = base 470 + contingency 30."""
    line = {"Cost Line ID": "C-1", "Budget": 470, "Contingency Drawn": 10, "Change ID": "CR-1"}
    changes = [["Change ID", "Change Status"], ["CR-1", "Approved"]]
    got = ask("BUDGETLEDGER", [line], 500, 30, 20, changes)
    amounts = dict(zip(got.value.measure.tolist(), got.value.amount.tolist(), strict=True))
    assert (amounts["Base budget"], amounts["Contingency left"], amounts["Management reserve"]) == (470, 20, 20)
    assert got.problems == []
    without = ask("BUDGETLEDGER", [line | {"Change ID": ""}], 500, 30, 20, changes)
    assert [p.code for p in without.problems] == [Code.DRAWDOWN]


def test_bu1_more_than_the_contingency_cannot_be_drawn_unseen() -> None:
    line = {"Cost Line ID": "C-1", "Budget": 470, "Contingency Drawn": 31, "Change ID": "CR-1"}
    assert [p.code for p in ask("BUDGETLEDGER", [line], 500, 30).problems] == [Code.DRAWDOWN]


def test_a_budget_that_cannot_be_read_leaves_what_rests_on_it_empty() -> None:
    got = ask("BUDGETLEDGER", [["Cost Line ID", "Budget", "Actual to Date"], ["C-1", "ask Ana", 5]])
    known = {m: a == a for m, a in zip(got.value.measure.tolist(), got.value.amount.tolist(), strict=True)}
    assert not known["Base budget"]
    assert not known["EAC"]
    assert known["Actual cost"]


OFFICE_TASK = [["Task ID", "Start", "Finish"], ["3", "2026-03-16", "2026-04-07"]]
HOLIDAYS = ["2026-04-03", "2026-04-06"]


@pytest.mark.parametrize(("period", "ends"), [("Month", ["P12", "P01"]), ("Quarter", ["Q4", "Q1"])])
def test_bu8_a_task_across_the_fiscal_years_end(period: str, ends: list[str]) -> None:
    """A.1, task 3 at 1,000 a day: 12 working days in March 2026, 3 in April."""
    lines = [{"Cost Line ID": "C", "WBS / Task ID": "3", "Budget": 15000}]
    rows = cashflow(OFFICE_TASK, lines, None, HOLIDAYS, fiscal_start=4, period=period)
    assert [row[1:4] for row in rows[1:3]] == [["FY25/26", ends[0], 12000], ["FY26/27", ends[1], 3000]]


def test_bu8_what_is_left_to_spend_lies_after_the_status_date() -> None:
    """9,000 of 15,000 are spent on 31 March; the 6,000 left lie on the 3 working days of April, and 900 are ordered."""
    line = {"Cost Line ID": "C", "WBS / Task ID": "3", "Budget": 15000, "Actual to Date": 9000, "Commitment": 900}
    rows = cashflow(OFFICE_TASK, [line], "2026-03-31", HOLIDAYS)
    assert [row[3:] for row in rows[1:]] == [
        [12000, 0, 0, 12000, 9000],
        [3000, 6000, 900, 15000, 15000],
        [0, 0, 0, 15000, 15000],
    ]


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 60), st.integers(0, 10**6)), min_size=1, max_size=6))
def test_bu8_the_periods_sum_to_the_budget(drawn: list[tuple[int, int, int]]) -> None:
    tasks = [["Task ID", "Start", "Finish"]]
    lines = []
    for at, (start, length, amount) in enumerate(drawn):
        first, last = (date.fromordinal(738_000 + day).isoformat() for day in (start, start + length))
        tasks.append([str(at), first, last])
        lines.append({"Cost Line ID": f"C{at}", "WBS / Task ID": str(at if at % 4 else "?"), "Budget": amount})
    rows = cashflow(tasks, lines, fiscal_start=4, period="Quarter")
    assert sum(row[3] for row in rows[1:]) == pytest.approx(sum(amount for *_, amount in drawn))


def test_bu9_an_amount_at_the_rate_of_its_day() -> None:
    """EUR 100 at 0.85 is GBP 85, with the rate and its date."""
    got = ask("EXCHANGE", [["Amount", "Currency", "Date"], [100, "EUR", "2026-03-10"]], RATES, "GBP").value
    day = (date(2026, 3, 1) - date(1970, 1, 1)).days
    assert (got.converted[0], got.rate[0], got.rate_date[0] // 1440) == (85, 0.85, day)


RATES = [["Currency", "Date", "Rate"], ["EUR", "2026-03-01", 0.85]]


def test_bu11_the_contingency_gives_a_confidence() -> None:
    """A.5: P80 30,000; 30,000 are enough with 81.9 %."""
    risks = [
        ["Risk ID", "Risk Type", "Probability %", "Cost Impact Most Likely", "Risk Status"],
        ["1", "Threat", 0.3, 20000, "Open"],
        ["2", "Threat", 0.5, 30000, "Open"],
        ["3", "Threat", 0.1, 200000, "Open"],
        ["4", "Opportunity", 0.4, -25000, "Open"],
        ["5", "Threat", 0.9, 900000, "Closed"],
    ]
    made = ask("FUNDING", risks, 30000, 100000).value
    assert dict(zip(made.measure.tolist(), made.cost.tolist(), strict=True))["P80"] == 30000
    assert made.confidence[-1] == pytest.approx(0.819)
    assert made.total[-1] == 130000


def test_bu12_the_parts_are_the_whole() -> None:
    """EAC +8,000 = +5,000 by CR-004 and +3,000 by the CPI."""
    before = [{"Cost Line ID": "C-1", "EAC": 104000, "Budget": 100000, "CPI": 0.96}]
    now = [{"Cost Line ID": "C-1", "EAC": 112000, "Budget": 105000, "CPI": 0.94, "Change ID": "CR-004"}]
    rows = eacchange(now, before)
    assert [[row[1], row[4]] for row in rows[1:]] == [["CR-004", 5000], ["CPI", 3000], [None, 8000]]


_CENTS = st.integers(0, 10**9).map(lambda cents: cents / 100)


@given(st.dictionaries(st.sampled_from("ABCDE"), st.tuples(_CENTS, _CENTS, _CENTS, _CENTS, st.booleans()), min_size=1))
def test_bu12_the_parts_sum_exactly(drawn: dict[str, Any]) -> None:
    before = [{"Cost Line ID": "X", "EAC": 1.1, "Budget": 1}]
    before += [{"Cost Line ID": k, "EAC": e, "Budget": b} for k, (e, b, *_) in drawn.items()]
    now = [
        {"Cost Line ID": k, "EAC": e, "Budget": b, "Change ID": "CR-1" if changed else None}
        for k, (_, _, e, b, changed) in drawn.items()
    ]
    *parts, total = eacchange(now, before)[1:]
    assert sum(Decimal(repr(row[4])) for row in parts) == Decimal(repr(total[4]))


def test_bu12_the_last_snapshot_is_what_is_compared_with() -> None:
    kept = [["Status Date", "Object", "Key", "Measure", "Value"]]
    kept += [["2026-02-28", "Cost", "C-1", measure, value] for measure, value in (("EAC", "100"), ("Budget", "100"))]
    kept += [["2026-01-31", "Cost", "C-1", "EAC", "7"], ["2026-03-31", "Cost", "C-1", "EAC", "9"]]
    rows = eacchange([{"Cost Line ID": "C-1", "EAC": 130, "Budget": 100}], None, kept, "2026-03-31")
    assert rows[-1][2:5] == [100, 130, 30]


def test_bu12_without_an_earlier_estimate_there_is_nothing_to_tell() -> None:
    got = ask("EACCHANGE", [{"Cost Line ID": "C-1", "EAC": 130}])
    assert got.value is None
    assert [p.code for p in got.problems] == [Code.UNDEFINED]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "plan.xlsx"
    charter = {"Project ID": "TST-001", "Currency": "GBP", "Status Date": date(2026, 3, 31)}
    lines = [
        {"Cost Line ID": "C-1", "Finance Code": "4410", "Budget": 500, "Actual to Date": 10},
        {"Cost Line ID": "C-2", "Finance Code": "4420", "Budget": 500},
        {"Cost Line ID": "C-3", "Finance Code": "4420", "Budget": 500},
    ]
    path.write_bytes(workbook("Standard", {"Charter": [charter], "Budget": lines}))
    return path


EXTRACT = """Ledger of March;;;
Cost Code;Amount;Currency;Posting Date
4410;100,10;GBP;2026-03-02
4410;50,25;GBP;2026-03-03
4420;10,00;GBP;2026-03-03
9999;20,05;GBP;2026-03-04
C-2;10,00;EUR;2026-03-05
C-2;5,00;GBP;2026-04-05
"""
"""Amounts 100.10, 50.25, 10, 20.05, 8.50 (EUR 10 at 0.85) and 5: 193.90."""


def test_bu10_an_extract_is_matched_listed_and_summed(book: Path, tmp_path: Path) -> None:
    """Of two lines with code 4420 none is chosen; a code of no line and a later posting are listed; all is there."""
    extract, rates = tmp_path / "ledger.csv", tmp_path / "rates.csv"
    extract.write_text(EXTRACT)
    rates.write_text("Currency,Date,Rate\nEUR,2026-01-01,0.85\n")
    before = book.read_bytes()
    done = reconcile_file(book, extract, rates, _NOW, write=False)
    assert book.read_bytes() == before
    made = done.value
    assert made is not None
    assert made.finance.tolist() == pytest.approx([150.35, 8.5, 0, 10, 20.05, 5, 193.9], abs=0.001)
    assert made.note.tolist()[3:6] == [
        "C-2, C-3 have this code",
        "no budget line has this code",
        "posted after 31-Mar-26",
    ]
    assert [p.cell.row for p in done.problems if p.code is Code.COST_CODE] == [5, 6, 8]
    assert done.cells == [("Budget!I5", 10, 150.35), ("Budget!I6", 0, 8.5)]


def test_bu10_written_it_agrees_and_a_second_run_writes_nothing(book: Path, tmp_path: Path) -> None:
    extract = tmp_path / "ledger.csv"
    extract.write_text("Cost Code,Amount\n4410,100.10\nC-2,8.50\n")
    assert reconcile_file(book, extract, None, _NOW, write=True).copy is not None
    again = reconcile_file(book, extract, None, _NOW, write=True)
    assert again.cells == []
    assert again.value is not None
    assert again.value.difference.tolist() == [0, 0, 0, 0]


def test_bu10_nothing_is_written_while_an_amount_cannot_be_read(book: Path, tmp_path: Path) -> None:
    extract = tmp_path / "ledger.csv"
    extract.write_text("Cost Code,Amount,Currency\n4410,100.10,GBP\n4410,n/a,GBP\nC-2,5,USD\n")
    before = book.read_bytes()
    done = reconcile_file(book, extract, None, _NOW, write=True)
    assert book.read_bytes() == before
    assert done.copy is None
    assert {Code.NOT_A_NUMBER, Code.UNDEFINED} <= {p.code for p in done.problems}


def test_pf15_a_late_benefit_costs_its_weeks() -> None:
    """4,000 a week, three weeks late: 12,000; nothing once the target is reached."""
    assert ask("COSTOFDELAY", 4000, 3).value == 12000
    headers = ["Benefit ID", "Target Value", "Forecast Value", "Realised Value", "Target Date", "Value per Week"]
    rows = [["B-1", 100, 90, 20, "2026-03-10", 4000], ["B-2", 100, 100, 100, "2026-03-10", 4000]]
    made = ask("BENEFITS", [headers, *rows], status_date="2026-03-31").value
    assert made.cost_of_delay.tolist() == [12000, 0]


_NOW = datetime(2026, 4, 1, 9, 0)
