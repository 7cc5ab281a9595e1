"""What Excel checks while people type: lists, dates, numbers and IDs that are used once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final

from xlsxwriter import Workbook

from pmo_excel.core.columns import NUMERIC, TEMPORAL, Column, Type
from pmo_excel.core.lists import words
from pmo_excel.core.tables import columns
from pmo_excel.workbook.content import Content, listed_ids
from pmo_excel.workbook.declared import declared_sheets
from pmo_excel.workbook.layout import FIRST_ROW

_FIRST_DAY, _LAST_DAY = 32874, 73050  # 1-Jan-1990 and 31-Dec-2099 as serials
_ALWAYS: Final = {Type.YES_NO: "YesNo", Type.RAG: "RAG"}
"""Types whose list is always the same."""
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255


def define_names(book: Workbook, content: Content) -> None:
    """Name every list on the Lists sheet and every column of IDs that other sheets refer to."""
    for name, first, last in _lists(content):
        book.define_name(list_name(name), f"=Lists!$B${first}:$B${last}")
    known = declared_sheets(content.book)
    for refers in sorted({c.refers for t in known.values() for c in columns(t).values() if c.refers}):
        sheet, header = refers.split(".", maxsplit=1)
        book.define_name(ids_name(refers), listed_ids(sheet, header, content.book))


def _lists(content: Content) -> Iterator[tuple[str, int, int]]:
    """Each list with the first and last row of its words, as the user sees them."""
    row = FIRST_ROW + 1
    for name, group in groupby(content.column("Lists", "List")):
        size = len(list(group))
        yield name, row, row + size - 1
        row += size


def list_name(choices: str) -> str:
    """The defined name of a validation list."""
    return f"lst_{choices}"


def ids_name(refers: str) -> str:
    """The defined name of a column that other sheets refer to."""
    sheet, header = refers.split(".", maxsplit=1)
    return "ids_" + "".join(ch if ch.isalnum() else "_" for ch in f"{sheet}_{header}")


def validation(
    sheet: str, column: Column, at: str, named: bool = True, beside: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Any] | None:
    """What is checked in the cells of a typed column, as XlsxWriter takes it; `at` is the first cell, as in `B5`.

    Lists are named ranges of the Lists sheet; in a workbook without that sheet (`named` is False) they are words.
    `beside` are the first cells of the sheet's columns by header, as in `$B5`.
    """
    if not column.typed:
        return None
    rule = _list_rule(column, named, beside) or _value_rule(column) or _id_rule(sheet, column, at)
    if rule is None:
        return None
    return rule | {
        "error_title": column.header[:_LONGEST_TITLE],
        "error_message": column.help[:_LONGEST_MESSAGE],
        "input_title": column.header[:_LONGEST_TITLE],
        "input_message": column.help[:_LONGEST_MESSAGE],
    }


def _list_rule(column: Column, named: bool, beside: Mapping[str, str]) -> dict[str, Any] | None:
    if column.choices_by is not None and named and column.choices_by[0] in beside:
        header, word, fitting, others = column.choices_by
        source = f'=IF({beside[header]}="{word}",{list_name(fitting)},{list_name(others)})'
        return {"validate": "list", "source": source}
    if column.type is Type.CHOICE and column.refers:
        rule = {"validate": "list", "source": f"={ids_name(column.refers)}"}
        return rule if named else rule | {"error_type": "warning"}  # a request is scored before the register has it
    choices = _ALWAYS.get(column.type, column.choices if column.type is Type.CHOICE else ())
    if not choices:
        return None
    if isinstance(choices, str) and named:
        return {"validate": "list", "source": f"={list_name(choices)}"}
    return {"validate": "list", "source": list(words(choices))}


def _value_rule(column: Column) -> dict[str, Any] | None:
    if column.type in TEMPORAL:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": _FIRST_DAY,
            "maximum": _LAST_DAY,
            "error_type": "warning",
        }
    if column.type not in NUMERIC:
        return None
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        limits = {"criteria": "between", "minimum": low, "maximum": high}
    elif low is not None:
        limits = {"criteria": ">=", "value": low}
    else:
        limits = {"criteria": "between", "minimum": -1e12, "maximum": 1e12}
    return {"validate": "decimal", "error_type": "warning"} | limits


def _id_rule(sheet: str, column: Column, at: str) -> dict[str, Any] | None:
    """IDs are used once; sheets with one record have no such rule."""
    if not column.unique or sheet == "Charter":
        return None
    letters = at.rstrip("0123456789")
    return {"validate": "custom", "value": f"=COUNTIF(${letters}${FIRST_ROW + 1}:${letters}$1004,{at})=1"}
