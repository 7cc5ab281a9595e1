"""What a source on a page comes to: a cell, a formula over cells, or a function called on ranges as a cell calls it."""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from lxml import html as markup

from pmo_excel.core.calling import as_json, call
from pmo_excel.core.catalogue import CATALOGUE
from pmo_excel.core.instants import day_text, instant
from pmo_excel.refresh import Refreshed
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refs import cell_ref, column_number

_CELL = re.compile(r"(?P<sheet>'[^']+'|\w+)!\$?(?P<letters>[A-Z]+)\$?(?P<row>\d+)(?::(?P<to>[A-Z]+)(?P<last>\d+))?")
_OPERATORS = {"+": operator.add, "-": operator.sub, "/": operator.truediv, "*": operator.mul}


class Cells:
    """A workbook as it is after its refresh, read cell by cell."""

    def __init__(self, book: Book, done: Refreshed) -> None:
        held = {
            f"{sheet}!{cell_ref(r, c)}": value
            for sheet, rows in book.raw.items()
            for r, row in enumerate(rows, start=1)
            for c, value in enumerate(row, start=1)
        }
        self.held: Mapping[str, Any] = held | {c.cell.address.replace("'", ""): c.new for c in done.changes}
        self.wrong = {problem.cell.address.replace("'", "") for problem in done.problems}
        self._answers: dict[str, Any] = {}

    def value(self, source: str) -> Any:
        """What a source comes to.

        Raises
        ------
        ValueError
            It is no cell and no formula that this knows.
        """
        if not source.startswith("="):
            if not _CELL.fullmatch(source):
                raise ValueError(source)
            return self.held.get(source.replace("'", ""))
        return self._formula(source[1:])

    def _formula(self, text: str) -> Any:
        for name in ("INDEX", "SUM", "COUNTA"):
            if text.startswith(f"{name}(") and _closes(text, len(name)):
                return getattr(self, f"_{name.lower()}")(_arguments(text[len(name) + 1 : -1]))
        if text.startswith("PMO.") and text.endswith("-1"):
            return self._called(text[:-2]) - 1
        if text.startswith("PMO."):
            return self._called(text)
        return self._arithmetic(text)

    def _arithmetic(self, text: str) -> float:
        for operators in ("+-", "/*"):
            parts = _split(text, operators)
            if len(parts) > 1:
                total = float(self._formula(parts[0]))
                for sign, part in zip(parts[1::2], parts[2::2], strict=True):
                    right = float(self._formula(part))
                    total = {"+": total + right, "-": total - right, "/": total / (right or 1), "*": total * right}[
                        sign
                    ]
                return total
        if text.startswith("(") and _closes(text, 0):
            return float(self._formula(text[1:-1]))
        return float(text) if re.fullmatch(r"[\d.]+", text) else _number(self.value(text))

    def _index(self, parts: list[str]) -> Any:
        table, row, column = parts
        return self._called(table)[int(row) - 1][int(column) - 1]

    def _sum(self, parts: list[str]) -> float:
        return float(sum(_number(value) for part in parts for row in self._range(part) for value in row if value))

    def _counta(self, parts: list[str]) -> int:
        return sum(value not in (None, "") for part in parts for row in self._range(part) for value in row)

    def _called(self, text: str) -> Any:
        if text not in self._answers:
            name, _, rest = text.removeprefix("PMO.").partition("(")
            entry = CATALOGUE[name]
            given = [self._argument(part) for part in _arguments(rest[:-1])]
            named = {p.name: v for p, v in zip(entry.parameters, given, strict=False) if v is not None}
            self._answers[text] = as_json(entry, call(name, named).answer.value)
        return self._answers[text]

    def _argument(self, text: str) -> Any:
        if not text:
            return None
        if text.startswith('"'):
            return text[1:-1]
        if text.startswith("VSTACK("):
            return [row for part in _arguments(text[7:-1]) for row in self._range(part)]
        if text.startswith("("):
            return [row[0] for part in _arguments(text[1:-1]) for row in self._range(part)]
        if ":" in text:
            return self._range(text)
        return float(text) if re.fullmatch(r"-?[\d.]+", text) else self.value(text)

    def _range(self, text: str) -> list[list[Any]]:
        found = _CELL.fullmatch(text)
        if found is None:
            raise ValueError(text)
        sheet = found["sheet"].strip("'")
        first, last = column_number(found["letters"]), column_number(found["to"] or found["letters"])
        rows = range(int(found["row"]), int(found["last"] or found["row"]) + 1)
        return [[self.held.get(f"{sheet}!{cell_ref(r, c)}") for c in range(first, last + 1)] for r in rows]


