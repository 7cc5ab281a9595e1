"""Who is at the keyboard, as the audit log names them and as roles are given."""

from __future__ import annotations

import getpass
import os


def who() -> str:
    """The account's name; `PMO_USER` says otherwise, where several people share one."""
    said = os.environ.get("PMO_USER", "").strip()
    if said:
        return said
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"
