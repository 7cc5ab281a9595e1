"""Column formatting: the colors and text that a column's JSON gives to a value.

Of SharePoint's column formatting this reads ``txtContent`` and the styles ``background-color`` and ``color`` of the
outermost element, as constants or as expressions of ``if``, comparisons, ``&&``, ``||``, ``@currentField`` and
``[$Name]``. What it does not read leaves the value as it is: a wrong color would be worse than none.

Source
------
"Use column formatting to customize SharePoint" and "Formatting syntax reference", Microsoft Learn.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_COLOR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_TOKEN = re.compile(
    r"\s*(?:'(?P<text>(?:[^'\\]|\\.)*)'|(?P<number>-?\d+(?:\.\d+)?)|(?P<sign>==|!=|>=|<=|&&|\|\||[(),<>])"
    r"|(?P<field>@currentField|\[\$[^\]]{1,64}\])|(?P<name>[A-Za-z]+))"
)
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda left, right: bool(left == right),
    "!=": lambda left, right: bool(left != right),
    ">": lambda left, right: bool(left > right),
    "<": lambda left, right: bool(left < right),
    ">=": lambda left, right: bool(left >= right),
    "<=": lambda left, right: bool(left <= right),
}
DEEPEST = 50
Values = Callable[[str], Any]


class UnreadError(ValueError):
    """An expression that this reader does not know."""


@dataclass(frozen=True, slots=True)
class Format:
    """What a value is shown as; colors are six hexadecimal digits, empty for none."""

    text: str = ""
    ground: str = ""
    ink: str = ""


def formatted(formatter: str, value: Any, other: Values) -> Format | None:
    """The format of a value; None where the column has no formatting that is understood.

    ``other`` tells the item's value in another column, by its internal name.
    """
    drawn = _drawn(formatter)
    style = drawn.get("style")
    if not isinstance(style, dict):
        return None

    def lookup(name: str) -> Any:
        return value if name == "@currentField" else other(name[2:-1])

    try:
        ground, ink = (_color(evaluated(style.get(name, ""), lookup)) for name in ("background-color", "color"))
        text = str(evaluated(drawn.get("txtContent", "@currentField"), lookup))
    except (UnreadError, TypeError):
        return None
    return Format(text, ground, ink) if ground else None


def colors(formatter: str) -> set[str]:
    """Every color that a formatter names, as six digits."""
    return {_digits(found) for found in _COLOR.findall(formatter)} if _drawn(formatter) else set()


@lru_cache(maxsize=256)
def _drawn(formatter: str) -> dict[str, Any]:
    try:
        found = json.loads(formatter) if formatter else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _digits(color: str) -> str:
    digits = color[1:].lower()
    return "".join(sign * 2 for sign in digits) if len(digits) == 3 else digits


def _color(value: Any) -> str:
    text = str(value)
    return _digits(text) if _COLOR.fullmatch(text) else ""


def evaluated(expression: Any, lookup: Values) -> Any:
    """The value of a formatter's expression; a text without ``=`` before it is itself, but for a field's name."""
    if not isinstance(expression, str):
        raise UnreadError("an expression written as an object")
    if not expression.startswith("="):
        return lookup(expression) if expression == "@currentField" else expression
    tokens = _tokens(expression[1:])
    value = _either(tokens, lookup, 0)
    if tokens:
        raise UnreadError(f"{tokens[-1][1]!r} is left over")
    return value


def _tokens(text: str) -> list[tuple[str, str]]:
    """The signs of an expression, the first one last."""
    found, place = [], 0
    while place < len(text.rstrip()):
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise UnreadError(f"{text[place:]!r}")
        found.append((match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return found[::-1]


def _take(tokens: list[tuple[str, str]], sign: str = "") -> tuple[str, str]:
    if not tokens or (sign and tokens[-1] != ("sign", sign)):
        raise UnreadError(f"no {sign}")
    return tokens.pop()


def _either(tokens: list[tuple[str, str]], lookup: Values, depth: int) -> Any:
    value = _comparison(tokens, lookup, depth)
    while tokens and tokens[-1] in (("sign", "&&"), ("sign", "||")):
        _, sign = tokens.pop()
        right = _comparison(tokens, lookup, depth)
        value = bool(value and right) if sign == "&&" else bool(value or right)
    return value


def _comparison(tokens: list[tuple[str, str]], lookup: Values, depth: int) -> Any:
    value = _single(tokens, lookup, depth)
    if tokens and tokens[-1][0] == "sign" and tokens[-1][1] in _COMPARE:
        _, sign = tokens.pop()
        return _COMPARE[sign](value, _single(tokens, lookup, depth))
    return value


def _single(tokens: list[tuple[str, str]], lookup: Values, depth: int) -> Any:
    if depth > DEEPEST:
        raise UnreadError("nested too deeply")
    kind, text = _take(tokens)
    if kind == "text":
        return text
    if kind == "number":
        return float(text)
    if kind == "field":
        return lookup(text)
    if (kind, text) == ("sign", "("):
        value = _either(tokens, lookup, depth + 1)
        _take(tokens, ")")
        return value
    if kind == "name" and text in ("true", "false"):
        return text == "true"
    if kind == "name" and text == "if":
        return _condition(tokens, lookup, depth + 1)
    raise UnreadError(text)


def _condition(tokens: list[tuple[str, str]], lookup: Values, depth: int) -> Any:
    _take(tokens, "(")
    parts = [_either(tokens, lookup, depth)]
    for _ in range(2):
        _take(tokens, ",")
        parts.append(_either(tokens, lookup, depth))
    _take(tokens, ")")
    return parts[1] if parts[0] else parts[2]
