"""What `pmo import` prints: the outcome of an import, or of checking its certificate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from rich.markup import escape
from rich.table import Table as RichTable

from pmo_excel.core.problems import Code, Problem, Severity, serious
from pmo_excel.hosts.import_command import SUFFIX, Done, Request, import_file
from pmo_excel.hosts.printing import console, errors, print_json, print_problems, summary
from pmo_excel.hosts.verify_command import verified
from pmo_excel.workbook.refused import Refused

_FINE, _FINDINGS, _NOT_DONE = 0, 1, 2
_TO_BE_FILLED: Final = frozenset({Code.MISSING_VALUE, Code.UNDEFINED})
"""What a workbook that was just made lacks by nature, and what rests on it: said in one line."""
_SHOWN: Final = 20
"""Findings that are printed; the workbook and the certificate list all."""


def run_import(source: Path, target: Path | None, level: str, force: bool, as_json: bool) -> int:
    """Import a file, say what was done; the exit status."""
    request = Request(source, target or source.with_suffix(SUFFIX), level, force)
    try:
        done, problems = import_file(request, datetime.now())
    except Refused as error:
        done, problems = None, error.problems
    if as_json:
        print_json(done.as_json() if done else {"written": [], "problems": [p.as_json() for p in problems]})
    elif done is None:
        print_problems(problems)
    else:
        _print(source, done)
    return _NOT_DONE if done is None else _FINDINGS if any(serious(p) for p in problems) else _FINE


def _print(source: Path, done: Done) -> None:
    console.print(f"[bold]{escape(source.name)}[/] ({escape(done.imported.program)}) → {escape(str(done.written[0]))}")
    table = RichTable("Kind", "In the source", "Left out", "Why", box=None, pad_edge=False)
    for total in done.imported.totals:
        why = total.why if total.left_out else ""
        table.add_row(escape(total.entity), f"{total.found:,.10g}", f"{total.left_out:,.10g}", escape(why))
    if done.imported.totals:
        console.print(table)
    dates = done.comparison
    if dates.compared:
        same = dates.compared - len(dates.differing)
        console.print(f"Dates: {same} of {dates.compared} tasks on the days of the source")
        for reason, count in dates.by_reason.items():
            console.print(f"  {count:5}  {reason.value}")
    for path in done.written[1:]:
        console.print(f"  {escape(str(path))}")
    for copy in done.copies:
        console.print(f"  what was there before is {escape(str(copy))}")
    console.print(f"Certificate SHA-256 {done.digest}")
    _print_findings(done.problems)


def _print_findings(problems: Sequence[Problem]) -> None:
    counted = summary(problems)
    if counted:
        console.print(f"Findings: {counted}; the certificate lists what was not carried over")
        told = [p for p in problems if p.severity is not Severity.INFO]
        blank = [p for p in told if p.code in _TO_BE_FILLED]
        print_problems([p for p in told if p.code not in _TO_BE_FILLED][:_SHOWN])
        fields = ", ".join(dict.fromkeys(f"{p.cell.sheet} {p.cell.column}" for p in blank if p.cell.column))
        if fields:
            console.print(f"To fill in, as the file does not say it: {escape(fields)}")


def run_verify(certificate: Path, source: Path | None, workbook: Path | None, as_json: bool) -> int:
    """Check a certificate, say what was found; the exit status."""
    found, problem = verified(certificate, source, workbook)
    if as_json:
        problems = [] if found and found.sound else [problem.as_json()]
        print_json({**(found.as_json() if found else {"sound": False, "checks": []}), "problems": problems})
    elif found is None:
        print_problems([problem])
    else:
        for check in found.checks:
            mark = "[green]✓[/]" if check.sound else "[red]✗[/]"
            console.print(f"{mark} {escape(check.what)} {escape(check.found)}")
        console.print(f"Certificate SHA-256 {found.digest}")
        if not found.sound:
            errors.print("Not everything is as it was when the certificate was made.")
    return _NOT_DONE if found is None else _FINE if found.sound else _FINDINGS
