"""The sheets that bring the projects' registers together."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table(
    "Portfolio Milestones",
    "tblPMilestones",
    "Milestones and gates of all projects, in one list.",
    key="project_id+milestone",
    book="portfolio",
)
class PortfolioMilestones(Table):
    """Milestones of every project."""

    project_id: Annotated[Texts, Column("Project ID", "The project.", computed="COLLECT", width=11)]
    milestone: Annotated[Texts, Column("Milestone", "Its milestone.", computed="COLLECT", width=40)]
    milestone_class: Annotated[
        Texts,
        Column(
            "Milestone Class",
            "Gate, Contract, Deliverable or Interim.",
            Type.CHOICE,
            choices="MilestoneClass",
            computed="COLLECT",
            width=14,
        ),
    ]
    baseline_date: Annotated[
        Instants, Column("Baseline Date", "The agreed day.", Type.DATE, computed="COLLECT", width=12)
    ]
    previous_forecast: Annotated[
        Instants,
        Column(
            "Previous Forecast",
            "The day that was expected at the project's last snapshot.",
            Type.DATE,
            computed="COLLECT",
            width=12,
        ),
    ]
    forecast_date: Annotated[
        Instants, Column("Forecast Date", "The day it is now expected.", Type.DATE, computed="COLLECT", width=12)
    ]
    p80_date: Annotated[
        Instants,
        Column(
            "P80 Date",
            "The day by which it is reached in 80% of the simulated runs.",
            Type.DATE,
            computed="COLLECT",
            width=12,
        ),
    ]
    moved: Annotated[
        Numbers,
        Column(
            "Moved since Last (wd)",
            "Working days later than at the project's last snapshot; minus is earlier.",
            Type.NUMBER,
            unit="working days",
            computed="COLLECT",
            width=11,
        ),
    ]
    rag: Annotated[
        Texts, Column("Milestone RAG", "Its colour, from the project.", Type.RAG, computed="COLLECT", width=11)
    ]
    approving_board: Annotated[Texts, Column("Approving Board", "Who approves it: Portfolio board.", width=22)]


@table(
    "Cross Dependencies",
    "tblXDeps",
    "What one project waits for from another, and whether both know.",
    key="give_project+get_project+what",
    book="portfolio",
)
class CrossDependencies(Table):
    """Give and get of projects, matched."""

    give_project: Annotated[Texts, Column("Give Project", "Who delivers it.", computed="COLLECT", width=12)]
    get_project: Annotated[Texts, Column("Get Project", "Who waits for it.", computed="COLLECT", width=12)]
    what: Annotated[Texts, Column("What", "What is handed over.", computed="COLLECT", width=44)]
    needed_by: Annotated[
        Instants, Column("Needed By", "The day it is needed.", Type.DATE, computed="COLLECT", width=12)
    ]
    promised_date: Annotated[
        Instants, Column("Promised Date", "The day it is promised.", Type.DATE, computed="COLLECT", width=12)
    ]
    gap: Annotated[
        Numbers,
        Column(
            "Gap (wd)",
            "Working days from needed to promised; above 0 is late.",
            Type.NUMBER,
            unit="working days",
            computed="COLLECT",
            width=10,
        ),
    ]
    matched: Annotated[
        Texts,
        Column(
            "Matched",
            "Whether both projects list it, or one only.",
            Type.CHOICE,
            choices=(
                "Both sides",
                "One side only",
            ),
            computed="COLLECT",
            width=15,
        ),
    ]
    owner: Annotated[Texts, Column("Owner", "Who settles it: Priya Nair.", Type.PERSON, width=18)]


@table(
    "Portfolio RAID",
    "tblPRAID",
    "Risks, issues, assumptions and dependencies that concern the board.",
    key="kind+project_id+id",
    book="portfolio",
)
class PortfolioRaid(Table):
    """What projects have escalated."""

    kind: Annotated[
        Texts,
        Column(
            "Kind",
            "Risk, Issue, Assumption or Dependency.",
            Type.CHOICE,
            choices=(
                "Risk",
                "Issue",
                "Assumption",
                "Dependency",
            ),
            computed="COLLECT",
            width=14,
        ),
    ]
    id: Annotated[Texts, Column("ID", "Its ID in the project.", computed="COLLECT", width=10)]
    project_id: Annotated[Texts, Column("Project ID", "The project.", computed="COLLECT", width=11)]
    title: Annotated[Texts, Column("Title", "What it is.", computed="COLLECT", width=44)]
    owner: Annotated[Texts, Column("Owner", "Who answers for it.", Type.PERSON, computed="COLLECT", width=18)]
    score: Annotated[
        Texts,
        Column("Score / Severity", "The score of a risk, the severity of an issue.", computed="COLLECT", width=11),
    ]
    proximity: Annotated[
        Texts,
        Column("Proximity", "When a risk may happen.", Type.CHOICE, choices="Proximity", computed="COLLECT", width=18),
    ]
    exposure: Annotated[
        Numbers,
        Column("Exposure", "The expected cost of a risk.", Type.MONEY, unit="currency", computed="COLLECT", width=13),
    ]
    age: Annotated[
        Numbers, Column("Age (d)", "Days since it was raised.", Type.NUMBER, unit="days", computed="COLLECT", width=8)
    ]
    escalated_to: Annotated[
        Texts,
        Column(
            "Escalated To", "Who must decide.", Type.CHOICE, choices="EscalationLevel", computed="COLLECT", width=16
        ),
    ]
    since_last: Annotated[
        Texts,
        Column(
            "New / Changed / Closed",
            "Against the project's last snapshot; empty: the same, or nothing to compare with.",
            Type.CHOICE,
            choices=(
                "New",
                "Changed",
                "Closed",
            ),
            computed="COLLECT",
            width=11,
        ),
    ]


@table(
    "Financials",
    "tblFinancials",
    "Budget, actual and forecast of all projects, by period.",
    key="project_id+fiscal_period",
    book="portfolio",
)
class Financials(Table):
    """Money: one row per project and fiscal period."""

    project_id: Annotated[Texts, Column("Project ID", "The project.", computed="COLLECT", width=11)]
    fiscal_period: Annotated[
        Texts, Column("Fiscal Period", "The period of the fiscal year: FY26 P03.", computed="COLLECT", width=12)
    ]
    budget: Annotated[
        Numbers, Column("Budget", "What was planned.", Type.MONEY, unit="currency", computed="COLLECT", width=13)
    ]
    actual: Annotated[
        Numbers,
        Column(
            "Actual",
            "What was spent up to the status date, in its period.",
            Type.MONEY,
            unit="currency",
            computed="COLLECT",
            width=13,
        ),
    ]
    forecast: Annotated[
        Numbers,
        Column("Forecast", "What is still expected.", Type.MONEY, unit="currency", computed="COLLECT", width=13),
    ]
    commitment: Annotated[
        Numbers, Column("Commitment", "What is ordered.", Type.MONEY, unit="currency", computed="COLLECT", width=13)
    ]
    variance: Annotated[
        Numbers,
        Column(
            "Variance",
            "Budget less actual and forecast; minus is over.",
            Type.MONEY,
            unit="currency",
            computed="COLLECT",
            width=13,
        ),
    ]
    contingency_left: Annotated[
        Numbers,
        Column(
            "Contingency Left",
            "Contingency that is not drawn.",
            Type.MONEY,
            unit="currency",
            computed="COLLECT",
            width=13,
        ),
    ]
    fx_rate_used: Annotated[
        Numbers,
        Column("FX Rate Used", "The rate into the portfolio's currency.", Type.NUMBER, computed="COLLECT", width=11),
    ]


@table(
    "Portfolio Benefits",
    "tblPBenefits",
    "What all projects promise, expect and have brought.",
    key="project_id+benefit",
    book="portfolio",
)
class PortfolioBenefits(Table):
    """Benefits of every project."""

    project_id: Annotated[Texts, Column("Project ID", "The project.", computed="COLLECT", width=11)]
    benefit: Annotated[Texts, Column("Benefit", "What gets better.", computed="COLLECT", width=44)]
    owner: Annotated[Texts, Column("Owner", "Who answers for it.", Type.PERSON, computed="COLLECT", width=18)]
    target: Annotated[Numbers, Column("Target", "The value promised.", Type.NUMBER, computed="COLLECT", width=12)]
    forecast: Annotated[Numbers, Column("Forecast", "The value expected.", Type.NUMBER, computed="COLLECT", width=12)]
    realised: Annotated[Numbers, Column("Realised", "The value measured.", Type.NUMBER, computed="COLLECT", width=12)]
    rag: Annotated[
        Texts, Column("Benefit RAG", "Its colour, from the project.", Type.RAG, computed="COLLECT", width=10)
    ]


@table(
    "Portfolio Changes",
    "tblPChanges",
    "Changes that are open or were decided.",
    key="project_id+change_id",
    book="portfolio",
)
class PortfolioChanges(Table):
    """Changes of every project."""

    project_id: Annotated[Texts, Column("Project ID", "The project.", computed="COLLECT", width=11)]
    change_id: Annotated[Texts, Column("Change ID", "Its change.", computed="COLLECT", width=11)]
    title: Annotated[Texts, Column("Title", "What is asked for.", computed="COLLECT", width=44)]
    status: Annotated[
        Texts, Column("Status", "Raised to Closed.", Type.CHOICE, choices="ChangeStatus", computed="COLLECT", width=18)
    ]
    time: Annotated[
        Numbers,
        Column(
            "Time (wd)",
            "Working days by which its project would finish later.",
            Type.NUMBER,
            unit="working days",
            computed="COLLECT",
            width=9,
        ),
    ]
    cost: Annotated[
        Numbers, Column("Cost", "What it would cost.", Type.MONEY, unit="currency", computed="COLLECT", width=12)
    ]
    age: Annotated[
        Numbers,
        Column("Age (d)", "Days from raised to decided.", Type.NUMBER, unit="days", computed="COLLECT", width=8),
    ]
    authority_required: Annotated[
        Texts,
        Column(
            "Authority Required", "Who may decide it.", Type.CHOICE, choices="Authority", computed="COLLECT", width=17
        ),
    ]


@table(
    "Gate Pipeline",
    "tblGatePipe",
    "The gates to come, how ready projects are, and what is missing.",
    key="project_id+gate",
    book="portfolio",
)
class GatePipeline(Table):
    """Upcoming gates of every project."""

    project_id: Annotated[Texts, Column("Project ID", "The project.", computed="COLLECT", width=11)]
    gate: Annotated[Texts, Column("Gate", "The gate.", computed="COLLECT", width=16)]
    gate_date: Annotated[Instants, Column("Gate Date", "Its planned day.", Type.DATE, computed="COLLECT", width=12)]
    readiness_percent: Annotated[
        Numbers, Column("Readiness %", "Items in place.", Type.PERCENT, unit="fraction", computed="COLLECT", width=10)
    ]
    missing_mandatory: Annotated[
        Texts, Column("Missing Mandatory", "Mandatory items that are not in place.", computed="COLLECT", width=50)
    ]
    board: Annotated[Texts, Column("Board", "Who decides: Project board.", width=22)]
    outcome: Annotated[
        Texts,
        Column(
            "Outcome",
            "Go, Conditional go, Hold, Stop or Not held.",
            Type.CHOICE,
            choices="GateOutcome",
            computed="COLLECT",
            width=14,
        ),
    ]


def _count(header: str, help: str) -> Column:
    return Column(header, help, Type.NUMBER, computed="COLLECT", width=10)


def _colour(header: str, help: str) -> Column:
    return Column(header, help, Type.RAG, computed="COLLECT", width=11)


@table(
    "Roll-up",
    "tblRollUp",
    "The colours of all projects together, and by programme, sponsor and so on.",
    key="by+group",
    book="portfolio",
)
class RollUps(Table):
    """Colours rolled up: by the worst, by weight, and by the rule that Settings choose."""

    by: Annotated[Texts, Column("By", "What projects are grouped by; filter by it.", computed="COLLECT", width=18)]
    group: Annotated[Texts, Column("Group", "The programme, the sponsor and so on.", computed="COLLECT", width=30)]
    projects: Annotated[Numbers, _count("Projects", "How many it has.")]
    red: Annotated[Numbers, _count("Red", "How many of them are red.")]
    amber: Annotated[Numbers, _count("Amber", "How many of them are amber.")]
    green: Annotated[Numbers, _count("Green", "How many of them are green or complete.")]
    grey: Annotated[Numbers, _count("Not Reported", "How many of them have no colour.")]
    worst: Annotated[Texts, _colour("Worst-of", "By the worst of them.")]
    weighted: Annotated[Texts, _colour("Weighted", "By points, weighted by approved budget.")]
    chosen: Annotated[Texts, _colour("Shown", "By the rule in Settings: the one to report.")]
    rule: Annotated[Texts, Column("Rule", "The rule that Shown goes by.", computed="COLLECT", width=14)]
    why: Annotated[
        Texts,
        Column(
            "Why",
            "The projects that are red or amber, and what the rule makes of them.",
            Type.LONG_TEXT,
            computed="COLLECT",
            width=60,
        ),
    ]
