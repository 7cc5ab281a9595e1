"""Reading items: condition, order, page, and the list view threshold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from sharepoint.local.errors import threshold
from sharepoint.local.model.conditions import Columns, Condition, cheap, key_lookup, test
from sharepoint.local.model.item import Item, from_row
from sharepoint.local.model.names import fold

if TYPE_CHECKING:
    from sharepoint.local.model.lists import SiteList
    from sharepoint.local.model.site import Site


@dataclass(frozen=True, slots=True)
class Query:
    """What to read of a list; ``after`` is the number of the last item of the page before."""

    where: Condition | None = None
    order: tuple[tuple[str, bool], ...] = ()  # column, descending
    top: int = 100
    after: int = 0
    folder: str | None = None  # only what is directly in this folder
    types: tuple[int, ...] = (0, 1)


@dataclass(frozen=True, slots=True)
class Page:
    """Items of one page; ``more`` says that others follow."""

    items: list[Item]
    more: bool


def read(site: Site, holder: SiteList, query: Query) -> Page:
    """One page of a list.

    Raises
    ------
    Refusal
        The list view threshold: the list has more rows than it, and no indexed column narrows or orders the query.
    """
    columns = Columns(site, holder)
    if site.lists.count(holder.id) > site.limits.view_threshold:
        _check_threshold(site, holder, query, columns)
    ordered = [(name, down) for name, down in query.order if columns.field(name).name != "ID"]
    if not ordered and not (query.order and query.order[0][1]):
        found = list(islice(_matching(site, holder, query, columns, query.after), query.top + 1))
        return Page(found[: query.top], len(found) > query.top)
    rows = list(_matching(site, holder, query, columns, 0))
    for name, down in reversed(query.order):
        rows.sort(key=_sorted_by(columns.reader(name)), reverse=down)
    start = next((at + 1 for at, item in enumerate(rows) if item.id == query.after), 0) if query.after else 0
    return Page(rows[start : start + query.top], len(rows) > start + query.top)


def _matching(site: Site, holder: SiteList, query: Query, columns: Columns, after: int) -> Iterator[Item]:
    statement = "SELECT * FROM items WHERE list_id = ? AND recycled IS NULL AND id > ?"
    parameters: list[Any] = [holder.id, after]
    key = key_lookup(query.where, columns)
    if key:
        statement += " AND id IN (SELECT item_id FROM keys WHERE list_id = ? AND field = ? AND value = ?)"
        parameters += [holder.id, *key]
    if query.folder is not None:
        statement += " AND folder = ?"
        parameters.append(fold(query.folder))
    holds = test(query.where, columns) if query.where else None
    for item in map(from_row, site.store.walk(statement + " ORDER BY id", parameters)):
        if item.object_type in query.types and (holds is None or holds(item)):
            yield item


def _check_threshold(site: Site, holder: SiteList, query: Query, columns: Columns) -> None:
    narrowed = query.where is not None and cheap(query.where, columns)
    if query.where is not None and not narrowed:
        raise threshold()
    if not narrowed and not all(columns.indexed(name) for name, _ in query.order):
        raise threshold()
    if narrowed and key_lookup(query.where, columns):
        limit = site.limits.view_threshold
        if len(list(islice(_matching(site, holder, query, columns, 0), limit + 1))) > limit:
            raise threshold()


def _sorted_by(read_value: Callable[[Item], Any]) -> Callable[[Item], tuple[int, Any]]:
    return lambda item: _sortable(read_value(item))


def _sortable(value: Any) -> tuple[int, Any]:
    """Empty values first, then numbers, then texts."""
    if value is None:
        return 0, 0
    return (1, value) if isinstance(value, int | float) else (2, str(value))
