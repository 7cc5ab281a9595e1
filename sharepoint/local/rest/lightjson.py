"""JSON without metadata, for ``Accept: application/json;odata=nometadata`` or plain ``application/json``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def wants_light(headers: Mapping[str, str]) -> bool:
    """Whether the request asks for JSON without metadata; verbose is the answer to everything else."""
    accept = headers.get("accept", "").replace(" ", "").lower()
    return "application/json" in accept and "odata=verbose" not in accept


def light(body: Any) -> Any:
    """Verbose JSON without its metadata."""
    if not isinstance(body, dict):
        return body
    if "error" in body:
        return {"odata.error": body["error"]}
    if "d" not in body:
        return body
    inner = body["d"]
    if isinstance(inner, dict) and isinstance(inner.get("results"), list):
        found: dict[str, Any] = {"value": [_stripped(each) for each in inner["results"]]}
        return found | ({"odata.nextLink": inner["__next"]} if "__next" in inner else {})
    if isinstance(inner, dict) and "__metadata" not in inner and len(inner) == 1:
        value = _stripped(next(iter(inner.values())))
        return value if isinstance(value, dict) else {"value": value}
    return _stripped(inner)


def _stripped(value: Any) -> Any:
    if isinstance(value, list):
        return [_stripped(each) for each in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("results"), list) and set(value) <= {"results", "__metadata"}:
        return [_stripped(each) for each in value["results"]]
    kept = {name: each for name, each in value.items() if name != "__metadata"}
    return {
        name: _stripped(each) for name, each in kept.items() if not (isinstance(each, dict) and "__deferred" in each)
    }
