"""Publishing rows: the client's CPU a row, ours beside Office365-REST-Python-Client in the same run.

    python -m benchmarks.bench_publish [--rows 5000] [--client-rows 200] [--delay 0.05] [--runs 7] [--json]

Both write the same values into lists of the same columns, on a local site that is a process of its own and answers each
request after a delay. Ours is everything a publish does: reading the site, the plan, the journal on disk, the rows, the
marker. The client does less: it adds items, without versions or a journal. It needs about one request a row with
`add_item` and `execute_batch`, so it is measured on fewer rows; what it costs grows with the rows. `queue_records` is
its way to put a hundred rows into a request. What ended up on the site is asserted after every run.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import requests
from office365.sharepoint.client_context import ClientContext

from benchmarks.timing import machine, versions
from pmo_excel.risk.tables import Risks
from sharepoint.fields import KEY
from sharepoint.journal import Journal
from sharepoint.lists import list_of
from sharepoint.local import running
from sharepoint.publish import apply_publication, plan_publication
from sharepoint.site import Site
from sharepoint.values import Value, to_site
from sharepoint.wanted import ListSpec, ProjectRows, wanted

Row = Mapping[str, Any]
TITLE = "Risk Title"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one way of publishing took, a row: CPU of this process [s], time [s], and requests in all."""

    way: str
    rows: int
    cpu: float
    elapsed: float
    requests: int


def risk(number: int) -> Row:
    """A risk as a workbook holds it."""
    return {
        "Risk ID": f"R-{number}",
        TITLE: f"Supplier {number % 97} delivers late",
        "Cause": "One source, and its plant moves in the summer",
        "Event": f"Delivery {number} misses its date",
        "Effect": "Fit-out waits, and the move is put off by weeks",
        "Category": "Supplier",
        "Probability": (number % 9 + 1) / 10,
        "Risk Owner": f"Owner {number % 23}",
        "Date Raised": date(2026, 1, 5) + timedelta(days=number % 60),
        "Response Actions": "Order early; keep a second source in reserve",
    }


def specification(title: str) -> ListSpec:
    """A list of the columns that the rows fill."""
    declared = list_of(Risks, TITLE)
    columns = tuple(column for column in declared.columns if column.header in risk(0))
    return ListSpec(title, columns, declared.key, TITLE)


def publish(url: str, folder: Path, title: str, rows: Sequence[Row]) -> Cost:
    """Publish rows with pmo-excel, and assert that they are there and that a second publish has nothing to do."""
    site = Site(url)
    lists = [(specification(title), ProjectRows("BENCH", rows, "Risks"))]
    with Journal(folder / f"{title}.sqlite") as journal:
        began, cpu = time.perf_counter(), time.process_time()
        outcome = apply_publication(plan_publication(site, lists, (), journal), site, journal)
        cpu, elapsed = time.process_time() - cpu, time.perf_counter() - began
        requests = site.connection.requests_sent
        assert outcome.complete, outcome.lines()
        assert outcome.done["Create"] == len(rows)
        assert plan_publication(site, lists, (), journal).empty
        assert site.connection.requests_sent - requests <= 5
    assert count(url, title) == len(rows)
    return Cost("pmo-excel", len(rows), cpu / len(rows), elapsed / len(rows), requests)


def with_client(url: str, folder: Path, title: str, rows: Sequence[Row], in_hundreds: bool) -> Cost:
    """Add rows with the client to a list of the same columns, as they are or in batches of a hundred."""
    publish(url, folder, title, rows[:1])
    bodies = _bodies(url, title, rows[1:])
    sent: list[int] = []
    session = requests.Session()
    session.trust_env = False
    session.hooks["response"].append(lambda response, **options: sent.append(response.status_code))
    context = ClientContext(url).with_access_token(lambda: {"access_token": "x", "token_type": "Bearer"})
    context.with_transport(session=session)
    holder = context.web.lists.get_by_title(title)
    began, cpu = time.perf_counter(), time.process_time()
    if in_hundreds:
        holder.items.queue_records(bodies)
    else:
        for body in bodies:
            holder.add_item(body)
    context.execute_batch()
    cpu, elapsed = time.process_time() - cpu, time.perf_counter() - began
    assert count(url, title) == len(rows)
    way = "client, queue_records + execute_batch" if in_hundreds else "client, add_item + execute_batch"
    return Cost(way, len(bodies), cpu / len(bodies), elapsed / len(bodies), len(sent))


