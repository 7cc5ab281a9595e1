"""What an address can name, and how a class says what can be done with it.

A type of the protocol is one class. ``@path`` marks a method that leads to another resource, ``@operation`` one that
does something; both take the names of the protocol, which compare without case. Adding an operation is adding a method.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from sharepoint.local.errors import bad_query, unknown_property, unknown_resource
from sharepoint.local.model.conditions import SIGNS, AllOf, AnyOf, Comparison, Condition
from sharepoint.local.model.kinds import comparable
from sharepoint.local.rest import filters
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.call import Answer, Call

Method = TypeVar("Method", bound=Callable[..., Any])
Tree = dict[str, "Tree"]


def path(*names: str) -> Callable[[Method], Method]:
    """Mark a method that leads from one resource to another; the first name is the one answers use."""

    def mark(method: Method) -> Method:
        method.path_names = names  # type: ignore[attr-defined]
        return method

    return mark


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be done with a resource: by which method, under which name, and whether it only reads."""

    attribute: str
    name: str
    reads: bool


def operation(*names: str, reads: bool = False) -> Callable[[Method], Method]:
    """Mark a method that carries out an operation; the first name is the one answers use.

    What only reads may be asked for by GET. Everything else needs POST: a GET can be sent by any web page the person
    opens, and nothing in it tells where it comes from.
    """

    def mark(method: Method) -> Method:
        method.operation_names = names  # type: ignore[attr-defined]
        method.operation_reads = reads  # type: ignore[attr-defined]
        return method

    return mark


class Resource:
    """Anything an address can name."""

    paths: ClassVar[dict[str, str]] = {}
    operations: ClassVar[dict[str, Operation]] = {}
    links: ClassVar[dict[str, str]] = {}

    def __init_subclass__(cls) -> None:
        cls.paths, cls.operations, cls.links = {}, {}, {}
        for attribute, method in [pair for each in reversed(cls.__mro__) for pair in vars(each).items()]:
            names = list(getattr(method, "path_names", ()))
            cls.paths |= {name.lower(): attribute for name in names}
            if names and not names[0].lower().startswith("get"):
                cls.links[names[0]] = attribute
            named: tuple[str, ...] = getattr(method, "operation_names", ())
            for name in named:
                cls.operations[name.lower()] = Operation(attribute, named[0], method.operation_reads)

    def __init__(self, call: Call) -> None:
        self.call = call
        self.site = call.site
        self.user = call.user

    def step(self, segment: Segment) -> Resource:
        """The resource one segment further."""
        attribute = self.paths.get(segment.name.lower())
        if attribute is None:
            raise unknown_resource(segment.name)
        self.call.segment = segment
        found: Resource = getattr(self, attribute)()
        if segment.called and isinstance(found, Collection) and (segment.positional or segment.named):
            return found.keyed(segment)
        return found

    def read(self) -> Answer:
        """GET."""
        raise unknown_resource(type(self).__name__)

    def create(self) -> Answer:
        """POST."""
        raise bad_query(f"The type {type(self).__name__} does not support HTTP POST.")

    def update(self) -> Answer:
        """MERGE and PATCH."""
        raise bad_query(f"The type {type(self).__name__} does not support HTTP MERGE.")

    def delete(self) -> Answer:
        """DELETE."""
        raise bad_query(f"The type {type(self).__name__} does not support HTTP DELETE.")

    def replace(self) -> Answer:
        """PUT."""
        return self.update()


class Entity(Resource):
    """A resource with properties."""

    type_name: ClassVar[str] = "SP.Object"

    def entity_type(self) -> str:
        """The type name in ``__metadata``."""
        return self.type_name

    def uri(self) -> str:
        """The entity's own address behind ``_api/``."""
        return ""

    def etag(self) -> str | None:
        """The entity tag, for types that have one."""
        return None

    def properties(self) -> dict[str, Any]:
        """The properties answers hold unless $select says otherwise."""
        return {}

    def on_demand(self) -> dict[str, Callable[[], Any]]:
        """Properties answers hold only when $select names them."""
        return {}

    def expanded(self, name: str, select: Tree, expand: Tree) -> Any:
        """A linked resource as $expand puts it into the answer."""
        attribute = self.links.get(name)
        if attribute is None:
            raise unknown_property(name, self.entity_type())
        return represent(getattr(self, attribute)(), select, expand)

    def linked(self) -> dict[str, str]:
        """Links answers show as deferred."""
        return self.links

    def read(self) -> Answer:
        headers = {"ETag": tag} if (tag := self.etag()) else {}
        return Answer(200, {"d": self.represented()}, headers)

    def represented(self) -> dict[str, Any]:
        """The entity as the request's $select and $expand want it."""
        return entity_json(self, tree(self.call.options.get("$select")), tree(self.call.options.get("$expand")))

    def made(self, status: int = 201) -> Answer:
        """The answer that shows a newly made entity."""
        shown = self.read()
        return Answer(status, shown.body, shown.headers)


class Collection(Resource):
    """A resource with members."""

    def members(self) -> list[Entity]:
        """The members, before $filter and $top."""
        return []

    def keyed(self, segment: Segment) -> Resource:
        """The member with a key, ``Lists(guid'..')``."""
        raise unknown_resource(segment.name)

    def read(self) -> Answer:
        chosen = chosen_members(self.members(), self.call)
        select, expand = tree(self.call.options.get("$select")), tree(self.call.options.get("$expand"))
        return Answer(200, {"d": {"results": [entity_json(member, select, expand) for member in chosen]}})


