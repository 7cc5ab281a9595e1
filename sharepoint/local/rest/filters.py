"""``$filter``: the operators and functions SharePoint's OData understands, read into conditions.

Not understood, as on SharePoint: ``endswith``, ``tolower``, ``toupper``, ``length``, arithmetic.

Source
------
"Use OData query operations in SharePoint REST requests" (Microsoft Learn): supported operators.
"""

from __future__ import annotations

import re
from typing import Any

from sharepoint.local.errors import bad_query
from sharepoint.local.model.conditions import AllOf, AnyOf, Comparison, Condition, Not

DATE_PARTS = ("day", "month", "year", "hour", "minute", "second")
_FLIPPED = {"eq": "eq", "ne": "ne", "lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
_TOKEN = re.compile(
    r"\s*(?:(?P<typed>(?:datetime|guid)'(?:[^']|'')*')|(?P<text>'(?:[^']|'')*')|(?P<number>-?\d{1,15}(?:\.\d+)?)"
    r"|(?P<sign>[(),])|(?P<word>[A-Za-z_][\w/]*))",
    re.IGNORECASE,
)
_DEEPEST = 50


class Column(str):
    """A column's name, as opposed to a text literal."""

    __slots__ = ()


def tokens(text: str) -> list[tuple[str, str]]:
    """Cut a filter into (kind, text) pairs."""
    found, position = [], 0
    while position < len(text.rstrip()):
        match = _TOKEN.match(text, position)
        if match is None:
            raise bad_query(f'The expression "{text}" is not valid at position {position}.')
        found.append((str(match.lastgroup), match.group(match.lastgroup or 0)))
        position = match.end()
    return found


def parse(text: str) -> Condition:
    """Read a ``$filter``."""
    reader = _Reader(text)
    condition = reader.alternatives(0)
    if reader.peek() != ("end", ""):
        raise bad_query(f'The expression "{text}" is not valid: nothing expected behind position {reader.position}.')
    return condition


class _Reader:
    """Recursive descent: ``or`` binds weaker than ``and``, ``and`` weaker than ``not``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.position = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.position] if self.position < len(self.tokens) else ("end", "")

    def take(self, expected: str = "") -> tuple[str, str]:
        token = self.peek()
        if token[0] == "end" or (expected and token[1] != expected):
            raise bad_query(f"The expression \"{self.text}\" is not valid: '{expected or 'more'}' expected.")
        self.position += 1
        return token

    def _word(self, word: str) -> bool:
        return self.peek() == ("word", word)

    def alternatives(self, depth: int) -> Condition:
        if depth > _DEEPEST:
            raise bad_query("The filter is nested too deeply.")
        parts = [self._conjunction(depth)]
        while self._word("or"):
            self.take()
            parts.append(self._conjunction(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _conjunction(self, depth: int) -> Condition:
        parts = [self._negation(depth)]
        while self._word("and"):
            self.take()
            parts.append(self._negation(depth))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _negation(self, depth: int) -> Condition:
        if self._word("not"):
            self.take()
            if depth > _DEEPEST:
                raise bad_query("The filter is nested too deeply.")
            return Not(self._negation(depth + 1))
        if self.peek() == ("sign", "("):
            self.take()
            inner = self.alternatives(depth + 1)
            self.take(")")
            return inner
        return self._comparison()

    def _comparison(self) -> Condition:
        left, part = self._operand()
        if isinstance(left, Comparison):
            return self._truth(left)
        sign = self.take()[1]
        if sign not in _FLIPPED:
            raise bad_query(f"The operator '{sign}' is not supported.")
        right, other_part = self._operand()
        if isinstance(left, Column) and not isinstance(right, Column | Comparison):
            return Comparison(str(left), sign, right, part)
        if isinstance(right, Column) and not isinstance(left, Column):
            return Comparison(str(right), _FLIPPED[sign], left, other_part)
        raise bad_query(f'The expression "{self.text}" is not valid: compare a column with a value.')

    def _truth(self, test: Comparison) -> Condition:
        """``startswith(..)`` alone, or ``startswith(..) eq true``."""
        if self.peek()[1] not in ("eq", "ne"):
            return test
        sign = self.take()[1]
        wanted = self.take()[1]
        if wanted not in ("true", "false"):
            raise bad_query(f'The expression "{self.text}" is not valid: true or false expected.')
        return test if (sign == "eq") == (wanted == "true") else Not(test)

    def _operand(self) -> tuple[Any, str]:
        kind, text = self.take()
        if kind == "text":
            return text[1:-1].replace("''", "'"), ""
        if kind == "typed":
            return text[text.index("'") + 1 : -1], ""
        if kind == "number":
            return (float(text) if "." in text else int(text)), ""
        if kind != "word":
            raise bad_query(f"The expression \"{self.text}\" is not valid at '{text}'.")
        if self.peek() == ("sign", "("):
            return self._function(text)
        return (
            {"true": True, "false": False, "null": None}[text] if text in ("true", "false", "null") else Column(text)
        ), ""

    def _function(self, name: str) -> tuple[Any, str]:
        self.take("(")
        arguments = [self._operand()[0]]
        while self.peek() == ("sign", ","):
            self.take()
            arguments.append(self._operand()[0])
        self.take(")")
        lower = name.lower()
        if lower in DATE_PARTS and len(arguments) == 1 and isinstance(arguments[0], Column):
            return arguments[0], lower
        if lower in ("startswith", "substringof") and len(arguments) == 2:
            column, value = arguments if lower == "startswith" else reversed(arguments)
            if isinstance(column, Column) and isinstance(value, str) and not isinstance(value, Column):
                return Comparison(str(column), lower, value), ""
        raise bad_query(f"The function '{name}' with {len(arguments)} arguments is not supported.")
