"""Column formatting as the pages read it: the JSON that people give a column in SharePoint.

The formatters follow "Use column formatting to customize SharePoint" (Microsoft Learn): expressions in Excel's style,
``if``, comparisons, ``@currentField`` and ``[$Name]``.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from sharepoint.fields import COLOURS, rag_formatter
from sharepoint.local.pages.formatting import Format, colors, formatted


def drawn(ground: str, ink: str = "", text: str = "@currentField") -> str:
    style = {"background-color": ground, "color": ink}
    return json.dumps({"elmType": "div", "txtContent": text, "style": style})


def shown(formatter: str, value: Any, **others: Any) -> Format | None:
    return formatted(formatter, value, others.get)


@pytest.mark.parametrize(("letter", "color"), COLOURS.items())
def test_the_publishers_rag_shows_its_letter_on_its_color(letter: str, color: str) -> None:
    found = shown(rag_formatter(), letter)
    assert found == Format(letter, color[1:], "000000" if letter in ("A", "Grey") else "ffffff")
    assert color[1:] in colors(rag_formatter())


def test_a_value_without_a_color_is_shown_plainly() -> None:
    assert shown(rag_formatter(), "unknown") is None


@pytest.mark.parametrize(
    ("expression", "value", "others", "ground"),
    [
        ("=if(@currentField > 10, '#ff0000', '#00ff00')", 11, {}, "ff0000"),
        ("=if(@currentField >= 10 && [$State] == 'Open', '#ff0000', '#00ff00')", 10, {"State": "Open"}, "ff0000"),
        ("=if(@currentField >= 10 && [$State] == 'Open', '#ff0000', '#00ff00')", 10, {"State": "Done"}, "00ff00"),
        ("=if((@currentField == 'a') || (@currentField == 'b'), '#abc', '#00ff00')", "b", {}, "aabbcc"),
        ("=if(@currentField == 'x', '#111111', if(@currentField != 'y', '#222222', '#333333'))", "y", {}, "333333"),
        ("#C00000", "anything", {}, "c00000"),
    ],
)
def test_expressions_choose_a_color(expression: str, value: Any, others: dict[str, Any], ground: str) -> None:
    found = shown(drawn(expression), value, **others)
    assert found is not None
    assert found.ground == ground


@pytest.mark.parametrize(
    "formatter",
    [
        "",
        "not JSON",
        "[]",
        "{}",
        drawn("=toLowerCase(@currentField)"),
        drawn("=if(@currentField == 'a', '#ff0000'"),
        drawn("=if(@currentField > 1, '#ff0000', '#00ff00') trailing"),
        drawn("red"),
        drawn("#c00000; position: fixed"),
        drawn("url(https://example.org/x.png)"),
        drawn("=" + "if(true, " * 200 + "'#ff0000'" + ", '')" * 200),
        json.dumps({"style": {"background-color": {"operator": "?", "operands": []}}}),
        "[" * 100_000,
    ],
)
def test_what_is_not_understood_leaves_the_value_as_it_is(formatter: str) -> None:
    assert shown(formatter, "a") is None
