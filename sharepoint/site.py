"""A SharePoint site as the sync sees it: lists with their columns and items, read whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from office365.sharepoint.client_context import ClientContext
from office365.sharepoint.lists.templates.type import ListTemplateType

from sharepoint import batch
from sharepoint.auth import SignIn
from sharepoint.batch import Operation
from sharepoint.connection import Connection
from sharepoint.errors import LIST_EXISTS, Answer, Fate, SharePointError, refusal
from sharepoint.fields import IN_DEFAULT_VIEW, NAME_FROM_SCHEMA, REMOVED, STATE, SYSTEM, Field
from sharepoint.zones import SiteZone, site_zone

PAGE: Final = 5000
"""Items per request, the most that SharePoint allows; without a condition the list view threshold does not matter."""
TOGETHER: Final = 1000
"""Lists with no more items than this are read several in one request."""

_LIST_PROPERTIES: Final = (
    "Id,Title,ListItemEntityTypeFullName,ItemCount,RootFolder/ServerRelativeUrl&$expand=RootFolder"
)
_FIELD_PROPERTIES: Final = "InternalName,Title,TypeAsString,Indexed,EnforceUniqueValues,Required,DefaultValue,Hidden"


@dataclass(frozen=True, slots=True)
class SiteField:
    """A column of a list, as it is on the site.

    Attributes
    ----------
    required
        People must fill it in, and no default value does it for them.
    """

    name: str
    title: str
    kind: str
    indexed: bool
    unique: bool
    required: bool = False


@dataclass(frozen=True, slots=True)
class SiteList:
    """A list or library, as it is on the site; `root` is its folder's server-relative address."""

    id: str
    title: str
    entity_type: str
    root: str
    count: int
    fields: Mapping[str, SiteField]

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each column, by internal name."""
        return {name: field.kind for name, field in self.fields.items()}

    @property
    def path(self) -> str:
        """The list's address in requests."""
        return f"Web/Lists(guid'{self.id}')"


@dataclass(frozen=True, slots=True)
class NewList:
    """A list or library to make."""

    title: str
    description: str = ""
    library: bool = False


@dataclass(frozen=True, slots=True)
class Description:
    """What a publish needs to know of a site before it reads items."""

    title: str
    user: str
    zone: SiteZone
    lists: Mapping[str, SiteList | None]


def literal(text: str) -> str:
    """A text as an argument in a request's path: quotes doubled, everything else percent-encoded."""
    return "'" + quote(text.replace("'", "''"), safe="") + "'"


