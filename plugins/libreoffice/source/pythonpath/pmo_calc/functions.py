"""The worksheet functions: a cell's arguments in, the worker's answer out, remembered by its inputs."""

import datetime
import json
import os
import threading
from collections import OrderedDict

from pmo_calc import values
from pmo_calc.command import NotFoundError
from pmo_calc.worker import Worker, WorkerError

QUICK_SECONDS = 60
SLOW_SECONDS = 3600
PATIENCE = 0.3
"""Seconds that a slow function is waited for before the cell shows #WAIT."""
REMEMBERED = 20_000
"""Cells whose answers are remembered; answers of more cells fall out, the oldest first."""
WAITING = "#WAIT"
SERIOUS = ("Critical", "High")

with open(os.path.join(os.path.dirname(__file__), "functions.json"), encoding="utf-8") as _file:
    TOLD = json.load(_file)
FUNCTIONS = TOLD["functions"]


class ArgumentsError(Exception):
    """The call made no sense; the text says which argument, and what to do."""


class Functions:
    """What all cells of all documents share: the workers, and the answers so far."""

    def __init__(self):
        self.quick, self.slow = Worker(QUICK_SECONDS), Worker(SLOW_SECONDS)
        self.lock = threading.Lock()
        self.answers = OrderedDict()
        self.cells = 0
        self.said = None
        """What was said about each call while somebody asks why a cell is as it is; None while nobody does."""

    def answer(self, method, given, zero):
        """The value for a cell.

        Raises
        ------
        ArgumentsError
            An argument is missing or wrong, or there is nobody to ask.
        """
        function = FUNCTIONS[method]
        key, request = self._request(function, given, zero)
        reply = self.known(key)
        if reply is None:
            reply = self._asked(self.slow if function["slow"] else self.quick, function, request, zero)
            self.remember(key, reply)
        self._say(function, reply)
        return self._value(function, reply, zero)

    def key(self, method, given, zero):
        """What a call is remembered by."""
        return self._request(FUNCTIONS[method], given, zero)[0]

    def _request(self, function, given, zero):
        named = zip(function["arguments"], given)
        request = {name: values.argument(value, ranged) for (name, _, _, ranged), value in named if value is not None}
        text = json.dumps(request, sort_keys=True)
        return (function["name"], text, zero), request

    def known(self, key):
        """The reply that is remembered, or None."""
        with self.lock:
            reply = self.answers.get(key)
            if reply is not None:
                self.answers.move_to_end(key)
            return reply

    def remember(self, key, reply):
        """Keep a reply, unless there was nobody to ask."""
        if reply.get("failed"):
            return
        with self.lock:
            self.cells += _size(reply)
            self.answers[key] = reply
            while self.cells > REMEMBERED and len(self.answers) > 1:
                self.cells -= _size(self.answers.popitem(last=False)[1])

    def _asked(self, worker, function, request, zero):
        try:
            return worker.answer(function["name"], request, zero == values.ZERO_1904)
        except (NotFoundError, WorkerError) as error:
            problem = {"severity": "Critical", "message": str(error), "cell": "", "suggestion": ""}
            return {"value": None, "problems": [problem], "failed": True}

    def _say(self, function, reply):
        if self.said is not None:
            self.said.append((function["shown"], reply["problems"]))

    def _value(self, function, reply, zero):
        if reply["value"] is None:
            wrong = [p for p in reply["problems"] if p["severity"] in SERIOUS]
            if wrong:
                raise ArgumentsError(sentence(wrong[0]))
        return values.shown(function, reply["value"], zero)


def sentence(problem):
    """A problem in one line: where, what, and what to do."""
    where = f"{problem['cell']}: " if problem.get("cell") else ""
    return " ".join(part for part in (where + problem["message"], problem.get("suggestion", "")) if part)


def zero_day(document):
    """The day that the document counts dates from."""
    null = document.NullDate
    return datetime.date(null.Year, null.Month, null.Day)


def _size(reply):
    value = reply["value"]
    return sum(len(row) for row in value) if isinstance(value, list) else 1