def _bodies(url: str, title: str, rows: Sequence[Row]) -> list[dict[str, Any]]:
    about = Site(url).describe([title])
    want = wanted(specification(title), ProjectRows("BENCH", rows, "Risks"))
    known = {column.name: column for column in want.fields}

    def body(key: str, values: Mapping[str, Value]) -> dict[str, Any]:
        filled = {name: to_site(known[name], value, about.zone) for name, value in values.items() if value is not None}
        return {**filled, KEY.name: key}

    return [body(item.key, item.values) for item in want.items.values()]


def count(url: str, title: str) -> int:
    """How many items a list has."""
    holder = Site(url).describe([title]).lists[title]
    return holder.count if holder else 0


def compared(rows: int, client_rows: int, delay: float, runs: int) -> list[Cost]:
    """Every run of every way, one after the other, so that what else the machine does meets all of them."""
    costs: list[Cost] = []
    many, fewer = [risk(number) for number in range(rows)], [risk(number) for number in range(client_rows + 1)]
    with tempfile.TemporaryDirectory() as name, running(Path(name) / "site", faults=True) as site:
        site.fault("delay", count=10**9, seconds=delay)
        for run in range(runs):
            costs.append(publish(site.url, Path(name), f"Ours {run}", many))
            costs.append(with_client(site.url, Path(name), f"Client {run}", fewer, in_hundreds=False))
            costs.append(with_client(site.url, Path(name), f"Hundreds {run}", fewer, in_hundreds=True))
    return costs


def lines(costs: Sequence[Cost]) -> list[str]:
    """The figures for people: per way the CPU a row of all runs, and how many times ours it is."""
    told = [
        f"{'way':40} {'rows':>6} {'requests':>8} {'CPU a row: min':>15} {'median':>8} {'max us':>8} {'ms a row':>9}"
    ]
    ours = 0.0
    for way in dict.fromkeys(cost.way for cost in costs):
        found = [cost for cost in costs if cost.way == way]
        cpu = [cost.cpu * 1e6 for cost in found]
        median = statistics.median(cpu)
        ours = ours or median
        figures = f"{min(cpu):15.0f} {median:8.0f} {max(cpu):8.0f}"
        elapsed = statistics.median(cost.elapsed for cost in found) * 1e3
        first = found[0]
        told.append(f"{way:40} {first.rows:6,} {first.requests:8,} {figures} {elapsed:9.2f} {median / ours:6.1f}x")
    return told


def main() -> None:
    """Run the benchmark and print it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=5_000)
    options.add_argument("--client-rows", type=int, default=200)
    options.add_argument("--delay", type=float, default=0.05, help="Seconds after which the site answers.")
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    command = " ".join(f"--{name.replace('_', '-')} {value}" for name, value in vars(chosen).items() if name != "json")
    found = versions(["pmo-excel", "Office365-REST-Python-Client", "requests"])
    about = {
        "command": f"python -m benchmarks.bench_publish {command}",
        "machine": machine(),
        "versions": found,
    }
    costs = compared(chosen.rows, chosen.client_rows, chosen.delay, chosen.runs)
    if chosen.json:
        print(json.dumps(about | {"costs": [asdict(cost) for cost in costs]}))
        return
    print(f"Command   {about['command']}\nMachine   {about['machine']}")
    print("Versions ", ", ".join(f"{name} {number}" for name, number in found.items()), "\n")
    print("\n".join(lines(costs)))


if __name__ == "__main__":
    main()
