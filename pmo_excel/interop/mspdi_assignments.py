"""Assignments of a Microsoft Project file, where a resource's own calendar sets the dates of a task."""

from __future__ import annotations

from typing import Any

from lxml import etree

from pmo_excel.schedule.plan import Assignment


def assignments(root: etree._Element, rows: dict[str, int], tasks: Any, places: Any) -> list[Assignment]:
    """None yet."""
    return []
