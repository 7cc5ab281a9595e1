"""Edits on both sides, faults, kills and damaged journals in any order: nothing is lost, nothing is doubled.

What is checked is independent of how the plan is made: a witness between publisher and site notes every value that a
request of the publisher changes, and what stood there before.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from pmo_excel.core.columns import Column, Type
from sharepoint.actions import Conflict
from sharepoint.apply import Outcome
from sharepoint.errors import SharePointError
from sharepoint.fields import Owner
from sharepoint.journal import Journal
from sharepoint.plan import Plan
from sharepoint.publish import apply_publication, plan_publication
from sharepoint.site import Site, literal
from sharepoint.wanted import ListSpec, ProjectRows
from tests.sharepoint.in_process import InProcess, Killed

PROJECT = "ALPHA-001"
RISKS = ListSpec(
    "Risks",
    (
        Column("Risk ID", "The ID."),
        Column("Risk Title", "The title."),
        Column("Owner", "Who."),
        Column("Mitigation", "What is done.", Type.LONG_TEXT),
        Column("Response", "The sponsor's."),
        Column("Score", "Computed.", Type.NUMBER, computed="RISKREGISTER"),
    ),
    "Risk ID",
    "Risk Title",
    human=(Column("Comment", "For people on the site."),),
    owners={"Response": Owner.THEIRS},
)
SHARED = {"Title": "Risk Title", "PMOOwner": "Owner", "PMOMitigation": "Mitigation"}
OURS = {"PMOScore": "Score"}
THEIRS = {"PMOResponse": "Response", "PMOComment": ""}
COLUMNS = {**SHARED, **OURS, **THEIRS}

NUMBERS = st.integers(1, 3)
NAMES = st.sampled_from(["Jo", "Kim", "Ada", None])
REQUESTS_FAIL = st.builds(
    dict,
    kind=st.sampled_from(
        [
            "throttle",
            "unavailable",
            "bad-gateway",
            "expired-token",
            "expired-digest",
            "lose-before",
            "lose-after",
            "timeout-before",
            "timeout-after",
            "kill-before",
            "kill-after",
        ]
    ),
    skip=st.integers(0, 9),
    count=st.integers(1, 2),
)
ROWS_FAIL = st.builds(
    dict,
    kind=st.sampled_from(["throttle", "unavailable", "conflict", "precondition", "threshold", "expired-token"]),
    skip=st.integers(0, 3),
    count=st.integers(1, 2),
    part=st.just(True),
    match=st.just("/items"),
)
FAULTS = st.lists(st.one_of(REQUESTS_FAIL, ROWS_FAIL), max_size=3)
EDIT = st.tuples(NUMBERS, st.sampled_from([*SHARED, *COLUMNS]), NAMES)
CHANGE = st.tuples(NUMBERS, st.sampled_from(["Owner", "Owner", "Mitigation", "Response"]), NAMES)


class Publishing(RuleBasedStateMachine):
    """One workbook, one site, one coordinator; and people who edit the site at any moment."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        shutil.copytree(published_once(), self.folder, dirs_exist_ok=True)
        self.web = InProcess(self.folder / "site")
        self.web.around = self.witness
        self.site = self.web.publisher_site()
        self.journals = 0
        self.path, self.elsewhere = self.folder / "journal 0.db", self.folder / "elsewhere.db"
        self.journal = Journal(self.path)
        self.journal_whole = True
        self.workbook: dict[int, dict[str, Any]] = {number: row(number, "Jo") for number in (1, 2, 3)}
        self.written: dict[tuple[int, str], Any] = {}  # by item and column: what the publisher wrote, or both agreed on
        self.agreed: dict[tuple[int, str], Any] = {}  # what both sides agreed on while a publish was under way
        self.comments: dict[int, Any] = {}
        self.deleted: set[str] = set()
        self.mid_run: list[tuple[int, str, Any]] = []
        self.agree()
        self.check(self.plan())

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.converge()
            self.journal.close()
            self.web.site.close()
            shutil.rmtree(self.folder)

    # What people do to the workbook

    @rule(change=CHANGE)
    def the_workbook_changes(self, change: tuple[int, str, str | None]) -> None:
        number, header, name = change
        self.workbook.setdefault(number, row(number, "Jo"))[header] = name

    @rule(number=NUMBERS, score=st.integers(0, 3))
    def a_score_is_computed_anew(self, number: int, score: int) -> None:
        if number in self.workbook:
            self.workbook[number]["Score"] = float(score)

    @rule(number=NUMBERS)
    def a_row_goes(self, number: int) -> None:
        self.workbook.pop(number, None)
        self.deleted.discard(key(number))

    @rule(number=NUMBERS, other=NUMBERS)
    def a_row_gets_another_id(self, number: int, other: int) -> None:
        if number in self.workbook and other not in self.workbook:
            self.workbook[other] = self.workbook.pop(number) | {"Risk ID": f"R-{other}"}
            self.deleted.discard(key(number))

    # What people do on the site

    @rule(edit=EDIT)
    def a_person_edits(self, edit: tuple[int, str, Any]) -> None:
        self.person_edits(edit)

    @rule(number=NUMBERS, recycled=st.booleans())
    def a_person_deletes(self, number: int, recycled: bool) -> None:
        for item in self.items():
            if item["PMOKey"] == key(number):
                path = f"Web/Lists/GetByTitle('Risks')/items({item['Id']})"
                self.web.ask("POST", f"{path}/recycle()") if recycled else self.web.ask("DELETE", path)
                self.comments.pop(item["Id"], None)
                if self.journal_whole and number in self.workbook and key(number) in self.known:
                    self.deleted.add(key(number))

    @rule(name=NAMES)
    def a_person_adds_an_item(self, name: str | None) -> None:
        made = self.web.ask("POST", "Web/Lists/GetByTitle('Risks')/items", {"Title": "Phone", "PMOOwner": name})
        self.comments[made["Id"]] = None

    # Publishing

    @rule(
        changes=st.lists(CHANGE, max_size=3),
        faults=FAULTS,
        during=st.lists(EDIT, max_size=3),
        cut=st.floats(0, 1),
        wal=st.booleans(),
    )
    def publish_with_faults(
        self,
        changes: list[tuple[int, str, str | None]],
        faults: list[dict[str, Any]],
        during: list[tuple[int, str, Any]],
        cut: float,
        wal: bool,
    ) -> None:
        """Publish changes while people edit the site and anything may fail."""
        for number, header, name in changes:
            self.workbook.setdefault(number, row(number, "Jo"))[header] = name
        for fault in faults:
            self.web.fault(**fault)
        try:
            self.mid_run = list(during)
            self.publish()
        except SharePointError:
            pass
        except Killed:
            self.lose_process(cut if cut < 0.5 else 1.0, wal)
        self.mid_run = []
        self.web.faults.clear()

    @rule()
    def the_other_computer_publishes(self) -> None:
        """It knows nothing at first, and what it knew last when it is its turn again."""
        self.path, self.elsewhere = self.elsewhere, self.path
        self.open_journal()
        self.journal_whole = False
        self.deleted.clear()

    @rule()
    def converge(self) -> None:
        self.publish()
        self.publish()  # what the first refused for a moment, or put off for a conflict that is settled now
        self.check(self.plan())

    # How it is done

    def plan(self) -> Plan:
        return planned(self.site, self.journal, [values for _, values in sorted(self.workbook.items())])

    def publish(self) -> Outcome:
        self.agree()
        plan = self.plan()
        while self.mid_run:
            self.person_edits(self.mid_run.pop())
        outcome = apply_publication(plan, self.site, self.journal, allow_removals=True)
        places = Counter(conflict.place for conflict in outcome.conflicts)
        assert not places or max(places.values()) == 1, places
        return outcome

    def agree(self) -> None:
        """Where both sides are the same when they are compared, the value counts as published, whoever typed it."""
        for item in self.items():
            self.written |= self.same(item)

    def same(self, item: dict[str, Any]) -> dict[tuple[int, str], Any]:
        """The values of an item that are the same on both sides."""
        wanted = self.workbook.get(number_of(item), {})
        shared = {name: item[name] for name, header in SHARED.items() if wanted and item[name] == wanted[header]}
        return {(item["Id"], name): value for name, value in shared.items()}

    def read_again(self, body: bytes) -> None:
        """A row that is read again by its key is compared again; a publisher killed then may not know any more."""
        for item in self.items():
            if item["PMOKey"] and literal(item["PMOKey"]).encode() in body:
                self.agreed |= self.same(item)

    def witness(self, body: bytes, answered: Callable[[], requests.Response]) -> requests.Response:
        """No request of the publisher changes what a person wrote, or an item that is not ours."""
        if b"changeset" not in body:
            self.read_again(body)
            return answered()
        before = {item["Id"]: item for item in self.items()}
        try:
            return answered()
        finally:
            for item in self.items():
                self.compare(before.get(item["Id"]), item)

    def compare(self, old: dict[str, Any] | None, new: dict[str, Any]) -> None:
        number = new["Id"]
        for name in COLUMNS:
            if old is not None and old[name] != new[name]:
                assert old["PMOKey"], "an item of others was changed"
                assert name not in THEIRS, f"{name} is the site's, and was overwritten"
                if name in SHARED:
                    place = (number, name)
                    ours = [self.written.get(place), *([self.agreed[place]] if place in self.agreed else [])]
                    assert old[name] in ours, f"a person's {name} was overwritten"
            if old is None or old[name] != new[name]:
                self.written[number, name] = new[name]

    def person_edits(self, edit: tuple[int, str, Any]) -> None:
        number, name, value = edit
        for item in self.items():
            if item["PMOKey"] == key(number):
                self.web.edit("Risks", item["Id"], {name: 7.0 if name in OURS else value})
                if name == "PMOComment":
                    self.comments[item["Id"]] = value

    def items(self) -> list[dict[str, Any]]:
        items = self.web.items("Risks")
        return [{"PMOKey": None, **dict.fromkeys(COLUMNS), **item} for item in items]

    def open_journal(self) -> None:
        self.journal.close()
        self.journal = Journal(self.path)

    def lose_process(self, share: float, wal: bool) -> None:
        """The publisher is gone: what reached the disk is there, or only a share of one of the journal's files."""
        self.journals += 1
        old, self.path = self.path, self.folder / f"journal {self.journals}.db"
        for ending in ("", "-wal"):
            if Path(f"{old}{ending}").exists():
                shutil.copy(f"{old}{ending}", f"{self.path}{ending}")
        torn = Path(f"{self.path}{'-wal' if wal else ''}")
        if share < 1 and torn.exists():
            torn.write_bytes(torn.read_bytes()[: int(torn.stat().st_size * share)])
            self.journal_whole = False
            self.deleted.clear()
        self.open_journal()
        self.site = self.web.publisher_site()

    def check(self, plan: Plan) -> None:
        """After a convergence: the plan is empty, and every difference left is a conflict, listed once."""
        assert plan.empty, plan.lines()
        assert not plan.settled
        assert not plan.problems
        listed = Counter(conflict.place for conflict in plan.conflicts)
        assert not listed or max(listed.values()) == 1, listed
        items = [item for item in self.items() if item["PMOKey"]]
        by_key = {item["PMOKey"]: item for item in items}
        assert len(by_key) == len(items), "an item is there twice"
        self.known = set(by_key)
        for number in range(1, 4):
            self.check_row(number, by_key.get(key(number)), {place[2] for place in listed if place[1] == key(number)})
        for conflict in plan.conflicts:
            self.check_conflict(conflict, by_key.get(conflict.key))
        for item in self.items():
            if item["Id"] in self.comments:
                assert item["PMOComment"] == self.comments[item["Id"]]

    def check_row(self, number: int, item: dict[str, Any] | None, listed: set[str]) -> None:
        wanted = self.workbook.get(number)
        if wanted is None:
            assert item is None or item["PMOState"] == "Removed" or listed == {""}
        elif item is None:
            assert listed == {""}, "a row is not on the site and nobody is told"
        else:
            assert key(number) not in self.deleted, "an item that a person deleted was made again"
            differing = {name for name, header in COLUMNS.items() if header and item[name] != wanted[header]}
            assert item["PMOState"] == "Active"
            assert differing == listed

    def check_conflict(self, conflict: Conflict, item: dict[str, Any] | None) -> None:
        """No false alarm: where the journal is whole, only what a person changed is in conflict."""
        if self.journal_whole and conflict.owner is Owner.SHARED and conflict.name and item is not None:
            assert item[conflict.name] != self.written.get((item["Id"], conflict.name)), conflict


