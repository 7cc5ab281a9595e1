"""Where the command `pmo` is, which does all the work."""

import json
import os
import shutil
import sys

INSTALL = (
    "pmo-excel was not found on this computer. Install it (pip install pmo-excel), then run: "
    "pmo plugin install libreoffice"
)


class NotFoundError(Exception):
    """There is no `pmo`; the text says what to install."""


def command():
    """The words that start `pmo`: of PMO_COMMAND, of the settings that `pmo plugin install` wrote, or on the PATH."""
    said = os.environ.get("PMO_COMMAND")
    words = [said] if said else settings().get("command")
    if words and shutil.which(words[0]):
        return list(words)
    found = shutil.which("pmo")
    if found:
        return [found]
    raise NotFoundError(INSTALL)


def settings():
    """What is remembered on this computer; nothing where it cannot be read."""
    try:
        with open(settings_file(), encoding="utf-8") as file:
            held = json.load(file)
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def settings_file():
    """The file that `pmo plugin install libreoffice` writes."""
    return os.path.join(state_folder(), "libreoffice.json")


def state_folder():
    """The same folder as pmo_excel.hosts.state_folder."""
    home = os.path.expanduser("~")
    if os.environ.get("PMO_STATE"):
        return os.environ["PMO_STATE"]
    if sys.platform == "win32":
        return os.path.join(os.environ.get("LOCALAPPDATA", home), "pmo-excel")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Application Support", "pmo-excel")
    return os.path.join(os.environ.get("XDG_STATE_HOME", os.path.join(home, ".local", "state")), "pmo-excel")


def environment():
    """The environment for `pmo`, without what LibreOffice sets for its own Python."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    return {**kept, "PYTHONUTF8": "1"}
