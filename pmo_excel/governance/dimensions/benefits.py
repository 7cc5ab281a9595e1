"""Status of benefits: what each is now expected to bring against what was promised; the worst gives the colour."""

from __future__ import annotations

from pmo_excel.core.rag import rag
from pmo_excel.governance.benefits import shortfall
from pmo_excel.governance.dimensions.basis import Basis, unreadable
from pmo_excel.governance.judged import Cited, Judged, Measure, address, badness, grey, judged, not_kept
from pmo_excel.governance.reasons import benefit_said, number_text, percent_text


def benefits_status(basis: Basis) -> Judged:
    """Status of benefits, each in its own measure; not judged where none has a target and a forecast."""
    benefits, terms = basis.sheets.benefits, basis.agreed
    if benefits is None:
        return not_kept("Benefits", "no benefits are registered")
    wrong = unreadable(benefits, "baseline_value", "target_value", "forecast_value", "benefit_type")
    if wrong or "tolerance_benefits" in terms.unreadable:
        what = f"{wrong} benefits have a cell" if wrong else "the tolerance in benefits has a cell"
        return grey("Benefits", f"{what} that cannot be read", "Repair the findings of the Benefits sheet.")
    tolerance = basis.cited_term("Tolerance Benefits (%)", terms.tolerance_benefits, True, "Benefits tolerance")
    trigger = basis.cited_term("Amber Trigger (% of tolerance)", terms.amber_trigger, True, "Amber trigger")
    amber = terms.amber_trigger * tolerance.value
    found = []
    for row, kind in enumerate(benefits.benefit_type.tolist()):
        baseline, target, forecast = (
            float(getattr(benefits, name)[row]) for name in ("baseline_value", "target_value", "forecast_value")
        )
        short = shortfall(kind == "Disbenefit", baseline, target, forecast)
        if short != short:
            continue
        cited = (
            Cited("Forecast Value", number_text(forecast), forecast, address(benefits, "forecast_value", row)),
            Cited("Target Value", number_text(target), target, address(benefits, "target_value", row)),
            *(
                [Cited("Baseline Value", number_text(baseline), baseline, address(benefits, "baseline_value", row))]
                if target < baseline
                else []
            ),
            Cited("Shortfall", percent_text(abs(short)), abs(short)),
            tolerance,
            Cited("Amber from", percent_text(amber), amber),
            trigger,
        )
        name = f"{benefits.id[row]} {benefits.name[row] or ''}".strip()
        said = benefit_said(name, forecast, target, short, tolerance.value, amber)
        found.append(Measure(said, rag(short, tolerance.value, terms.amber_trigger), short, tolerance.value, cited))
    if not found:
        return not_kept("Benefits", "none has a target and a forecast")
    found.sort(key=lambda m: (-badness(m.colour), -m.variance))
    return judged("Benefits", found)
