"""The catalogue's entries about itself."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel import __version__
from pmo_excel.core.catalogue import CATALOGUE, function
from pmo_excel.core.columns import Column, Texts
from pmo_excel.core.tables import Table, table


@table("Functions", key="name")
class FunctionList(Table):
    """Every function."""

    name: Annotated[Texts, Column("Name", "The function's name, without PMO.")]
    arguments: Annotated[Texts, Column("Arguments", "In order; optional ones in brackets.")]
    purpose: Annotated[Texts, Column("What it does", "In a sentence.")]


@function("VERSION", example="=PMO.VERSION()")
def version() -> str:
    """Version of pmo-excel that answers."""
    return __version__


@function("FUNCTIONS", example="=PMO.FUNCTIONS()")
def functions() -> FunctionList:
    """Every function of this version, with its arguments."""
    entries = list(CATALOGUE.values())
    return FunctionList.of(
        len(entries),
        name=np.array([e.name for e in entries], dtype=object),
        arguments=np.array(
            ["; ".join(f"[{p.name}]" if p.optional else p.name for p in e.parameters) for e in entries], dtype=object
        ),
        purpose=np.array([e.summary for e in entries], dtype=object),
    )
