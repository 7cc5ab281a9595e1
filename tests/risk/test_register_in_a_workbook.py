"""The register in a refreshed workbook, from risk to issue: RI2, RI3, RI7 to RI9, RI17, RI18 and BU11 in one project.

One workbook is built, snapped and moved on; every expected figure is worked by hand from definitions 3.4.
"""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pmo_excel.core.problems import Code
from pmo_excel.hosts.books import refresh_file
from pmo_excel.hosts.cli import app
from pmo_excel.hosts.fix_command import undo
from pmo_excel.hosts.risk_command import Step, move
from pmo_excel.hosts.snapshot_command import take_snapshot
from pmo_excel.workbook.refused import Refused
from tests.made import workbook
from tests.refresh.workbooks import CHARTER, TASKS, book_of, refresh, typed

NOW = datetime(2026, 4, 1, 9)
LATER = datetime(2026, 5, 1, 9)
RISKS = [
    {
        "Risk ID": "R-006",
        "Risk Title": "Landlord delays consent",
        "Risk Owner": "Ana Keller",
        "Probability (1-5)": 4,
        "Impact Time (1-5)": 5,
        "Cost Impact Most Likely": 20_000,
        "Target Probability (1-5)": 2,
        "Target Impact (1-5)": 3,
        "Response Type": "Mitigate (reduce)",
        "Response Cost": 2_000,
        "Response Due": date(2026, 3, 30),
        "Response Status": "In progress",
        "Proximity From": date(2026, 4, 20),
    },
    {
        "Risk ID": "R-007",
        "Risk Title": "=Asbestos found",
        "Cause": "The house is old",
        "Event": "Asbestos is found",
        "Fallback": "Stay two floors up",
        "Raised By": "Tom Adeyemi",
        "Date Raised": date(2026, 3, 4),
        "Risk Owner": "Petra Lang",
        "Probability (1-5)": 3,
        "Impact Cost (1-5)": 3,
        "Cost Impact Most Likely": 30_000,
        "Risk Status": "Open",
    },
]
CONTENT = {
    "Charter": [CHARTER | {"Status Date": date(2026, 3, 31), "Contingency": 30_000}],
    "Schedule": [task | {"Owner": "Ana Keller"} for task in TASKS],
    "Risks": RISKS,
    "Issues": [{"Issue ID": "I-011", "Issue Title": "Lift stuck", "Issue Owner": "Ana Keller"}],
}


@pytest.fixture(scope="module")
def fresh() -> bytes:
    """The workbook, refreshed."""
    _, patched = refresh(workbook("Structured", CONTENT))
    assert patched is not None
    return patched.data


@pytest.fixture
def path(fresh: bytes, tmp_path: Path) -> Path:
    file = tmp_path / "PRJ.xlsx"
    file.write_bytes(fresh)
    return file


def rows_of(data: bytes, sheet: str, *names: str) -> list[tuple[Any, ...]]:
    table = book_of(data).tables[sheet]
    return list(zip(*(getattr(table, name).tolist() for name in names), strict=True))


def test_ri3_ri7_ri17_scores_proximity_lateness_and_worth_are_in_their_columns(fresh: bytes) -> None:
    """4 × 5 = 20, target 6; 60 % of 20,000; (60 % − 20 % × 0.75/2.5 of it) × 20,000 = 10,800 for 2,000."""
    found = rows_of(fresh, "Risks", "id", "inherent_score", "current_score", "target_score", "rating", "proximity")
    assert found[0] == ("R-006", 20, 20, 6, "High", "Imminent (≤ 30 d)")
    assert rows_of(fresh, "Risks", "exposure_cost", "overdue", "mitigation_worth")[0] == (12_000, True, 5.4)


def test_ri2_a_changed_threshold_or_matrix_in_settings_changes_the_rating(fresh: bytes) -> None:
    settings = book_of(fresh).tables["Settings"]
    names: list[str] = settings.name.tolist()  # type: ignore[attr-defined]
    letter, rows = settings.origin.letters["value"], settings.origin.rows

    def rated(**values: Any) -> list[tuple[Any, ...]]:
        data = fresh
        for name, value in values.items():
            place = names.index(name.replace("_", " "))
            data = typed(data, "Settings", f"{letter}{rows[place]}", value)
        _, patched = refresh(data)
        assert patched is not None
        return rows_of(patched.data, "Risks", "current_score", "rating")

    assert rated(High_risk_from=9) == [(20, "High"), (9, "High")]
    own = {"Risk_matrix": "By cell", "Risk_matrix_3": "3 L; 6 L; 9 L; 12 M; 15 H"}
    assert rated(**own) == [(20, "High"), (9, "Low")]


