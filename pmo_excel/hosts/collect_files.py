"""The workbooks of a portfolio: found in folders, told apart by content, read where they are new, else remembered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from pmo_excel.core.headers import Said
from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.hosts.collect_memory import CollectMemory, key_of
from pmo_excel.hosts.collect_reading import TIMEOUT, Cluster, Job, Processes, Read, Readers, read_all, workers
from pmo_excel.hosts.memory_file import remembered
from pmo_excel.hosts.workbook_endings import WORKBOOKS
from pmo_excel.portfolio.arrivals import Arrival
from pmo_excel.portfolio.summary_text import from_text
from pmo_excel.workbook.package import file_bytes
from pmo_excel.workbook.refused import Refused


@dataclass(frozen=True, slots=True)
class Found:
    """A workbook that is there: its name below the folder that was given, its path or address, when it was saved.

    Attributes
    ----------
    content
        Gives its bytes; raises `Refused`.
    said
        Gives what was said about its headers; raises `Refused`.
    """

    file: str
    place: str
    saved: int
    content: Callable[[], bytes]
    said: Callable[[], dict[str, Said]] = dict
    version: str = ""


@dataclass(frozen=True, slots=True)
class How:
    """How workbooks are read: by so many processes, or a cluster; how long one may take; whether all are read anew."""

    processes: int = 0
    cluster: str = ""
    timeout: float = TIMEOUT
    anew: bool = False


@dataclass(slots=True)
class Reading:
    """The files of one collect.

    Attributes
    ----------
    arrivals
        In the order of their names.
    keys
        What the summary of each file is kept under, by the file's name.
    read, remembered
        How many files were read, and how many were known already.
    skipped
        Workbooks that are no project's, and why.
    """

    arrivals: list[Arrival] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    read: int = 0
    remembered: int = 0
    skipped: list[Problem] = field(default_factory=list)


def in_folders(paths: Iterable[Path], but: Iterable[Path]) -> tuple[list[Found], list[Problem]]:
    """The workbooks below these folders, and those that are named; what begins with a dot, `~` or `_` is none.

    Parameters
    ----------
    but
        Files and folders that are left out: the portfolio itself, and drafts that were made for it.
    """
    out = {path.resolve() for path in but}
    found: dict[Path, Found] = {}
    problems = []
    for path in paths:
        if not path.exists():
            text, fix = "there is no such file or folder", "Check the name."
            problems.append(Problem(Code.FILE, text, Cell(str(path)), fix, Severity.CRITICAL))
        for file in _below(path):
            whole = file.resolve()
            if whole not in found and not out & {whole, *whole.parents}:
                name = file.relative_to(path).as_posix() if path.is_dir() else file.name
                found[whole] = _on_disk(file, name)
    return sorted(found.values(), key=lambda one: one.file), problems


def named_apart(found: Sequence[Found]) -> list[Found]:
    """The same files, each under a name of its own: where two folders have the same name, the whole path."""
    count = Counter(one.file for one in found)
    return [one if count[one.file] == 1 else replace(one, file=one.place) for one in found]


def _below(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        if path.exists():
            yield path
        return
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path).parts
        if file.suffix.lower() in WORKBOOKS and not any(part[0] in "~._" for part in inside) and file.is_file():
            yield file


def _on_disk(path: Path, name: str) -> Found:
    saved = instant(datetime.fromtimestamp(path.stat().st_mtime))
    return Found(name, str(path), saved, lambda: file_bytes(path), lambda: dict(remembered(path).said))


def read_files(
    found: Sequence[Found], memory: CollectMemory, how: How, step: Callable[[int, int], None] = lambda done, of: None
) -> Reading:
    """Read these workbooks; those whose content is known already are not read again.

    Parameters
    ----------
    step
        Told how many of how many files are done.
    """
    made = Reading()
    here: dict[str, Arrival] = {}
    jobs = _jobs(found, memory, how, made, here)
    first = next(jobs, None)  # with nothing to read, no process is started
    if first is not None:
        readers: Readers = Cluster(how.cluster) if how.cluster else Processes(how.processes or workers())
        try:
            for read in read_all(_with(first, jobs), readers, how.timeout):
                made.read += 1
                _arrived(read, made, memory, here)
                step(len(here) + len(made.skipped), len(found))
        except BaseException:
            readers.restart()
            raise
        finally:
            readers.close()
    made.arrivals = [here[one.file] for one in found if one.file in here]
    return made


def _with(first: Job, rest: Iterator[Job]) -> Iterator[Job]:
    yield first
    yield from rest


def _jobs(
    found: Sequence[Found], memory: CollectMemory, how: How, made: Reading, here: dict[str, Arrival]
) -> Iterator[Job]:
    """The files that have to be read, each with its bytes when its turn comes; the others are there at once."""
    for one in found:
        blank = Arrival(one.file, one.place, one.saved, 0, "", one.version)
        try:
            data, said = one.content(), one.said()
        except Refused as error:
            here[one.file] = replace(blank, refused=tuple(error.problems))
            continue
        digest = sha256(data).hexdigest()
        key = made.keys[one.file] = key_of(digest, one.file, said)
        here[one.file] = Arrival(one.file, one.place, one.saved, len(data), digest, one.version)
        kept = None if how.anew else memory.summary(key)
        refused = () if how.anew or kept is not None else memory.refusal(key)
        if kept is not None:
            made.remembered += 1
            here[one.file] = replace(here[one.file], summary=kept)
        elif refused:
            made.remembered += 1
            _refused(one.file, refused, made, here)
        else:
            yield Job(one.file, here[one.file].stem, data, said)


def _arrived(read: Read, made: Reading, memory: CollectMemory, here: dict[str, Arrival]) -> None:
    if read.text:
        memory.keep(made.keys[read.file], read.text)
        here[read.file] = replace(here[read.file], summary=from_text(read.text))
    else:
        if read.final:
            memory.keep_refusal(made.keys[read.file], read.refused)
        _refused(read.file, read.refused, made, here)


def _refused(file: str, why: tuple[Problem, ...], made: Reading, here: dict[str, Arrival]) -> None:
    """A workbook that is no project's is left out; any other that cannot be read is a project's."""
    if all(problem.code is Code.NOT_RECOGNISED for problem in why):
        made.skipped += why
        del here[file]
    else:
        here[file] = replace(here[file], refused=why)
