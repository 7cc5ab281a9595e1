"""How large a risk is: probability and impacts, and when it may strike."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Type
from pmo_excel.core.tables import table
from pmo_excel.risk.tables.identified import Identified


@table("Risks")
class Assessed(Identified):
    """Classes, ranges and the window of each risk."""

    probability: Annotated[
        Numbers,
        Column(
            "Probability (1-5)",
            "1 up to 10%, 2 to 30%, 3 to 50%, 4 to 70%, 5 above. Gives the score.",
            Type.NUMBER,
            also=("Probability", "Likelihood", "Prob", "P", "Wahrscheinlichkeit", "Probabilité"),
            minimum=1,
            maximum=5,
            width=10,
        ),
    ]
    impact_time: Annotated[
        Numbers,
        Column(
            "Impact Time (1-5)",
            "How far it moves the finish: 0 not at all, 3 the whole tolerance. Gives the score.",
            Type.NUMBER,
            also=("Time Impact", "Schedule Impact", "Impact", "I", "Impact (T)"),
            minimum=0,
            maximum=5,
            width=10,
        ),
    ]
    impact_cost: Annotated[
        Numbers,
        Column(
            "Impact Cost (1-5)",
            "How far it moves the cost: 0 not at all, 3 the whole tolerance. Gives the score.",
            Type.NUMBER,
            also=("Cost Impact", "Impact (C)"),
            minimum=0,
            maximum=5,
            width=10,
        ),
    ]
    impact_scope_quality: Annotated[
        Numbers,
        Column(
            "Impact Scope/Quality (1-5)",
            "How far products would fall short: 0 not at all, 5 useless. Gives the score.",
            Type.NUMBER,
            also=("Scope Impact", "Quality Impact", "Impact (Q)"),
            minimum=0,
            maximum=5,
            width=12,
        ),
    ]
    impact_benefits: Annotated[
        Numbers,
        Column(
            "Impact Benefits (1-5)",
            "How far benefits would fall short: 0 not at all, 5 all lost. Gives the score.",
            Type.NUMBER,
            also=("Benefits Impact", "Impact (B)"),
            minimum=0,
            maximum=5,
            width=10,
        ),
    ]
    probability_percent: Annotated[
        Numbers,
        Column(
            "Probability %",
            "A better estimate than the class: 35%; empty: the middle of the class. Gives the exposure.",
            Type.PERCENT,
            unit="fraction",
            also=("Prob %", "Likelihood %"),
            minimum=0,
            maximum=1,
            width=11,
            folded=True,
        ),
    ]
    time_impact_min: Annotated[
        Numbers,
        Column(
            "Time Impact Min (wd)",
            "Working days at best if it happens, such as 3. Read by the simulation.",
            Type.NUMBER,
            unit="working days",
            also=("Days Min",),
            width=10,
            folded=True,
        ),
    ]
    time_impact_most_likely: Annotated[
        Numbers,
        Column(
            "Time Impact Most Likely (wd)",
            "Working days most likely if it happens, such as 5. Gives the exposure in days.",
            Type.NUMBER,
            unit="working days",
            also=("Days Lost", "Delay", "Time Impact ML (wd)", "Days ML"),
            width=12,
            folded=True,
        ),
    ]
    time_impact_max: Annotated[
        Numbers,
        Column(
            "Time Impact Max (wd)",
            "Working days at worst if it happens, such as 12. Read by the simulation.",
            Type.NUMBER,
            unit="working days",
            also=("Days Max",),
            width=10,
            folded=True,
        ),
    ]
    cost_impact_min: Annotated[
        Numbers,
        Column(
            "Cost Impact Min",
            "Cost at best if it happens, such as 5000. Read by the simulation.",
            Type.MONEY,
            unit="currency",
            also=("Cost Min",),
            width=12,
            folded=True,
        ),
    ]
    cost_impact_most_likely: Annotated[
        Numbers,
        Column(
            "Cost Impact Most Likely",
            "Cost most likely if it happens, such as 8000. Gives the exposure in money.",
            Type.MONEY,
            unit="currency",
            also=("Cost if Occurs", "Cost Impact ML", "Cost ML"),
            width=13,
            folded=True,
        ),
    ]
    cost_impact_max: Annotated[
        Numbers,
        Column(
            "Cost Impact Max",
            "Cost at worst if it happens, such as 20000. Read by the simulation.",
            Type.MONEY,
            unit="currency",
            also=("Cost Max",),
            width=12,
            folded=True,
        ),
    ]
    duration_factor_min: Annotated[
        Numbers,
        Column(
            "Duration Factor Min",
            "Stretch of the linked tasks at best: 1.05. Read by the simulation's driver method.",
            Type.NUMBER,
            also=("Factor Min",),
            minimum=0,
            width=10,
            folded=True,
        ),
    ]
    duration_factor_most_likely: Annotated[
        Numbers,
        Column(
            "Duration Factor Most Likely",
            "Stretch of the linked tasks most likely: 1.2. Read by the simulation's driver method.",
            Type.NUMBER,
            also=("Factor ML", "Duration Factor ML"),
            minimum=0,
            width=12,
            folded=True,
        ),
    ]
    duration_factor_max: Annotated[
        Numbers,
        Column(
            "Duration Factor Max",
            "Stretch of the linked tasks at worst: 1.6. Read by the simulation's driver method.",
            Type.NUMBER,
            also=("Factor Max",),
            minimum=0,
            width=10,
            folded=True,
        ),
    ]
    proximity_from: Annotated[
        Instants,
        Column(
            "Proximity From",
            "The first day it may strike, such as 8-Apr-2026. Gives the proximity.",
            Type.DATE,
            also=("Impact From", "Exposed From"),
            width=12,
            folded=True,
        ),
    ]
    proximity_to: Annotated[
        Instants,
        Column(
            "Proximity To",
            "The last day it may strike, such as 5-May-2026. Gives the proximity.",
            Type.DATE,
            also=("Impact To", "Exposed To", "Expires"),
            width=12,
            folded=True,
        ),
    ]
