"""Addresses of the REST protocol: ``web/lists/getByTitle('O''Brien')/items(3)?$select=Id``.

The path is percent-decoded once and then cut at ``/`` outside string literals, so a literal may hold any character:
``/``, ``#``, ``%`` and the doubled ``''``. An argument may be an alias, ``(@v)``, defined in the query string.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

from sharepoint.local.errors import bad_query

_NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?$")
_TYPED = re.compile(r"(guid|datetime)'(.*)'$", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Segment:
    """One step of an address: a name, with the arguments between its parentheses if it has any."""

    name: str
    positional: tuple[Any, ...] = ()
    named: dict[str, Any] = field(default_factory=dict)
    called: bool = False

    def argument(self, name: str, position: int | None = None) -> Any:
        """The argument of this name (without case) or at this position; None where there is none."""
        if name.lower() in self.named:
            return self.named[name.lower()]
        if position is not None and position < len(self.positional):
            return self.positional[position]
        return None


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed address: its steps, and the query options by lower-case name."""

    segments: tuple[Segment, ...]
    options: dict[str, str]


def split_outside_literals(text: str, separator: str) -> list[str]:
    """Cut text at a separator that stands outside quotes, parentheses and braces."""
    parts, start, depth, quoted = [], 0, 0, False
    for position, sign in enumerate(text):
        if sign == "'":
            quoted = not quoted  # a doubled quote closes and reopens: the literal goes on
        elif not quoted and sign in "({[":
            depth += 1
        elif not quoted and sign in ")}]":
            depth -= 1
        elif sign == separator and not quoted and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    if quoted or depth:
        raise bad_query(f'The expression "{text}" is not valid: a quote or a parenthesis is not closed.')
    parts.append(text[start:])
    return parts


def literal(text: str, aliases: dict[str, str]) -> Any:
    """The value of one argument: text, number, true, false, null, guid'..', datetime'..', @alias or JSON."""
    text = text.strip()
    if text.startswith("@"):
        if text.lower() not in aliases:
            raise bad_query(f"The parameter alias '{text}' is not defined in the query string.")
        return literal(aliases[text.lower()], {})
    if len(text) >= 2 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    typed = _TYPED.match(text)
    if typed:
        return typed.group(2).replace("''", "'")
    if text in ("true", "false"):
        return text == "true"
    if text == "null":
        return None
    if _NUMBER.match(text):
        return float(text) if "." in text else int(text)
    if text[:1] in "{[":
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise bad_query(f"The argument {text} is not valid JSON.") from error
    raise bad_query(f"The argument '{text}' is not a valid literal.")


def segment(text: str, aliases: dict[str, str]) -> Segment:
    """Read one step, ``name`` or ``name(arguments)``."""
    opening = text.find("(")
    if opening < 0:
        return Segment(text)
    if not text.endswith(")"):
        raise bad_query(f'The expression "{text}" is not valid.')
    positional: list[Any] = []
    named: dict[str, Any] = {}
    inner = text[opening + 1 : -1]
    for part in split_outside_literals(inner, ",") if inner.strip() else []:
        name = re.match(r"\s*([A-Za-z_]\w*)\s*=", part)
        if name:
            named[name.group(1).lower()] = literal(part[name.end() :], aliases)
        else:
            positional.append(literal(part, aliases))
    return Segment(text[:opening], tuple(positional), named, called=True)


def parse(target: str) -> Address:
    """Read the part of a request target behind ``_api/``, still percent-encoded."""
    path, _, query = target.partition("?")
    options = {name.lower(): value for name, value in parse_qsl(query, keep_blank_values=True)}
    aliases = {name: value for name, value in options.items() if name.startswith("@")}
    steps = split_outside_literals(unquote(path), "/")
    return Address(tuple(segment(step, aliases) for step in steps if step), options)
