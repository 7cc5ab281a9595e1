"""A `pmo` that stays up and answers calls; one that died is started again."""

import atexit
import json
import queue
import subprocess
import threading

from pmo_calc.command import command, environment

NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class WorkerError(Exception):
    """The worker gave no answer, twice."""


def started(words):
    """A `pmo` with these words, spoken to in lines of JSON."""
    return subprocess.Popen(
        [*command(), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        encoding="utf-8",
        creationflags=NO_WINDOW,
    )


class Worker:
    """One process that answers one call after the other.

    Parameters
    ----------
    seconds
        How long an answer may take, starting included; then the process is ended, and the call is an error.
    """

    def __init__(self, seconds):
        self.seconds = seconds
        self.lock = threading.Lock()
        self.process = None
        self.lines = None
        atexit.register(self.stop)

    def answer(self, function, arguments, date1904=False):
        """The reply to a call: its value and its problems. A worker that died meanwhile is started again, once."""
        request = {"function": function, "arguments": arguments}
        if date1904:
            request["date1904"] = True
        line = json.dumps(request)
        with self.lock:
            reply = self._said(line) or self._said(line)
        if reply is None:
            raise WorkerError("pmo stopped while it computed this; pmo support-bundle tells a help desk why")
        return json.loads(reply)

    def _said(self, line):
        """The worker's line for a line; None where it died."""
        if self.process is None or self.process.poll() is not None:
            self._start()
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
            reply = self.lines.get(timeout=self.seconds)
        except OSError:
            reply = None
        except queue.Empty:
            self.stop()
            raise WorkerError(f"pmo gave no answer within {self.seconds} seconds") from None
        if reply is None:
            self.stop()
        return reply

    def _start(self):
        self.process = started(("call", "--stream"))
        self.lines = queue.Queue()
        threading.Thread(target=_read, args=(self.process.stdout, self.lines), daemon=True).start()

    def stop(self):
        """End the process; the next call starts another."""
        process, self.process = self.process, None
        if process is not None and process.poll() is None:
            process.kill()
            process.wait()


def _read(stream, lines):
    """Pass every line on; None says that there will be no more."""
    for line in stream:
        lines.put(line)
    lines.put(None)
