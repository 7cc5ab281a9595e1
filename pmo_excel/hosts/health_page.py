"""The reference page of schedule health, generated from the list of checks."""

from __future__ import annotations

from pmo_excel.schedule.health_checks import CHECKS, PRACTICES, Check


def health_page() -> str:
    """Every check with its definition, formula and threshold; and the ten practices with the checks that serve them."""
    checks = "".join(_row(check) for check in CHECKS)
    practices = "".join(_practice(number) for number in PRACTICES)
    return (
        "# Schedule health\n\n"
        "`PMO.HEALTH` checks a schedule; `PMO.HEALTHCHECKS` prints this list in cells. Numbers 1 to 14 are the DCMA's\n"
        "fourteen points as defined here (newer metrics of the DCMA differ); E1 to E7 go beyond them. A result is\n"
        "always count ÷ denominator.\n\n"
        "| no | check | definition | formula | passes | source |\n|---|---|---|---|---|---|\n"
        f"{checks}\n"
        "## The ten practices of the GAO\n\n"
        "GAO-16-89G, Schedule Assessment Guide, and the checks that serve each.\n\n"
        "| no | practice | checks | and beside them |\n|---|---|---|---|\n"
        f"{practices}"
    )


def _row(check: Check) -> str:
    passes = check.passes.value if check.threshold != check.threshold else f"{check.passes.value} {check.threshold:g}"
    cells = (check.number, check.name, check.definition, check.formula, passes, check.source)
    return "| " + " | ".join(str(cell) for cell in cells) + " |\n"


def _practice(number: int) -> str:
    practice, beside = PRACTICES[number]
    checks = ", ".join(str(check.number) for check in CHECKS if number in check.practices)
    return f"| {number} | {practice} | {checks} | {beside} |\n"