class Site:
    """One site over one connection.

    Parameters
    ----------
    url
        The site's address.
    sign_in
        How to get a token; a site on this computer needs none.
    """

    def __init__(self, url: str, sign_in: SignIn | None = None, connection: Connection | None = None) -> None:
        self.connection = connection or Connection(url, sign_in)
        self.url = self.connection.url

    def __repr__(self) -> str:
        return f"Site({self.url!r})"

    def describe(self, titles: Sequence[str]) -> Description:
        """The site and the lists of these titles with their columns, in one request; None for one that is not there."""
        return self.describe_with(titles, ())[0]

    def describe_with(self, titles: Sequence[str], others: Sequence[str]) -> tuple[Description, list[Answer]]:
        """The same, and the answers to other reads in the same request."""
        reads = ["Web?$select=Title", "Web/CurrentUser?$select=Title,LoginName", "Web/RegionalSettings/TimeZone"]
        for title in titles:
            found = _by_title(title)
            reads += [f"{found}?$select={_LIST_PROPERTIES}", f"{found}/Fields?$select={_FIELD_PROPERTIES}"]
        start = len(reads)
        answers = self.read([*reads, *others], "reading the site")
        web, user, zone = (self.value(answer, "reading the site") for answer in answers[:3])
        pairs = zip(titles, answers[3:start:2], answers[4:start:2], strict=True)
        lists = {title: _site_list(about, fields) for title, about, fields in pairs}
        about = Description(str(web["Title"]), str(user["Title"]), site_zone(zone), lists)
        return about, answers[start:]

    def read(self, paths: Sequence[str], doing: str) -> list[Answer]:
        """Read several things in as few requests as possible; gives each answer, whatever it is."""
        return self.send([Operation("GET", path) for path in paths], doing)

    def send(self, operations: Sequence[Operation], doing: str) -> list[Answer]:
        """Carry out operations of one kind, reads or changes, in as few batches as they need."""
        found: list[Answer] = []
        for positions in batch.chunks(operations, self.connection.root):
            found += batch.send(self.connection, operations[positions.start : positions.stop], doing)
        return found

    @staticmethod
    def value(answer: Answer, doing: str) -> Any:
        """What an answer holds; raises when it is a refusal."""
        if not answer.ok:
            raise refusal(answer, doing)
        return answer.json()

    def get(self, path: str, doing: str) -> Any:
        """Read one thing."""
        return self.value(self.connection.send("GET", path, repeatable=True), doing)

    def items(self, holder: SiteList, names: Iterable[str], expand: str = "") -> Iterator[dict[str, Any]]:
        """Every item of a list, in order of ID, each with its `etag`.

        Raises
        ------
        SharePointError
            A page could not be read, or pages repeat themselves: never "no rows".
        """
        path = _first_page(holder, names, expand)
        yield from self._pages(holder, self.get(path, f"reading {holder.title}"))

    def items_of(
        self, wanted: Sequence[tuple[SiteList, Iterable[str]]], expand: str = "", others: Sequence[str] = ()
    ) -> tuple[list[list[dict[str, Any]]], list[Answer]]:
        """Every item of several lists, the small ones and other reads in one request; as `items` in all else."""
        small = [(holder, names) for holder, names in wanted if holder.count <= TOGETHER]
        pages = [_first_page(holder, names, expand) for holder, names in small]
        read = self.read([*pages, *others], "reading lists")
        answers = dict(zip((holder.id for holder, _ in small), read, strict=False))
        found: list[list[dict[str, Any]]] = []
        for holder, names in wanted:
            if holder.id in answers:
                first = self.value(answers[holder.id], f"reading {holder.title}")
                found.append(list(self._pages(holder, first)))
            else:
                found.append(list(self.items(holder, names, expand)))
        return found, read[len(pages) :]

    def _pages(self, holder: SiteList, page: Any) -> Iterator[dict[str, Any]]:
        highest = 0
        while True:
            for row in page["results"]:
                if int(row["Id"]) <= highest:
                    raise SharePointError(f"The pages of {holder.title} repeat themselves", retry=True)
                highest = int(row["Id"])
                yield {**row, "etag": row["__metadata"]["etag"]}
            path = str(page.get("__next") or "").partition("/_api/")[2]
            if not path:
                return
            page = self.get(path, f"reading {holder.title}")

    def items_by_key(
        self, holder: SiteList, field: str, keys: Sequence[str], names: Iterable[str], expand: str = ""
    ) -> Iterator[dict[str, Any]]:
        """The items that hold one of these keys, read in batches."""
        selected = ",".join(dict.fromkeys(("Id", *names)))
        expanding = f"&$expand={expand}" if expand else ""
        options = f"$select={selected}{expanding}&$top=2"
        reads = [f"{holder.path}/items?{options}&$filter={field}%20eq%20{literal(key)}" for key in keys]
        for answer in self.read(reads, f"reading {holder.title} again"):
            for row in self.value(answer, f"reading {holder.title} again")["results"]:
                yield {**row, "etag": row["__metadata"]["etag"]}

    def create_lists(self, wanted: Sequence[NewList]) -> list[str]:
        """Make lists and libraries, in one request; gives the titles that somebody made meanwhile: as good as made."""
        operations = [Operation("POST", "Web/lists", _list_body(new)) for new in wanted]
        doings = [f"creating the list {new.title}" for new in wanted]
        answers = self._made(operations, "creating lists", doings)
        there = [answer.error[0] == LIST_EXISTS for answer in answers]
        for answer, exists, doing in zip(answers, there, doings, strict=True):
            if not exists:
                self.value(answer, doing)
        return [new.title for new, exists in zip(wanted, there, strict=True) if exists]

    def add_fields(self, wanted: Mapping[str, Sequence[Field]]) -> None:
        """Make columns of several lists, shown in the view that people see first, which leaves out removed rows.

        Columns of our own go first, with the view's condition on one of them, so that no batch ends between the two.
        """
        places = [(title, field) for title, fields in wanted.items() for field in fields]
        places.sort(key=lambda place: place[1] not in SYSTEM)
        steps = [step for title, field in places for step in _field_steps(title, field)]
        doings = [doing for doing, _ in steps]
        answers = self._made([operation for _, operation in steps], "adding columns", doings)
        for answer, doing in zip(answers, doings, strict=True):
            self.value(answer, doing)

    def _made(self, operations: Sequence[Operation], doing: str, each: Sequence[str]) -> list[Answer]:
        """Carry out operations together; those that collide with another change at that moment again one by one."""
        return [
            self.send([operation], one)[0] if first.fate is Fate.READ_AGAIN else first
            for operation, one, first in zip(operations, each, self.send(operations, doing), strict=True)
        ]

    def show_fields(self, wanted: Mapping[str, Sequence[Field]]) -> None:
        """Show columns that are there in the view that people see first, in order; removed rows are left out there."""
        operations = [step for title, fields in wanted.items() for step in _view_steps(title, fields)]
        for answer in self.send(operations, "preparing the views"):
            self.value(answer, "preparing the views")

    def run(self, query: Callable[[ClientContext], Any], doing: str) -> Any:
        """Carry out a query of the client's object model."""
        return self.connection.run(query, doing)

    def item_url(self, holder: SiteList, number: int) -> str:
        """The address at which people see an item."""
        host = self.url[: len(self.url) - len(self.connection.path)]
        return f"{host}{quote(holder.root)}/DispForm.aspx?ID={number}"


