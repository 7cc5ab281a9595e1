"""What the site answers when it refuses a request: SharePoint's codes, types and words.

Each function builds one :class:`Refusal`. Where the HTTP status surprises (500 for a duplicate key), it is what
SharePoint Online answers; clients that treat every 500 as passing trouble must be able to find that out here.
"""

from __future__ import annotations

from typing import Any

CLIENT = "Microsoft.SharePoint.Client."
SERVER = "Microsoft.SharePoint."


class Refusal(Exception):  # noqa: N818 - an answer of the protocol, not a failure of this program
    """A request the site declines, as SharePoint words it."""

    def __init__(self, status: int, code: int, kind: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = f"{code}, {kind}"
        self.message = message
        self.headers = headers or {}

    def body(self) -> dict[str, Any]:
        """The verbose error object: ``{"error": {"code", "message": {"lang", "value"}}}``."""
        return {"error": {"code": self.code, "message": {"lang": "en-US", "value": self.message}}}


def unknown_resource(name: str) -> Refusal:
    """An address segment that names nothing."""
    return Refusal(404, -1, CLIENT + "ResourceNotFoundException", f"Cannot find resource for the request {name}.")


def wrong_method(method: str, name: str) -> Refusal:
    """An operation asked for by another HTTP method than it takes."""
    return Refusal(
        405,
        -1,
        CLIENT + "ClientServiceException",
        f"The HTTP method '{method}' cannot be used to access the resource '{name}'.",
    )


def bad_query(message: str) -> Refusal:
    """An address, option or JSON value the protocol does not understand."""
    return Refusal(400, -1, CLIENT + "InvalidClientQueryException", message)


def unknown_property(name: str, kind: str) -> Refusal:
    """A property in a body, $select, $filter or $orderby that the type does not have."""
    return bad_query(
        f"The property '{name}' does not exist on type '{kind}'. Make sure to only use property names that "
        "are defined by the type."
    )


def wrong_type(name: str, expected: str, found: Any) -> Refusal:
    """A JSON value of another type than the property's."""
    return bad_query(
        f"Cannot convert a primitive value to the expected type '{expected}'. Property '{name}', "
        f"value {found!r}. See the inner exception for more details."
    )


def bad_argument(message: str) -> Refusal:
    """A missing column, an argument out of range: ``System.ArgumentException``."""
    return Refusal(400, -2147024809, "System.ArgumentException", message)


def unknown_field(name: str) -> Refusal:
    """No column of this name; the client's ``ensure_field`` relies on the code."""
    return bad_argument(f"Column '{name}' does not exist. It may have been deleted by another user.")


def unknown_list(title: str) -> Refusal:
    """No list of this title or id."""
    return Refusal(404, -1, "System.ArgumentException", f"List '{title}' does not exist at site with URL.")


def unknown_item() -> Refusal:
    """No list item of this id."""
    return Refusal(
        404, -2130575338, "System.ArgumentException", "Item does not exist. It may have been deleted by another user."
    )


def unknown_file(path: str) -> Refusal:
    """No file at this path."""
    return Refusal(404, -2130575338, SERVER + "SPException", f"The file {path} does not exist.")


def unknown_folder(path: str) -> Refusal:
    """No folder at this path."""
    return Refusal(404, -2147024894, "System.IO.FileNotFoundException", f"File Not Found: {path}")


def unknown_user(login: str) -> Refusal:
    """No user of this name or id."""
    return Refusal(404, -2146232832, SERVER + "SPException", f"The specified user {login} could not be found.")


def list_exists() -> Refusal:
    """A second list of the same title; titles compare without case."""
    return Refusal(
        500,
        -2130575342,
        SERVER + "SPException",
        "A list, survey, discussion board, or document library with the specified title already exists in "
        "this Web site.  Please choose another title.",
    )


def duplicate_value(titles: list[str]) -> Refusal:
    """A value that a column with enforced unique values already holds."""
    names = ", ".join(f"[{title}]" for title in titles)
    return Refusal(
        500,
        -2130575169,
        SERVER + "SPDuplicateValuesFoundException",
        "The list item could not be added or updated because duplicate values were found in the following "
        f"field(s) in the list: {names}.",
    )


def etag_mismatch(asked: str, present: str) -> Refusal:
    """IF-MATCH names another version than the present one."""
    return Refusal(
        412,
        -1,
        CLIENT + "ClientServiceException",
        f"The request ETag value '{asked}' does not match the object's ETag value '{present}'.",
    )


def save_conflict() -> Refusal:
    """Two writers at the same moment."""
    return Refusal(
        409,
        -2130575305,
        SERVER + "SPException",
        "Save Conflict. Your changes conflict with those made concurrently by another user.",
    )


def threshold() -> Refusal:
    """A query that would read more rows than the list view threshold."""
    return Refusal(
        500,
        -2147024860,
        SERVER + "SPQueryThrottledException",
        "The attempted operation is prohibited because it exceeds the list view threshold.",
    )


def lookup_threshold() -> Refusal:
    """A query over more lookup columns than one query may join."""
    return Refusal(
        500,
        -2147024749,
        SERVER + "SPQueryThrottledException",
        "The query cannot be completed because the number of lookup columns it contains exceeds the lookup column "
        "threshold.",
    )


def too_many_drafts(limit: int) -> Refusal:
    """A draft after the last one that fits below a major version."""
    return Refusal(
        400,
        -2147467259,
        SERVER + "SPException",
        f"This document has {limit} minor versions, the most there can be. Publish a major version first.",
    )


def throttled(status: int, retry_after: int) -> Refusal:
    """429 or 503 with the seconds to wait."""
    return Refusal(
        status,
        -1,
        SERVER + "SPException",
        "The request has been throttled. Please try again later.",
        {"Retry-After": str(retry_after)},
    )


def unauthorized(message: str) -> Refusal:
    """No token, or one the site does not take."""
    header = {"WWW-Authenticate": 'Bearer realm="local",error="invalid_token"'}
    return Refusal(401, -2147024891, "System.UnauthorizedAccessException", message, header)


def access_denied() -> Refusal:
    """Whoever asks has no right to it."""
    message = "Access is denied. (Exception from HRESULT: 0x80070005 (E_ACCESSDENIED))"
    return Refusal(403, -2147024891, "System.UnauthorizedAccessException", message)


def digest_expired() -> Refusal:
    """The form digest is too old; the client asks for a new one and sends again."""
    return Refusal(
        403,
        -2130575251,
        SERVER + "SPException",
        "The security validation for this page is invalid and might be corrupted. Please use your web "
        "browser's Back button to try your operation again.",
    )


def file_exists(path: str) -> Refusal:
    """A file is there and overwriting was not asked for."""
    return Refusal(400, -2130575257, SERVER + "SPException", f"A file or folder with the name {path} already exists.")


def bad_name(name: str, reason: str) -> Refusal:
    """A file or folder name SharePoint does not take."""
    return Refusal(400, -2130575245, SERVER + "SPException", f"The file or folder name '{name}' {reason}.")


def checked_out(name: str, by: str) -> Refusal:
    """The file is checked out to somebody else."""
    return Refusal(
        423, -2130575306, SERVER + "SPFileCheckOutException", f'The file "{name}" is checked out for editing by {by}.'
    )


def locked() -> Refusal:
    """A document that somebody edits in an Office program."""
    return Refusal(
        423, -2147018894, SERVER + "SPFileLockException", "The file is locked for shared use by another user."
    )


def unknown_upload(upload: str) -> Refusal:
    """An upload session that was never started, or was finished or cancelled."""
    return Refusal(
        500, -2146232832, SERVER + "SPBITSSessionNotFoundException", f"Unable to find the upload session '{upload}'."
    )


def too_large(limit: int) -> Refusal:
    """A body above the limit of one request."""
    return Refusal(
        400,
        -1,
        CLIENT + "InvalidClientQueryException",
        f"The request message is too big. The server does not allow messages larger than {limit} bytes.",
    )


def not_supported(what: str) -> Refusal:
    """An operation real SharePoint has and this site does not."""
    return Refusal(501, -1, "System.NotImplementedException", f"The local site does not implement {what}.")
