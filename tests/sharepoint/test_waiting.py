"""Waiting for a busy site: what it asks, our own patience where it asks nothing, its budget, and stopping."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office365.sharepoint.lists.creation_information import ListCreationInformation

from sharepoint.connection import Connection
from sharepoint.errors import Answer
from sharepoint.local import Running
from sharepoint.waiting import LONGEST, CancelledError, Pace, backoff
from tests.sharepoint.publishing import Person, Publisher, risks


def busy(**headers: str) -> Answer:
    return Answer(429, {name.replace("_", "-"): value for name, value in headers.items()})


def test_the_site_is_given_the_time_it_asks_for() -> None:
    """The example of Microsoft's page: 429 with Retry-After 31 and RateLimit-Reset 31."""
    asked = busy(retry_after="31", ratelimit_limit="1200", ratelimit_remaining="0", ratelimit_reset="31")
    assert backoff(asked, 1, 0.0) == 31
    assert backoff(busy(retry_after="5", ratelimit_remaining="0", ratelimit_reset="40"), 9, 1.0) == 40
    assert backoff(busy(retry_after="0"), 3, 1.0) == 0


def test_a_moment_instead_of_seconds_is_understood() -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 85 < backoff(busy(retry_after=moment), 1, 0.0) <= 90
    assert backoff(busy(retry_after="soon"), 1, 1.0) == 2


@given(st.integers(1, 900), st.floats(0, 1))
def test_without_a_word_from_the_site_waits_grow_and_stay_bounded(attempt: int, chance: float) -> None:
    wait = backoff(busy(), attempt, chance)
    assert min(2.0**attempt, LONGEST) / 2 <= wait <= LONGEST


def test_requests_are_spread_when_the_budget_runs_low() -> None:
    """240 units left for 20 s after a request that took 60: four more such requests, one every 5 s."""
    pace = Pace()
    assert pace.after(Answer(200)) == 0
    assert pace.after(Answer(200, {"ratelimit-remaining": "300", "ratelimit-reset": "25"})) < 1
    assert pace.after(Answer(200, {"ratelimit-remaining": "240", "ratelimit-reset": "20"})) == 5
    assert pace.after(Answer(200, {"ratelimit-remaining": "40", "ratelimit-reset": "18"})) == 18
    assert pace.after(Answer(200)) == 0


def test_nothing_is_sent_after_cancelling() -> None:
    connection = Connection("http://127.0.0.1:9/sites/pmo")
    connection.cancel()
    with pytest.raises(CancelledError):
        connection.send("GET", "Web")
    assert connection.requests_sent == 0


@pytest.mark.live
def test_a_long_wait_can_be_stopped_and_publishing_goes_on_from_there(publisher: Publisher, server: Running) -> None:
    """The site asks for ten minutes in the middle of a publish; a person stops it at once."""
    publisher.publish(risks(1))
    plan_of = Publisher(publisher.url, publisher.journal_path)
    connection = plan_of.site.connection
    connection.sleep = connection._cancelled.wait
    told: list[float] = []

    def waiting(seconds: float) -> None:
        told.append(seconds)
        threading.Timer(0.05, connection.cancel).start()

    connection.waiting = waiting
    server.fault("throttle", count=1, skip=3, retry_after=600, match="$batch")
    with pytest.raises(CancelledError):
        plan_of.publish(risks(150))
    assert told == [600]
    assert publisher.publish(risks(150)).complete
    assert len(Person(publisher.url).rows()) == 150


@pytest.mark.live
def test_a_query_of_the_client_can_be_stopped_too(publisher: Publisher) -> None:
    publisher.site.connection.cancel()
    with pytest.raises(CancelledError):
        publisher.site.run(lambda context: context.web.lists.add(ListCreationInformation("New")), "making a list")
