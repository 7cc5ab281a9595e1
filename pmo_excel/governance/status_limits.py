"""The thresholds of the status: what a PMO may set in Settings, with the values that hold until it does."""

from __future__ import annotations

from typing import Final

from pmo_excel.core.columns import Column, Type


def _share(name: str, default: float, meaning: str, high: float = 1) -> Column:
    return Column(name, meaning, Type.PERCENT, "fraction", minimum=0, maximum=high, default=default)


def _number(name: str, default: float, meaning: str, unit: str, high: float | None = None) -> Column:
    return Column(name, meaning, Type.NUMBER, unit, minimum=0, maximum=high, default=default)


WEIGHTS: Final = {
    "Time": 0.3,
    "Cost": 0.3,
    "Scope": 0.1,
    "Quality": 0.1,
    "Risk": 0.1,
    "Resource": 0.1,
    "Benefits": 0.1,
}
"""What each dimension weighs in the rule Weighted; only the shares among those that are judged count."""

STATUS_LIMITS: Final[tuple[Column, ...]] = (
    _share("Benefits tolerance", 0.1, "Shortfall at which benefits turn red, where the charter gives none."),
    _share("Time tolerance share", 0, "Time tolerance as a share of the baseline's duration; the larger counts."),
    _number("SPI(t) amber below", 0, "Below this SPI(t) time is amber, such as 0.95; 0: not used.", "ratio"),
    _number("SPI(t) red below", 0, "Below this SPI(t) time is red, such as 0.9; 0: not used.", "ratio"),
    _number("CPI amber below", 0, "Below this CPI cost is amber, such as 0.95; 0: not used.", "ratio"),
    _number("CPI red below", 0, "Below this CPI cost is red, such as 0.9; 0: not used.", "ratio"),
    _share(
        "Open changes amber", 0.02, "Value of undecided changes, as a share of the budget, above which scope is amber."
    ),
    _share("Open changes red", 0.05, "Value of undecided changes, as a share of the budget, above which scope is red."),
    _number("Deliverables at risk", 0, "More deliverables at risk than these turn scope amber.", "deliverables"),
    _number("Quality amber above", 0, "More severe defects or overdue reviews than these turn quality amber.", "items"),
    _number("Quality red above", 1, "More severe defects or overdue reviews than these turn quality red.", "items"),
    _share("Exposure amber", 0.8, "Exposure as a share of contingency or tolerance above which risk is amber.", 10),
    _share("Exposure red", 1, "Exposure as a share of contingency or tolerance above which risk is red.", 10),
    _number("Staffing weeks", 8, "Weeks from the status date in which unfilled roles count.", "weeks", 104),
    _share("Unfilled amber", 0, "Share of the asked-for work without a person above which resource is amber."),
    _share("Unfilled red", 0.2, "Share of the asked-for work without a person above which resource is red."),
    _share("Over-allocation amber", 1, "Peak load of people on the critical path above which resource is amber.", 10),
    _share("Over-allocation red", 1.2, "Peak load of people on the critical path above which resource is red.", 10),
    _number("Status age amber", 1, "Reporting periods after which a status is amber for its age.", "periods"),
    _number("Status age grey", 2, "Reporting periods after which a status is grey: stale.", "periods"),
    _share("Trend threshold", 0.1, "Part of a tolerance by which a variance must move for an arrow up or down."),
    _number("Trend periods", 6, "Past periods whose colours are shown beside each dimension.", "periods", 24),
    _number("Override periods", 2, "Reporting periods that an overruled colour may hold at most.", "periods"),
    _number("Stage tolerance", 10, "Days late at which a stage is an exception.", "working days"),
    _number("Work package tolerance", 5, "Days late at which a work package is an exception.", "working days"),
    *(
        _share(f"Weight of {name}", share, f"What {name} weighs in the rule Weighted.")
        for name, share in WEIGHTS.items()
    ),
)
"""Every threshold of the status, each declared as a setting is."""

ROLES: Final[tuple[Column, ...]] = (
    Column(
        "Roles",
        "Who has which role: akeller: Project Manager; guest: Viewer; *: Viewer. Empty: roles are not checked.",
        default="",
    ),
    Column("May publish", "Roles that may publish.", default="Project Manager; PMO Coordinator"),
    Column("May override", "Roles that may overrule a colour.", default="Project Manager; Sponsor"),
    Column(
        "May close a period", "Roles that may take or restate a snapshot.", default="Project Manager; PMO Coordinator"
    ),
)
"""Who may do what."""