def planned(site: Site, journal: Journal, rows: list[dict[str, Any]]) -> Plan:
    return plan_publication(site, [(RISKS, ProjectRows(PROJECT, rows, "Risks"))], (), journal)


@cache
def published_once() -> Path:
    """A site with three risks, and the journal of that publish: where every run begins."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    web = InProcess(folder / "site")
    with Journal(folder / "journal 0.db") as journal:
        site = web.publisher_site()
        apply_publication(planned(site, journal, [row(number, "Jo") for number in (1, 2, 3)]), site, journal)
    web.site.close()
    return folder


def row(number: int, owner: str) -> dict[str, Any]:
    return {
        "Risk ID": f"R-{number}",
        "Risk Title": f"Risk {number}",
        "Owner": owner,
        "Mitigation": "Plan B",
        "Response": "Open",
        "Score": 1.0,
    }


def key(number: int) -> str:
    return f"alpha-001|r-{number}"


def number_of(item: dict[str, Any]) -> int:
    return int(str(item["PMOKey"] or "-0").rpartition("-")[2])


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Publishing,
        settings=settings(
            max_examples=examples,
            derandomize=True,  # the same runs every time: a run that fails must fail again
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


def test_edits_faults_and_kills_in_any_order_lose_and_double_nothing() -> None:
    run(10, 12)


@pytest.mark.live
def test_many_edits_faults_and_kills_in_any_order_lose_and_double_nothing() -> None:
    run(40, 15)
