"""From an address to its answer: walk the segments, then read, write or operate on what the last one names."""

from __future__ import annotations

from typing import Any

from sharepoint.local.errors import bad_query, unknown_resource, wrong_method
from sharepoint.local.rest import addresses
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.call import Answer, Call
from sharepoint.local.rest.resource import Collection, Entity, Resource, chosen_members, entity_json, property_of, tree
from sharepoint.local.rest.web import Root

VERBS = {
    "GET": "read",
    "HEAD": "read",
    "POST": "create",
    "MERGE": "update",
    "PATCH": "update",
    "PUT": "replace",
    "DELETE": "delete",
}


def answer(call: Call, target: str) -> Answer:
    """Carry out a request for an address behind ``_api/``, still percent-encoded."""
    address = addresses.parse(target)
    call.options = address.options
    if not address.segments:
        raise unknown_resource("_api")
    resource: Resource = Root(call)
    for segment in address.segments[:-1]:
        resource = resource.step(segment)
    last = address.segments[-1]
    found = resource.operations.get(last.name.lower())
    if found:
        call.segment = last
        if call.method != "POST" and not (found.reads and call.method == "GET"):
            raise wrong_method(call.method, last.name)
        return _operated(getattr(resource, found.attribute)(), found.name, call)
    if last.name.lower() not in resource.paths and isinstance(resource, Entity) and call.method == "GET":
        return _property(resource, last)
    verb = VERBS.get(call.method)
    if verb == "create" and last.name.lower() in resource.paths and last.name.lower().startswith("get"):
        verb = "read"  # a function that finds something may be called by POST too
    if verb is None:
        raise bad_query(f"The HTTP method '{call.method}' is not supported.")
    result: Answer = getattr(resource.step(last), verb)()
    return result


def _property(entity: Entity, segment: Segment) -> Answer:
    """``web/title``: one property by itself."""
    known = {name.lower(): name for name in (*entity.properties(), *entity.on_demand())}
    name = known.get(segment.name.lower())
    if name is None:
        raise unknown_resource(segment.name)
    return Answer(200, {"d": {name: property_of(entity, name)}})


def _operated(result: Any, name: str, call: Call) -> Answer:
    """What an operation returned, as its answer: an entity, entities, or a value under the operation's name."""
    if isinstance(result, Answer):
        return result
    if isinstance(result, Entity):
        return result.made(200)
    if isinstance(result, Collection):
        return result.read()
    if isinstance(result, list) and all(isinstance(each, Entity) for each in result):
        select, expand = tree(call.options.get("$select")), tree(call.options.get("$expand"))
        chosen = chosen_members(result, call)
        return Answer(200, {"d": {"results": [entity_json(each, select, expand) for each in chosen]}})
    return Answer(200, {"d": {name.rpartition(".")[2]: result}})
