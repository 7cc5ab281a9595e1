"""Validation lists: the small fixed sets of words, as they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "ActionStatus": ("Not started", "In progress", "Blocked", "Done", "Cancelled"),
    "Accept": ("Apply", "Ignore", "Later"),
    "ActionSource": ("Meeting", "Risk", "Issue", "Gate", "Lesson"),
    "Authority": ("Project Manager", "Change authority", "Sponsor", "Project board", "Portfolio board"),
    "Booking": ("Hard", "Soft"),
    "CapexOpex": ("CapEx", "OpEx"),
    "ChangeDecision": ("Approve", "Reject", "Defer", "More information", "Escalate"),
    "ChangeStatus": (
        "Raised",
        "Under assessment",
        "Awaiting decision",
        "Approved",
        "Rejected",
        "Deferred",
        "Implementing",
        "Implemented",
        "Closed",
        "Withdrawn",
    ),
    "Channel": ("Meeting", "Call", "E-mail", "Teams", "Report", "Workshop", "Newsletter", "Portal"),
    "ConstraintType": (
        "As soon as possible",
        "As late as possible",
        "Start no earlier than",
        "Start no later than",
        "Finish no earlier than",
        "Finish no later than",
        "Must start on",
        "Must finish on",
    ),
    "CostCategory": (
        "Labour",
        "Contractor",
        "Supplier",
        "Hardware",
        "Software",
        "Travel",
        "Training",
        "Facilities",
        "Other",
    ),
    "Currency": (
        "GBP",
        "EUR",
        "USD",
        "CHF",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "AUD",
        "CAD",
        "JPY",
        "CNY",
        "INR",
        "ZAR",
    ),
    "DeliverableStatus": ("Planned", "In progress", "In review", "Approved", "Rejected", "Superseded"),
    "DependencyStatus": ("Proposed", "Agreed", "At risk", "Delivered", "Broken", "Withdrawn"),
    "EACMethod": ("Typical (BAC/CPI)", "Atypical", "CPI×SPI", "Weighted", "Last 3 periods", "Bottom-up ETC"),
    "EVMethod": (
        "0/100",
        "50/50",
        "25/75",
        "% complete",
        "Weighted milestones",
        "Units",
        "Level of effort",
        "Apportioned",
    ),
    "Engagement": ("Unaware", "Resistant", "Neutral", "Supportive", "Leading"),
    "EscalationLevel": ("Project Manager", "Sponsor", "Programme", "Portfolio board", "Executive"),
    "ExpectationStatus": ("Kept so far", "At risk", "Missed", "Met", "Withdrawn"),
    "Frequency": ("Daily", "Weekly", "Fortnightly", "Monthly", "Quarterly", "Per stage", "Ad hoc"),
    "Gate": (
        "G0 Mandate",
        "G1 Initiate",
        "G2 Plan",
        "G3 Stage end",
        "G4 Go-live",
        "G5 Close",
        "G6 Benefits",
    ),
    "GateOutcome": ("Go", "Conditional go", "Hold", "Stop", "Not held"),
    "ImpactLevel": ("Not assessed", "None", "Low", "Medium", "High"),
    "IntakeStage": ("Draft", "Submitted", "Screened", "Business case", "Scored", "Decided"),
    "IssueStatus": ("Open", "In progress", "Awaiting decision", "Escalated", "Resolved", "Closed"),
    "IssueType": (
        "Request for change",
        "Off-specification",
        "Problem",
        "Concern",
        "Business opportunity",
        "External event",
    ),
    "LeaveType": ("Annual", "Sick", "Training", "Public duty", "Other"),
    "LifecycleStatus": ("Proposed", "Approved", "Active", "On hold", "Closing", "Closed", "Cancelled"),
    "Methodology": ("PRINCE2", "PMBOK predictive", "Hybrid", "Agile/Scrum", "Light"),
    "MilestoneClass": ("Gate", "Contract", "Deliverable", "Interim"),
    "MoSCoW": ("Must", "Should", "Could", "Won't now"),
    "Objective": ("Time", "Cost", "Scope", "Quality", "Benefits"),
    "Priority": ("1", "2", "3", "4", "5"),
    "ProjectType": (
        "IT",
        "Construction",
        "Product",
        "Process change",
        "Regulatory",
        "Research",
        "Infrastructure",
        "Other",
    ),
    "Proximity": ("Imminent (≤ 30 d)", "This stage", "Next stage", "Later", "Past"),
    "Quadrant": ("Manage closely", "Keep satisfied", "Keep informed", "Monitor"),
    "RAG": ("R", "A", "G", "Grey", "Blue"),
    "Rating": ("Low", "Medium", "High"),
    "ResourceType": ("Person", "Role (generic)", "Equipment", "Material", "Cost"),
    "Response": (
        "Avoid",
        "Mitigate (reduce)",
        "Transfer",
        "Share",
        "Accept",
        "Escalate",
        "Contingent plan",
        "Exploit",
        "Enhance",
        "Reject",
    ),
    "ResponseOpportunity": ("Exploit", "Enhance", "Share", "Accept", "Reject", "Escalate", "Contingent plan"),
    "ResponseThreat": (
        "Avoid",
        "Mitigate (reduce)",
        "Transfer",
        "Share",
        "Accept",
        "Escalate",
        "Contingent plan",
    ),
    "RiskCategory": (
        "Scope/Requirements",
        "Schedule",
        "Cost/Funding",
        "Resource/Skills",
        "Supplier/Contract",
        "Technology",
        "Stakeholder/Organisation",
        "External/Regulatory",
        "Quality",
        "Security/Data",
        "Safety",
    ),
    "RiskStatus": ("Draft", "Open", "Responding", "Occurred", "Closed"),
    "RollUpRule": ("Worst-of", "Weighted", "Count rule"),
    "Salience": (
        "Definitive",
        "Dominant",
        "Dangerous",
        "Dependent",
        "Dormant",
        "Discretionary",
        "Demanding",
        "Non-stakeholder",
    ),
    "Sentiment": ("Positive", "Neutral", "Concerned", "Negative"),
    "Severity": ("Critical", "High", "Medium", "Low"),
    "Stage": (
        "Pre-project",
        "Initiation",
        "Delivery stage 1",
        "Delivery stage 2",
        "Delivery stage 3",
        "Final delivery",
        "Post-project",
        "Initiating",
        "Planning",
        "Executing",
        "Monitoring & Controlling",
        "Closing",
        "Idea",
        "Initiate",
        "Plan",
        "Deliver",
        "Launch",
        "Close",
        "Discovery",
        "Release 1",
        "Release 2",
        "Release 3",
    ),
    "StakeholderGroup": ("Internal", "Sponsor", "Team", "External", "Supplier", "Regulator"),
    "TaskType": ("Task", "Milestone", "Summary", "Level of effort", "Planning package"),
    "TemplateLevel": ("Light", "Standard", "Structured"),
    "ThreatOpportunity": ("Threat", "Opportunity"),
    "TolArea": ("Time", "Cost", "Quality", "Scope", "Benefits", "Risk", "Sustainability", "None"),
    "YesNo": ("Yes", "No"),
}


_MEANS: Final[Mapping[str, str]] = {
    "reduce": "Mitigate (reduce)",
    "prepare contingent plan": "Contingent plan",
    "prepare contingent plans": "Contingent plan",
    "contingency plan": "Contingent plan",
    "avoidance": "Avoid",
    "mitigation": "Mitigate (reduce)",
    "transference": "Transfer",
    "accept (active)": "Accept",
    "accept (passive)": "Accept",
    "active acceptance": "Accept",
    "passive acceptance": "Accept",
}
"""Words of the standards for what a list calls otherwise."""


def words(choices: str | tuple[str, ...]) -> tuple[str, ...]:
    """The words of a named list, or the words themselves."""
    return LISTS[choices] if isinstance(choices, str) and choices else tuple(choices)


def matched(text: str, choices: tuple[str, ...]) -> str | None:
    """The listed word that a person meant: the whole text or its first word, in any case, or None when it is unclear.

    `typical` is `Typical (BAC/CPI)`; `CPIxSPI` is `CPI×SPI`; `worst of` is `Worst-of`.
    """
    said = _plain(text)
    for choice in choices:
        if _plain(choice) == said:
            return choice
    if _MEANS.get(said) in choices:
        return _MEANS[said]
    found = [c for c in choices if said in (_first_word(c), _plain(c.split("(", maxsplit=1)[0]))]
    return found[0] if len(found) == 1 else None


def _plain(text: str) -> str:
    folded = text.casefold().replace("×", "x").replace("-", " ").replace("≤", "<=")
    return " ".join(folded.split()).replace(" x ", "x")


def _first_word(choice: str) -> str:
    parts = _plain(choice).split()
    return parts[0] if parts else ""