def chosen_members(members: list[Entity], call: Call) -> list[Entity]:
    """What $filter, $orderby, $skip and $top leave of a collection."""
    text = call.options.get("$filter")
    if text:
        condition = filters.parse(text)
        members = [member for member in members if holds(condition, member)]
    for part in reversed([part for part in call.options.get("$orderby", "").split(",") if part.strip()]):
        name, _, direction = part.strip().partition(" ")
        members = sorted(
            members, key=lambda member: _order(property_of(member, name)), reverse=direction.lower() == "desc"
        )
    start = call.option_number("$skip", 0)
    return members[start : start + call.option_number("$top", len(members))]


def _order(value: Any) -> tuple[bool, str, Any]:
    value = comparable(value)
    return value is not None, type(value).__name__, value if isinstance(value, int | float | str) else str(value)


def property_of(entity: Entity, name: str) -> Any:
    """One property of an entity."""
    properties = entity.properties()
    if name in properties:
        return properties[name]
    demanded = entity.on_demand().get(name)
    if demanded is None:
        raise unknown_property(name, entity.entity_type())
    return demanded()


def holds(condition: Condition, entity: Entity) -> bool:
    """Whether a condition holds for an entity's properties."""
    if isinstance(condition, AllOf):
        return all(holds(part, entity) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(holds(part, entity) for part in condition.parts)
    if not isinstance(condition, Comparison):
        return not holds(condition.part, entity)
    value, wanted = comparable(property_of(entity, condition.column)), comparable(condition.value)
    if value is None or wanted is None:
        return (value is wanted) == (condition.sign == "eq")
    if isinstance(value, str) != isinstance(wanted, str):
        raise bad_query(f"A binary operator with incompatible types was detected at '{condition.column}'.")
    return SIGNS[condition.sign](value, wanted)


def tree(option: str | None) -> Tree:
    """``Id,Owner/EMail`` as ``{"Id": {}, "Owner": {"EMail": {}}}``."""
    found: Tree = {}
    for name in (option or "").split(","):
        branch = found
        for step in [part for part in name.strip().split("/") if part]:
            branch = branch.setdefault(step, {})
    return found


def represent(resource: Resource, select: Tree, expand: Tree) -> Any:
    """A resource inside another's JSON."""
    if isinstance(resource, Collection):
        return {"results": [entity_json(member, select, expand) for member in resource.members()]}
    return entity_json(resource, select, expand) if isinstance(resource, Entity) else None


def entity_json(entity: Entity, select: Tree, expand: Tree) -> dict[str, Any]:
    """An entity in verbose JSON: metadata, properties, and links, deferred or expanded."""
    address = f"{entity.call.base}/_api/{entity.uri()}"
    metadata: dict[str, Any] = {"id": address, "uri": address, "type": entity.entity_type()}
    tag = entity.etag()
    if tag:
        metadata["etag"] = tag
    result: dict[str, Any] = {"__metadata": metadata}
    if not select or "*" in select:
        deferred = {
            name: {"__deferred": {"uri": f"{address}/{name}"}} for name in entity.linked() if name not in expand
        }
        result |= deferred | entity.properties()
        wanted = [name for name in select if name != "*" and name not in result]
    else:
        properties = entity.properties()
        result |= {name: properties[name] for name in select if name in properties and name not in expand}
        wanted = [name for name in select if name not in result]
    for name in wanted:
        if name not in expand:
            result[name] = _demanded(entity, name, select[name], address)
    for name, below in expand.items():
        if not select or "*" in select or name in select:
            result[name] = entity.expanded(name, select.get(name, {}), below)
    return result


def _demanded(entity: Entity, name: str, below: Tree, address: str) -> Any:
    demanded = entity.on_demand().get(name)
    if demanded is not None and not below:
        return demanded()
    if below:
        raise bad_query(
            f"The query to field '{name}/{next(iter(below))}' is not valid. The $expand query option must "
            f"contain the field '{name}'."
        )
    if name in entity.linked():
        return {"__deferred": {"uri": f"{address}/{name}"}}
    raise unknown_property(name, entity.entity_type())


def plain_collection(value: Any) -> Any:
    """The list in a verbose JSON collection, ``{"results": [..]}``; anything else as it is."""
    return value["results"] if isinstance(value, dict) and "results" in value else value


def collection(kind: str, values: list[Any]) -> dict[str, Any]:
    """A collection of plain values in verbose JSON."""
    return {"__metadata": {"type": f"Collection({kind})"}, "results": values}


def resource_path(path_: str) -> dict[str, Any]:
    """SP.ResourcePath: a decoded path."""
    return {"__metadata": {"type": "SP.ResourcePath"}, "DecodedUrl": path_}


class Nothing(Collection):
    """A collection of things this site never has, such as event receivers."""


class Absent(Resource):
    """A linked object that is not there, such as the person who has a file checked out."""

    def __init__(self, call: Call, name: str) -> None:
        super().__init__(call)
        self.name = name

    def read(self) -> Answer:
        return Answer(200, {"d": {self.name: None}})
