"""The words of a period as blocks: decisions first, the summary that was typed, and a draft from the figures."""

from __future__ import annotations

from pmo_excel.report.document import Bullets, Text, said
from pmo_excel.report.facts import Evidence, Sentence, words
from pmo_excel.report.sections.draft import changes_since_last, draft
from pmo_excel.report.sections.headline import headline
from pmo_excel.report.sections.narrative import decisions, items, summary
from pmo_excel.report.sections.strip import strip


def message(evidence: Evidence) -> Sentence:
    """What the project comes to, in one line."""
    return headline(evidence, strip(evidence))


def asked(evidence: Evidence) -> Bullets:
    """The decisions and help that are needed, set apart."""
    return Bullets(said("Decisions or help needed"), tuple((one,) for one in decisions(evidence).shown), asks=True)


def summary_text(evidence: Evidence, heading: str = "Status summary") -> Text:
    """The summary that the project manager typed; where there is none, what the figures say, marked as a draft."""
    typed = summary(evidence)
    if typed.known:
        return Text(said(heading), ((typed,),))
    drafted = draft(evidence)
    joined: Sentence = tuple(piece for at, one in enumerate(drafted) for piece in ((words(" "),) * bool(at) + one))
    return Text(said(heading), (joined,) if joined else (), note="draft from the figures, not edited" if joined else "")


def drafted_text(evidence: Evidence, limit: int = 8) -> Bullets:
    """What the figures say, a sentence each."""
    found = draft(evidence)[decisions(evidence).shown != () :]  # what is asked stands above already
    return Bullets(said("From the figures"), found[:limit], note="drafted; each sentence from its cells")


def changes_text(evidence: Evidence, limit: int = 8) -> Bullets:
    """What differs from the last snapshot."""
    found = changes_since_last(evidence)
    more = f"{len(found) - limit} more in {found[0][0].source}" if len(found) > limit else ""
    return Bullets(said("What changed since last time"), found[:limit], more=more)


def told(evidence: Evidence, field: str, heading: str) -> Bullets:
    """What was typed of a period."""
    found = items(evidence, field)
    more = f"{found.more} more in {found.shown[0].source}" if found.more else ""
    return Bullets(said(heading), tuple((one,) for one in found.shown), more=more)
