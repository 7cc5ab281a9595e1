"""Sending a large content in pieces: an upload session, continued where a lost reply left it, or given up as a whole.

What is sent becomes the file's content when the last piece is in, not before.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import Final

from sharepoint.connection import Connection
from sharepoint.errors import Answer, LostReplyError, SharePointError, refusal

TRIES: Final = 5
"""How often a session goes on after replies that were lost in a row."""


def send_in_pieces(connection: Connection, file: str, content: bytes, size: int, doing: str) -> None:
    """Replace a file's content, which is larger than one piece.

    Parameters
    ----------
    file
        The file's address in requests.
    size
        Bytes in a piece.

    Raises
    ------
    LostReplyError
        Only reading the file tells whether the last piece arrived.
    SharePointError
        The site refused it; the session was cancelled, and the file is as it was.
    """
    upload = uuid.uuid4()
    received = lost = 0
    try:
        while received < len(content):
            piece = content[received : received + size]
            try:
                answer = connection.send("POST", f"{file}/{_step(upload, received, len(piece), len(content))}", piece)
            except LostReplyError:
                lost += 1
                at = _received(connection, file, upload)
                if lost > TRIES or (at is None and received + len(piece) == len(content)):
                    raise
                received = at or 0
                continue
            if not answer.ok:
                raise refusal(answer, doing)
            received, lost = received + len(piece), 0
    except SharePointError:
        with suppress(SharePointError):
            connection.send("POST", f"{file}/CancelUpload(uploadId=guid'{upload}')")
        raise


def _step(upload: uuid.UUID, start: int, length: int, whole: int) -> str:
    if start == 0:
        return f"StartUpload(uploadId=guid'{upload}')"
    name = "FinishUpload" if start + length == whole else "ContinueUpload"
    return f"{name}(uploadId=guid'{upload}',fileOffset={start})"


def _received(connection: Connection, file: str, upload: uuid.UUID) -> int | None:
    """The bytes that a session has; None when the site does not know it: not begun, or ended."""
    answer: Answer = connection.send("POST", f"{file}/GetUploadStatus", {"uploadId": str(upload)}, repeatable=True)
    found = answer.json() if answer.ok else None
    status = found.get("GetUploadStatus", found) if isinstance(found, dict) else {}
    count = str(status.get("ExpectedContentRange") or "").partition("-")[0]
    return int(count) if count.isdigit() else None
