"""What is remembered of a workbook outside of it: what its headers mean, the user's choices, what was written last.

It lies in the folder `.pmo-memory` beside the workbook, so that everybody who shares the folder shares the answers;
where that cannot be written, in the user's own state folder. The workbook itself is not touched.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from pmo_excel.core.headers import Said
from pmo_excel.core.problems import Code
from pmo_excel.hosts.state_folder import state_folder
from pmo_excel.workbook.refused import Refused, refused
from pmo_excel.workbook.save import create

FOLDER: Final = ".pmo-memory"
STEPS: Final = 10
"""Writes of ours that are remembered, as many as there are backups."""
DATES: Final = {"DMY": True, "MDY": False}


@dataclass(frozen=True, slots=True)
class Step:
    """One write of ours: the backup made before it, the fingerprint of the file after it, and what was known before."""

    backup: str
    sha256: str
    fingerprints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is remembered of one workbook.

    Attributes
    ----------
    said
        What a person said about its headers, by the declared sheet's name.
    results
        Where the user wants results: in `columns` that are there, or on a `sheet` that is added; empty: never said.
    fingerprints
        What Refresh wrote into it, where it has no Audit sheet that remembers.
    steps
        Our writes, the newest first.
    """

    said: Mapping[str, Said] = field(default_factory=dict)
    results: str = ""
    fingerprints: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    def with_step(self, step: Step) -> Remembered:
        """The same with one more write."""
        return replace(self, steps=(step, *self.steps)[:STEPS])


def remembered(path: Path) -> Remembered:
    """What is remembered of a workbook; nothing where nothing is.

    Raises
    ------
    Refused
        The memory file cannot be read or is not as we wrote it.
    """
    there = [place for place in memory_places(path) if place.is_file()]
    if not there:
        return Remembered()
    newest = max(there, key=lambda place: place.stat().st_mtime_ns)
    try:
        return _from_json(json.loads(newest.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise refused(
            f"what is remembered of {path.name} cannot be read ({newest})",
            "Repair that file, or delete it and answer again with pmo map.",
            code=Code.FILE,
        ) from error


def remember(path: Path, memory: Remembered) -> Path:
    """Keep what is remembered of a workbook; the file it is now in.

    Raises
    ------
    Refused
        Neither the folder beside the workbook nor the user's own can be written.
    """
    data = (json.dumps(_as_json(memory), ensure_ascii=False, indent=1) + "\n").encode()
    problem: Refused | None = None
    for place in memory_places(path):
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            create(place, data, replace=True)
        except OSError as error:
            problem = refused(f"{place} cannot be written ({error.strerror})", "Set PMO_STATE to a folder of yours.")
        except Refused as error:
            problem = error
        else:
            return place
    assert problem is not None  # noqa: S101 -- there are two places
    raise problem


def memory_places(path: Path) -> list[Path]:
    """Where what is remembered of a workbook is looked for and kept: beside it, else in the user's own folder."""
    path = path.resolve()
    name = blake2b(str(path).encode(), digest_size=8).hexdigest()
    return [path.parent / FOLDER / f"{path.name}.json", state_folder() / "workbooks" / f"{path.stem}-{name}.json"]


def _as_json(memory: Remembered) -> dict[str, Any]:
    words = {None: "", True: "DMY", False: "MDY"}
    tables = {
        name: {"sheet": said.sheet, "headers": dict(said.headers), "dates": words[said.day_first]}
        for name, said in memory.said.items()
    }
    steps = [{"backup": s.backup, "sha256": s.sha256, "fingerprints": list(s.fingerprints)} for s in memory.steps]
    return {"tables": tables, "results": memory.results, "fingerprints": list(memory.fingerprints), "steps": steps}


def _from_json(held: Any) -> Remembered:
    said = {
        str(name): Said(
            str(one.get("sheet", "")),
            {str(header): str(to) for header, to in one.get("headers", {}).items()},
            DATES.get(str(one.get("dates", ""))),
        )
        for name, one in held.get("tables", {}).items()
    }
    steps = tuple(
        Step(Path(str(one["backup"])).name, str(one["sha256"]), tuple(map(str, one.get("fingerprints", ()))))
        for one in held.get("steps", ())
    )
    return Remembered(said, str(held.get("results", "")), tuple(map(str, held.get("fingerprints", ()))), steps)
