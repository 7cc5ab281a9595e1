"""The functions in cells of Excel for Windows: the module that xlwings' server loads, one function per catalogue entry.

The VBA function `PMO_CPI` of the add-in calls `PMO_CPI` here with the arguments of the cell. The decorators are of
xlwings' free part; where there is no Excel they do nothing, and the functions can be called all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any, Final

import xlwings

import pmo_excel.functions  # noqa: F401 -- fills the catalogue
from pmo_excel.core.spelling import Host, spelled
from pmo_excel.hosts.excel.answers import in_cell
from pmo_excel.hosts.registration import CATEGORY, Registration, registrations

Udf = Callable[..., Any]

DATES: Final = "date1904"
"""The last argument, which a person does not type: the VBA function says how the workbook counts its dates."""


def udf(entry: Registration) -> Udf:
    """A catalogue entry as a function for xlwings; slow ones answer in the background and show #N/A meanwhile."""

    def answer(*given: Any) -> Any:
        arguments = [*given, *[None] * (len(entry.arguments) + 1 - len(given))]
        return in_cell(entry.name, arguments[:-1], bool(arguments[-1]))

    names = [argument.name for argument in entry.arguments]
    required = [a.name for a in entry.arguments if not a.optional]
    answer.__name__ = answer.__qualname__ = spelled(entry.name, Host.VBA)
    answer.__doc__ = entry.summary
    kind = Parameter.POSITIONAL_OR_KEYWORD
    parameters = [
        Parameter(name, kind) if name in required else Parameter(name, kind, default=None) for name in [*names, DATES]
    ]
    answer.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    found: Udf = answer
    for argument in entry.arguments:
        shape = {"ndim": 2} if argument.is_range else {}
        found = xlwings.arg(argument.name, doc=argument.help, err_to_str=True, **shape)(found)
    found = xlwings.arg(DATES, vba="PmoDate1904()")(found)
    options: dict[str, Any] = {"async_mode": "threading"} if entry.slow else {}
    decorated: Udf = xlwings.func(category=CATEGORY, **options)(found)
    return decorated


globals().update({spelled(entry.name, Host.VBA): udf(entry) for entry in registrations()})
