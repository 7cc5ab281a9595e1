"""`pmo demo`: the main job on a sample portfolio, end to end, through the same commands that people use."""

from __future__ import annotations

import time
import webbrowser
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pmo_excel.hosts.books import Outcome, refresh_file
from pmo_excel.hosts.collect_command import Asked, collect
from pmo_excel.hosts.printing import console, errors, print_problems, progress, summary
from pmo_excel.hosts.provision_command import prepared
from pmo_excel.hosts.publish_command import published, saved_at
from pmo_excel.hosts.report_command import wanted, write_reports
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.sample import sample
from pmo_excel.workbook.save import create
from sharepoint.local import running

WORKBOOKS, REPORTS, SITE, STATE = "workbooks", "reports", "site", "state"
PORTFOLIO = "Portfolio.xlsx"


def run_demo(folder: Path, *, open_browser: bool, keep_serving: bool, port: int) -> int:
    """Write the sample workbooks, refresh them, report, publish; give the exit status.

    Troubles that the sample's files have on purpose are shown, and are no failure of the demo.
    """
    started = time.monotonic()
    try:
        paths = _write(folder)
        outcomes = _refresh(paths)
        reports = folder / REPORTS
        pages, problems = write_reports(paths, wanted(["status"], "html"), reports, saved_at)
        slides, more = write_reports(paths[:1], wanted(["status"], "pptx"), reports, saved_at)
        problems += more
        console.print(
            f"[bold]3[/] {len(pages)} status pages in {reports}; as slides: {slides[0].path.name if slides else '–'}"
        )
        portfolio = folder / PORTFOLIO
        gathered = collect(Asked([folder / WORKBOOKS], portfolio, datetime.now()))
        page, said = write_reports([portfolio, *paths], wanted(["portfolio"], "html"), reports, saved_at)
        problems += said
        names = "".join(one.path.name for one in page)
        console.print(f"  {len(gathered.collected.projects)} projects collected into {portfolio}; its page: {names}")
        with running(folder / SITE, port=port) as site:
            prepared(site.url, "", folder / STATE)
            publication = published(paths, site.url, state=folder / STATE)
            console.print(f"[bold]4[/] Published: {publication.summary}")
            failed = any(o.failed for o in outcomes) or publication.failed
            print_problems([*problems, *publication.problems], limit=5)
            _say_what_to_open(reports, site.url, time.monotonic() - started, keep_serving)
            if keep_serving and not failed:
                _serve(site.url, reports, open_browser)
    except Refused as error:
        print_problems(error.problems)
        return 2
    return 2 if failed else 0


def _write(folder: Path) -> list[Path]:
    """The sample's workbooks, new; those of an earlier run are replaced."""
    target = folder / WORKBOOKS
    target.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, data in sample().items():
        create(target / name, data, replace=True)
        paths.append(target / name)
    console.print(f"[bold]1[/] {len(paths)} project workbooks in {target}")
    return paths


def _refresh(paths: Sequence[Path]) -> list[Outcome]:
    with progress() as bar:
        outcomes = [refresh_file(path, datetime.now()) for path in bar.track(paths, description="Refreshing")]
    console.print("[bold]2[/] Computed:")
    for outcome in outcomes:
        cells = len(outcome.refresh.seen) if outcome.refresh else 0
        found = summary(outcome.problems) or "no findings"
        console.print(f"    {outcome.path.name}: {cells} cells; {found}")
    return outcomes


def _say_what_to_open(reports: Path, url: str, seconds: float, serving: bool) -> None:
    console.print(f"\nDone in {seconds:.0f} s. Look at:")
    console.print(f"  {reports / 'index.html'}   the portfolio, and each project's status page")
    console.print("  the workbooks: Schedule with its Gantt, Status with its reasons, Findings")
    if serving:
        console.print(f"  {url}   the SharePoint site: lists, documents, and what was sent")
    else:
        console.print(
            "  the site again, with what was published: pmo sharepoint serve --data " + str(reports.parent / SITE)
        )


def _serve(url: str, reports: Path, open_browser: bool) -> None:
    if open_browser:
        webbrowser.open((reports / "index.html").resolve().as_uri())
        webbrowser.open(url)
    errors.print("\nThe site runs until you press Ctrl+C.")
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        console.print("Stopped; everything is kept in the folder.")
