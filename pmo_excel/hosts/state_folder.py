"""The user's own folder for what is remembered outside of workbooks."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def state_folder() -> Path:
    """`PMO_STATE`, or the user's own folder for such things."""
    if os.environ.get("PMO_STATE"):
        return Path(os.environ["PMO_STATE"])
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "pmo-excel"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "pmo-excel"
    return Path(os.environ.get("XDG_STATE_HOME", Path.home() / ".local" / "state")) / "pmo-excel"
