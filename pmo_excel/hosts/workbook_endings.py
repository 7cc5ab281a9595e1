"""The endings of workbooks' names."""

from __future__ import annotations

from typing import Final

WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".xlsb")
"""What a folder is searched for; the last two cannot be read, and are said to be what they are."""