def agrees(said: str, value: Any) -> bool:
    """Whether a page says what a cell holds: dates, numbers in the cell's own terms, texts as a part."""
    if value is None or value == "":
        return said in ("–", "")
    if isinstance(value, date | datetime):
        return said == day_text(instant(value))
    if isinstance(value, bool):
        return said in ("Yes", "No") and (said == "Yes") is value
    if isinstance(value, int | float):
        return _near(said, float(value))
    if said == str(value):
        return True
    if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        return said == day_text(instant(date.fromisoformat(str(value))))
    dated = re.sub(r"\d{4}-\d\d-\d\d", lambda m: day_text(instant(date.fromisoformat(m[0]))), str(value))
    return any(_within(said, one) for one in (str(value), dated))


def serial(value: Any) -> Any:
    """A day as Excel counts it; what is no day stays."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        value = date.fromisoformat(value)
    if isinstance(value, datetime):
        value = value.date()
    return (value - date(1899, 12, 30)).days if isinstance(value, date) else value


def told(said: str, value: Any) -> bool:
    """Whether a sentence tells what a cell holds among its other words."""
    if isinstance(value, date | datetime):
        return day_text(instant(value)) in said
    if isinstance(value, int | float) and not isinstance(value, bool):
        numbers = re.findall(r"[-−]?[\d,]+(?:\.\d+)?(?: ?%)?", said)
        return any(_near(number, float(value)) for number in numbers)
    return str(value or "").casefold() in said.casefold()


def _within(said: str, whole: str) -> bool:
    return " ".join(said.rstrip("…").split()).casefold().rstrip(".") in " ".join(whole.split()).casefold()


def _near(said: str, value: float) -> bool:
    text = said.replace(",", "").replace("−", "-").replace("+", "").replace(" wd", "").strip()
    share, printed = text.endswith("%"), text.rstrip(" %")
    decimals = len(printed.partition(".")[2])
    try:
        number = float(printed) / (100 if share else 1)
    except ValueError:
        return False
    room = 0.5 if abs(value) > 100 else 0.006
    return abs(abs(number) - abs(value)) <= (0.00501 / 10**decimals if share else room)


def _number(value: Any) -> float:
    return 0.0 if value in (None, "") else float(value)


def _arguments(text: str) -> list[str]:
    return _split(text, ",")[::2]


def _split(text: str, operators: str) -> list[str]:
    """A text at the operators that stand in no brackets and no quotes, with the operators."""
    parts, depth, quoted = [""], 0, ""
    for at, letter in enumerate(text):
        if quoted:
            quoted = "" if letter == quoted else quoted
        elif letter in "'\"":
            quoted = letter
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter in operators and depth == 0 and at:
            parts += [letter, ""]
            continue
        parts[-1] += letter
    return parts


def _closes(text: str, start: int) -> bool:
    """Whether the bracket at a place is closed by the last letter."""
    depth = 0
    for at, letter in enumerate(text[start:], start=start):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return at == len(text) - 1
    return False


def compared_with_cells(page: str, cells: Cells) -> tuple[int, list[tuple[str, str, Any]]]:
    """How many figures of a page in HTML were compared with the cells that they name, and those that differ."""
    compared, differing = 0, []
    for element in markup.fromstring(page).iter():
        source = element.get("data-cell", "")
        words = element.text_content().strip() if source else ""
        if not words or source in cells.wrong or ";" in source:  # several cells: a sentence made of them
            continue
        value = cells.value(source)
        compared += 1
        sentence = len(words.split()) > 4
        if not agrees(words, value) and not (sentence and told(words, value)):
            differing.append((source, words, value))
    return compared, differing
