"""The catalogue entries of exposure: expected values, percentiles, contingency, and what responses are worth."""

from __future__ import annotations

from typing import Annotated, Final

from pmo_excel.core.catalogue import Answer, Arg, function
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.risk import exposure, worth
from pmo_excel.risk.functions import RiskRange, ScaleRange
from pmo_excel.risk.scales import scales


@function("EXPOSURE", example="=PMO.EXPOSURE(Risks!A4:AU40)")
def exposure_function(risks: RiskRange, settings: ScaleRange = None) -> exposure.Exposure | Answer:
    """Expected monetary value and expected delay of each open risk; the last row is the total.

    Probability times impact: threats are positive, opportunities negative.
    """
    with_scales, wrong = scales(settings)
    got = exposure.exposure(risks, with_scales)
    return Answer(got.value, [*wrong, *got.problems])


@function("EXPOSUREPERCENTILE", unit="currency", slow=True, example="=PMO.EXPOSUREPERCENTILE(Risks!A4:AU40; 80%)")
def exposurepercentile(
    risks: RiskRange,
    percentile: Annotated[float, Arg("The probability, as in 0.8 or 80%", "fraction")],
    measure: Annotated[str, Arg("What is added up", choices=("Cost", "Days"))] = "Cost",
    seed: Annotated[float, Arg("Of the random numbers, where they are needed")] = 1,
    settings: ScaleRange = None,
) -> float | Answer:
    """The total of the open risks that is not exceeded with a probability.

    Exact over all combinations of up to 20 risks with one impact each; with more of them, or with ranges, from 100,000
    draws, whose error is named. With the measure Days it is in working days.
    """
    with_scales, wrong = scales(settings)
    got = exposure.percentile(risks, percentile, with_scales, measure.lower(), int(seed))
    return Answer(got.value, [*wrong, *got.problems])


@function("CONTINGENCYADEQUACY", slow=True, example="=PMO.CONTINGENCYADEQUACY(Risks!A4:AU40; 30000)")
def contingencyadequacy(
    risks: RiskRange,
    contingency: Annotated[
        float | None, Arg("Contingency reserve; empty: none", unit="currency", source="Charter.Contingency")
    ] = None,
    settings: ScaleRange = None,
) -> exposure.Adequacy | Answer:
    """Is the contingency enough: threats, opportunities, net EMV, and what is needed at the confidence in Settings.

    Red: less than the net EMV, as in `short 1,000 (103 %)`; amber: less than the confidence needs; else green.
    """
    with_scales, wrong = scales(settings)
    got = exposure.adequacy(risks, contingency or 0.0, with_scales)
    assumed = [_NO_CONTINGENCY] if contingency is None and got.value is not None else []
    return Answer(got.value, [*wrong, *got.problems, *assumed])


_NO_CONTINGENCY: Final = Problem(
    Code.DEFAULT_USED,
    "no contingency is given, so 0 is taken",
    Cell("contingency"),
    "Type it in Charter, Contingency; or 0.",
    Severity.LOW,
)


@function("MITIGATIONWORTH", example="=PMO.MITIGATIONWORTH(Risks!A4:AU40)")
def mitigationworth(
    risks: RiskRange,
    settings: ScaleRange = None,
    percentile: Annotated[
        float | None, Arg("Adds the gain in days, and at this percentile of the total, as in 0.8", "fraction")
    ] = None,
) -> worth.Worth | Answer:
    """What each response costs, by how much it lowers the expected value, and the ratio; above 1 it is worth it.

    After the response a risk is as likely and as large as its targets say. Without a target, a response to a threat is
    taken to remove it, and that is said.
    """
    with_scales, wrong = scales(settings)
    not_one = None if percentile is None else exposure.not_a_level(percentile)
    if not_one:
        return Answer(None, [not_one])
    got = worth.worth(risks, with_scales, None if percentile is None else exposure.as_level(percentile))
    return Answer(got.value, [*wrong, *got.problems])
