"""The last write into an open workbook, kept so that it can be taken back: a program forgets its own undo list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pmo_excel.core.problems import Cell, Code
from pmo_excel.hosts.books import WrittenLive
from pmo_excel.hosts.live.book import LiveBook
from pmo_excel.hosts.live.values import alike
from pmo_excel.hosts.live.writing import one_cell, write_live
from pmo_excel.hosts.memory_file import Remembered
from pmo_excel.hosts.state_folder import state_folder
from pmo_excel.refresh import CellChange
from pmo_excel.workbook.refs import cell_at
from pmo_excel.workbook.refused import refused
from pmo_excel.workbook.save import create


def keep_step(live: LiveBook, changes: Sequence[CellChange], memory: Remembered) -> None:
    """Keep what was written last into this workbook, in the user's own state folder."""
    place = _place(live)
    place.parent.mkdir(parents=True, exist_ok=True)
    cells = [[c.cell.sheet, c.cell.ref, c.cell.column, *(_as_json(v) for v in (c.old, c.new))] for c in changes]
    held = {"cells": cells, "fingerprints": list(memory.fingerprints)}
    create(place, json.dumps(held, ensure_ascii=False).encode(), replace=True)


def undo_live(live: LiveBook) -> tuple[WrittenLive, tuple[str, ...]]:
    """Give the cells of the last write back what they held; also what was remembered of the workbook before it.

    Raises
    ------
    Refused
        There was none, or one of the cells was changed since; then nothing is written.
    """
    place = _place(live)
    try:
        held = json.loads(place.read_text(encoding="utf-8"))
        changes = [_back(one) for one in held["cells"]]
        fingerprints = tuple(map(str, held["fingerprints"]))
    except FileNotFoundError as error:
        raise refused(f"nothing was written into {live.name} that could be taken back", "", code=Code.FILE) from error
    except (ValueError, KeyError, TypeError) as error:
        raise refused(f"what is kept of {live.name} cannot be read", f"Delete {place}.", code=Code.FILE) from error
    with live.quiet("pmo-excel takes its last write back"):
        for change in changes:
            _check_unchanged(live, change)
        written = write_live(live, changes)
    place.unlink(missing_ok=True)
    return written, fingerprints


def _check_unchanged(live: LiveBook, change: CellChange) -> None:
    found = live.read(change.cell.sheet, one_cell(change.cell.ref))[0][0]
    if not alike(found, change.old, False):
        raise refused(
            "the cell was changed after it was written, so nothing was taken back",
            "Take it back by hand, or close the workbook without saving it.",
            code=Code.CONFLICT,
            cell=change.cell,
        )


def _back(held: Sequence[Any]) -> CellChange:
    """A kept change the other way round."""
    sheet, ref, column, old, new = held
    cell = Cell(str(sheet), cell_at(ref)[0], str(column), str(ref))
    return CellChange(cell, "", _from_json(new), _from_json(old), "taken back")


def _place(live: LiveBook) -> Path:
    name = blake2b(live.place.encode(), digest_size=8).hexdigest()
    return state_folder() / "live" / f"{Path(live.name).stem}-{name}.json"


def _as_json(value: Any) -> Any:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _from_json(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    text = str(value["date"])
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
