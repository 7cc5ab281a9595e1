"""What the extension is told on this computer: where `pmo` is, and the site that was published to last."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pmo_excel.hosts.state_folder import state_folder
from pmo_excel.workbook.save import create


def settings_file() -> Path:
    """The file; the extension computes the same place, see pmo_calc/command.py."""
    return state_folder() / "libreoffice.json"


def setting(name: str) -> Any:
    """What is remembered under a name; None where nothing is, or the file cannot be read."""
    return _held().get(name)


def remember_setting(name: str, value: Any) -> None:
    """Remember something under a name."""
    file = settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    create(file, json.dumps(_held() | {name: value}, ensure_ascii=False, indent=1).encode(), replace=True)


def _held() -> dict[str, Any]:
    try:
        held = json.loads(settings_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}