def test_ri8_a_risk_that_occurs_becomes_an_issue_and_can_be_taken_back(path: Path, fresh: bytes) -> None:
    """Risk R-007 occurs → I-012 with Source R-007; state Occurred; not counted in the exposure."""
    tried = move(path, Step("r-007", "Occurred"), NOW, dry_run=True)
    assert path.read_bytes() == fresh
    assert tried.issue == "I-012"
    done = move(path, Step("r-007", "Occurred"), NOW)
    data = path.read_bytes()
    assert [c.as_json() for c in done.changes] == [c.as_json() for c in tried.changes]
    kept = ("id", "status", "date_closed", "exposure_cost", "issue_id")
    key, status, closed, exposure, issue = rows_of(data, "Risks", *kept)[1]
    assert (key, status, issue) == ("R-007", "Occurred", "I-012")
    assert date.fromordinal(719163 + closed // 1440) == date(2026, 3, 31)
    assert exposure != exposure
    issues = rows_of(data, "Issues", "id", "source_risk_id", "title", "owner", "severity", "status", "actions")
    wanted = ("I-012", "R-007", "=Asbestos found", "Petra Lang", "Medium", "Open", "Stay two floors up")
    assert issues[1] == wanted
    told = rows_of(data, "Issues", "description")[1][0]
    assert told.startswith(
        "Cause: The house is old. Event: Asbestos is found. Risk R-007, raised 04-Mar-26 by Tom Adeyemi"
    )
    with zipfile.ZipFile(path) as parts:
        assert not any(re.search(rb"<f>[^<]*Asbestos", parts.read(name)) for name in parts.namelist())
    undo(path, NOW)
    assert path.read_bytes() == fresh


@pytest.mark.parametrize(
    ("status", "wanted", "why"),
    [
        ("Draft", "Occurred", "after Draft comes Open"),
        ("Closed", "Open", "a risk that comes back is a new one"),
        ("Occurred", "Occurred", "it is Occurred"),
        ("Responding", "Draft", "after Responding comes Occurred or Closed"),
        ("Open", "Sleeping", "after Open comes Responding or Occurred or Closed"),
    ],
)
def test_ri8_steps_that_are_not_allowed_are_refused(
    fresh: bytes, tmp_path: Path, status: str, wanted: str, why: str
) -> None:
    risks = book_of(fresh).tables["Risks"]
    ref = f"{risks.origin.letters['status']}{risks.origin.rows[1]}"
    file = tmp_path / "PRJ.xlsx"
    file.write_bytes(typed(fresh, "Risks", ref, status))
    before = file.read_bytes()
    with pytest.raises(Refused) as refused:
        move(file, Step("R-007", wanted), NOW)
    (problem,) = refused.value.problems
    assert why in problem.message
    assert problem.cell.ref == ref
    assert file.read_bytes() == before


def test_ri8_an_unknown_risk_and_a_second_issue_are_refused(path: Path, fresh: bytes) -> None:
    with pytest.raises(Refused, match="no risk has the ID"):
        move(path, Step("R-099", "Closed"), NOW)
    issues = book_of(fresh).tables["Issues"]
    ref = f"{issues.origin.letters['source_risk_id']}{issues.origin.rows[0]}"
    path.write_bytes(typed(fresh, "Issues", ref, "R-007"))
    with pytest.raises(Refused, match="I-011 comes from R-007 already"):
        move(path, Step("R-007", "Occurred"), NOW)


def test_ri9_snapshots_give_the_burn_down_trend_and_inherent_score(path: Path) -> None:
    """31 March 24,000 (12,000 + 40 % of 30,000); then R-006 falls to 3 × 4 = 12 and 40 %: 8,000 + 12,000 = 20,000.

    Planned: R-006's response was due before the first snapshot, and leaves 20 % of 20,000 × 0.75/1.5 (class 3 of 4):
    24,000 − (12,000 − 2,000) = 14,000 at once.
    """
    take_snapshot(path, NOW)
    data = path.read_bytes()
    risks, charter = book_of(data).tables["Risks"], book_of(data).tables["Charter"]
    number, at = risks.origin.rows[0], risks.origin.letters
    data = typed(data, "Risks", f"{at['probability']}{number}", 3)
    data = typed(data, "Risks", f"{at['impact_time']}{number}", 4)
    field = charter.origin.field_rows["status_date"]
    data = typed(data, "Charter", f"{charter.origin.letters['status_date']}{field}", date(2026, 4, 30))
    path.write_bytes(data)
    refresh_file(path, LATER)
    found = rows_of(path.read_bytes(), "Risks", "inherent_score", "current_score", "target_score", "trend")
    assert found == [(20, 12, 6, "▲"), (9, 9, found[1][2], "►")]
    shown = json.loads(CliRunner().invoke(app, ["risks", str(path), "--json"]).stdout)
    assert [row[1:5] for row in shown["burn_down"][1:]] == [
        [14_000, 24_000, None, None],
        [14_000, 20_000, -4_000, False],
    ]
    assert shown["register"][1][-1] == "risk reduced 8, still 6 above target"


def test_the_summary_has_every_part_and_writes_the_page(path: Path, tmp_path: Path) -> None:
    """BU11: P80 of 20,000 (0.6) and 30,000 (0.4): 0 .24, 20 .36, 30 .16, 50 .24, so P80 is 50,000, above 30,000.

    RI18: both tasks with a duration are critical and Ana Keller's: 15 of 15 d.
    """
    page = tmp_path / "risks.html"
    done = CliRunner().invoke(app, ["risks", str(path), "--json", "-o", str(page)])
    shown = json.loads(done.stdout)
    assert done.exit_code == 0, shown["problems"]
    (adequacy,) = shown["contingency"][1:]
    assert adequacy[:5] == [24_000, 0, 24_000, 30_000, 0.8]
    assert adequacy[5:9] == [0.8, 50_000, pytest.approx(0.76), "A"]
    assert shown["exposure"][-1] == ["Total", 24_000, None]
    assert shown["prompts"][1][:3] == [
        "Single person",
        "single point of failure on critical path: 15 of 15 d, all on Ana Keller",
        15,
    ]
    text = page.read_text(encoding="utf-8")
    assert "1 of 2 open risks is high" in text
    assert "=Asbestos found" in text


def test_the_command_line_says_what_it_would_write(path: Path) -> None:
    runner = CliRunner()
    tried = runner.invoke(app, ["risk", "occurred", str(path), "R-007", "--dry-run", "--owner", "Omar Haddad"])
    assert tried.exit_code == 0
    assert "is issue I-012 (nothing is written)" in tried.stdout
    assert "Omar Haddad" in tried.stdout
    refused = runner.invoke(app, ["risk", "state", str(path), "R-007", "Draft", "--json"])
    assert refused.exit_code == 2
    assert json.loads(refused.stdout)["problems"][0]["cell"].startswith("Risks!")
    moved = json.loads(runner.invoke(app, ["risk", "state", str(path), "R-007", "closed", "--json"]).stdout)
    assert (moved["before"], moved["after"], moved["issue"]) == ("Open", "Closed", None)


def test_a_wrong_cell_empties_what_rests_on_it_and_nothing_else(fresh: bytes) -> None:
    risks = book_of(fresh).tables["Risks"]
    ref = f"{risks.origin.letters['cost_impact_most_likely']}{risks.origin.rows[0]}"
    result, patched = refresh(typed(fresh, "Risks", ref, "a lot"))
    assert patched is not None
    assert [p.cell.ref for p in result.problems if p.code is Code.NOT_A_NUMBER] == [ref]
    found = rows_of(patched.data, "Risks", "current_score", "exposure_cost", "mitigation_worth")
    assert found[0][0] == 20
    assert found[0][1] != found[0][1]
    assert found[0][2] != found[0][2]
    assert found[1][1] == 12_000