def _first_page(holder: SiteList, names: Iterable[str], expand: str) -> str:
    selected = ",".join(dict.fromkeys(("Id", *names)))
    expanding = f"&$expand={expand}" if expand else ""
    return f"{holder.path}/items?$select={selected}{expanding}&$top={PAGE}"


def _by_title(title: str) -> str:
    return f"Web/Lists/GetByTitle({literal(title)})"


def _field_steps(title: str, field: Field) -> Iterator[tuple[str, Operation]]:
    """What makes a column, each with what it does in words."""
    parameters = {
        "__metadata": {"type": "SP.XmlSchemaFieldCreationInformation"},
        "SchemaXml": field.xml(),
        "Options": NAME_FROM_SCHEMA | (IN_DEFAULT_VIEW if field.in_view else 0),
    }
    path = f"{_by_title(title)}/Fields/CreateFieldAsXml"
    yield f"adding the column {field.title} to {title}", Operation("POST", path, {"parameters": parameters})
    if field == STATE:
        yield f"preparing the view of {title}", _without_removed(title)


def _view_steps(title: str, fields: Sequence[Field]) -> Iterator[Operation]:
    for field in fields:
        if field.in_view:
            yield Operation("POST", f"{_by_title(title)}/DefaultView/ViewFields/AddViewField({literal(field.name)})")
    if STATE in fields:
        yield _without_removed(title)


def _without_removed(title: str) -> Operation:
    """Let the view that people see first leave out what is marked Removed."""
    column = f"<FieldRef Name='{STATE.name}'/>"
    removed = f"<Neq>{column}<Value Type='Text'>{REMOVED}</Value></Neq>"
    query = f"<Where><Or><IsNull>{column}</IsNull>{removed}</Or></Where>"
    body = {"__metadata": {"type": "SP.View"}, "ViewQuery": query}
    return Operation("MERGE", f"{_by_title(title)}/DefaultView", body, "*")


def _list_body(new: NewList) -> dict[str, Any]:
    template = ListTemplateType.DocumentLibrary if new.library else ListTemplateType.GenericList
    about = {"Description": new.description} if new.description else {}
    kind = {"BaseTemplate": int(template), "AllowContentTypes": False, "__metadata": {"type": "SP.List"}}
    return {"Title": new.title, **about, **kind}


def _site_list(about: Answer, fields: Answer) -> SiteList | None:
    if about.status == 404:
        return None
    for answer in (about, fields):
        if not answer.ok:
            raise refusal(answer, "reading a list")
    found, columns = about.json(), fields.json()["results"]
    known = {
        row["InternalName"]: SiteField(
            row["InternalName"],
            row["Title"],
            row["TypeAsString"],
            bool(row["Indexed"]),
            bool(row["EnforceUniqueValues"]),
            bool(row.get("Required")) and not row.get("Hidden") and not row.get("DefaultValue"),
        )
        for row in columns
    }
    return SiteList(
        str(found["Id"]),
        str(found["Title"]),
        str(found["ListItemEntityTypeFullName"]),
        str(found["RootFolder"]["ServerRelativeUrl"]),
        int(found["ItemCount"]),
        known,
    )
