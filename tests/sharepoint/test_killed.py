"""A real `pmo publish apply`, killed at a random request: once it is started again, everything is there, once.

Each seed draws the request at which the process gets SIGKILL and whether the site still carries that request out; the
hostile runs also lose 10 % of all replies, answer 5 % of the requests 429, let the token end, and a person edits a risk
meanwhile. Runs and seeds are in the names of the tests.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pmo_excel.hosts.provision_command import prepared
from pmo_excel.hosts.publish_command import Publication, publication_plan, published
from tests.refresh.workbooks import make
from tests.sharepoint.killed import Hazards, person, pmo, serving

pytestmark = pytest.mark.live

FEW, MANY = 110, 5000
TRIES = 6


@cache
def workbook(count: int, owner: str) -> bytes:
    """The bytes of a project's workbook."""
    return make(Risks=risks(count, owner))


def risks(count: int, owner: str = "Jo") -> list[dict[str, Any]]:
    """Rows of the sheet Risks."""
    return [
        {
            "Risk ID": f"R-{number:04}",
            "Risk Title": f"Risk {number}",
            "Risk Owner": owner,
            "Probability (1-5)": number % 5 + 1,
            "Impact Cost (1-5)": 3,
            "Risk Status": "Open",
        }
        for number in range(1, count + 1)
    ]


@dataclass
class Desk:
    """A coordinator's folders: workbooks, state, and the site's own."""

    folder: Path

    @property
    def books(self) -> Path:
        return self.folder / "books"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def write(self, count: int, owner: str) -> None:
        self.books.mkdir(parents=True, exist_ok=True)
        (self.books / "TST-001.xlsx").write_bytes(workbook(count, owner))

    def run(self, url: str, hazards: Hazards) -> int:
        """Publish by a process of its own; gives its exit status."""
        hazards.process = pmo("publish", "apply", self.books, "--site", url, "--json", state=self.state)
        _, told = hazards.process.communicate(timeout=120)
        assert "Traceback" not in told, told
        return hazards.process.returncode

    def until_done(self, url: str) -> Publication:
        """Publish again until everything is there."""
        for _ in range(TRIES):
            result = published([self.books], url, state=self.state)
            if not result.failed:
                return result
        raise AssertionError([str(problem) for problem in result.problems])

    def plan(self, url: str) -> Publication:
        """What publishing once more would do."""
        return publication_plan([self.books], url, self.state)


def owners(url: str) -> dict[str, str]:
    """The owner of each risk on the site by its ID; fails where one is there twice."""
    rows = person(url, "Risks").rows()
    found = {row["PMORiskID"]: row["PMORiskOwner"] for row in rows}
    assert len(found) == len(rows), "a risk is there twice"
    assert {row["PMOState"] for row in rows} == {"Active"}
    return found


@pytest.fixture(scope="module")
def published_before(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, int]:
    """A site with risks, and how many requests the first publish took."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.write(FEW, "Jo")
    hazards = Hazards()
    with serving(desk.site, hazards) as url:
        desk.until_done(url)
    return desk, hazards.requests


@pytest.mark.parametrize("seed", range(1, 10))
def test_a_first_publish_that_is_killed_at_a_random_request_is_continued(
    seed: int, published_before: tuple[Desk, int], tmp_path: Path
) -> None:
    drawn, (_, usual) = random.Random(seed), published_before
    desk = Desk(tmp_path)
    desk.write(FEW, "Jo")
    hazards = Hazards(drawn.randint(1, usual), drawn.random() < 0.5)
    with serving(desk.site, hazards) as url:
        assert desk.run(url, hazards) == -9, "it was killed"
        desk.until_done(url)
        assert owners(url) == {row["Risk ID"]: "Jo" for row in risks(FEW)}
        after = desk.plan(url).plan
    assert after is not None
    assert (after.actions, after.settled) == ((), ())


@pytest.mark.parametrize("seed", range(1, 11))
def test_on_a_bad_day_a_killed_publish_loses_and_doubles_nothing(
    seed: int, published_before: tuple[Desk, int], tmp_path: Path
) -> None:
    """All owners change and 60 risks are new, while a person takes over one risk."""
    drawn, (before, usual) = random.Random(seed), published_before
    shutil.copytree(before.folder, tmp_path, dirs_exist_ok=True)
    desk = Desk(tmp_path)
    desk.write(FEW + 60, "Kim")
    taken = f"R-{drawn.randint(1, FEW):04}"
    hazards = Hazards(drawn.randint(3, usual), drawn.random() < 0.5, 0.1, 0.05, drawn.randint(1, 8), seed=seed)
    with serving(desk.site, hazards) as url:
        hazards.at[drawn.randint(1, 4)] = lambda: person(url, "Risks").edit(taken, PMORiskOwner="Sponsor")
        desk.run(url, hazards)
        hazards.kill_at = 0
        result = desk.until_done(url)
        hazards.calm()
        assert owners(url) == {row["Risk ID"]: "Kim" for row in risks(FEW + 60)} | {taken: "Sponsor"}
        assert result.outcome is not None
        assert [(each.label.partition(" ")[0], each.last, each.site) for each in result.outcome.conflicts] == [
            (taken, "Jo", "Sponsor")
        ]
        after = desk.plan(url).plan
    assert after is not None
    assert (after.writes, len(after.conflicts), after.settled) == ((), 1, ())


@pytest.mark.parametrize(("made_before", "most"), [(False, 61), (True, 59)], ids=["empty site", "lists made before"])
def test_five_thousand_risks_take_few_requests_and_a_second_publish_five(
    made_before: bool, most: int, tmp_path: Path
) -> None:
    """5,002 rows are 51 batches; the rest reads, and makes lists, columns, folders, the report and the marker."""
    desk = Desk(tmp_path)
    desk.write(MANY, "Jo")
    hazards = Hazards()
    with serving(desk.site, hazards) as url:
        if made_before:
            assert not prepared(url, "", tmp_path / "the owner's state").failed
            hazards.requests = 0
        assert desk.run(url, hazards) == 0
        assert hazards.requests <= most
        assert len(owners(url)) == MANY
        hazards.requests = 0
        after = desk.plan(url).plan
        assert hazards.requests <= 5
    assert after is not None
    assert (after.actions, after.settled) == ((), ())


def test_five_thousand_risks_killed_once_take_sixty_requests_and_a_second_publish_five(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write(MANY, "Jo")
    hazards = Hazards(random.Random(0).randint(10, 60), carried_out=True)
    with serving(desk.site, hazards) as url:
        assert desk.run(url, hazards) == -9
        killed_after = hazards.requests
        desk.until_done(url)
        assert hazards.requests - killed_after <= 60
        hazards.requests = 0
        after = desk.plan(url).plan
        assert hazards.requests <= 5
        assert owners(url) == {row["Risk ID"]: "Jo" for row in risks(MANY)}
    assert after is not None
    assert (after.actions, after.settled) == ((), ())
