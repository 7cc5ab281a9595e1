"""A conversation with a spreadsheet program in lines of JSON: we ask it for cells, and it asks people for us.

Each line that we write is `{"ask": WHAT, …}`, answered by a line `{"value": …}` or `{"refused": MESSAGE, "do": …}`, or
`{"tell": WHAT, …}`, which has no answer. The program may end the process at any moment, which is how people stop it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, TextIO

from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.workbook.refused import refused


class Talk:
    """The conversation, on any two streams of lines."""

    def __init__(self, incoming: Iterator[str], outgoing: TextIO) -> None:
        self.incoming, self.outgoing = incoming, outgoing

    def ask(self, what: str, **given: Any) -> Any:
        """What the program answers.

        Raises
        ------
        Refused
            It does not allow it, or has gone.
        """
        self._say({"ask": what, **given})
        line = next(self.incoming, "")
        if not line.strip():
            raise refused("LibreOffice has gone", "Open the workbook again, and see whether it is as it was.")
        answer = json.loads(line)
        if "refused" in answer:
            cell = Cell(answer.get("sheet", ""), ref=answer.get("cell", ""))
            raise refused(answer["refused"], answer.get("do", ""), code=Code.FILE_LOCKED, cell=cell)
        return answer.get("value")

    def tell(self, what: str, **given: Any) -> None:
        """Something that needs no answer: how far the work is."""
        self._say({"tell": what, **given})

    def show(self, title: str, text: str, problems: list[Problem] | tuple[Problem, ...] = ()) -> None:
        """Show a person what was done, and findings to go to."""
        self.ask("show", title=title, text=text, findings=[problem.as_json() for problem in problems])

    def _say(self, line: dict[str, Any]) -> None:
        self.outgoing.write(json.dumps(line, ensure_ascii=False, allow_nan=False, default=_day) + "\n")
        self.outgoing.flush()


def _day(value: Any) -> Any:
    if isinstance(value, date):
        return {"date": value.isoformat()}
    raise TypeError(f"{value!r} is not a cell's value")
