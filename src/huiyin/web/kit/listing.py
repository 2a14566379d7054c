# SPDX-License-Identifier: Apache-2.0
"""Listings (列表): a page of rows with sortable heads, filters and a count that never reads the whole table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from huiyin.web.kit import incoming

COUNT_UP_TO = 1000
_LAST_PAGE = 1_000_000


def first(rows: "QuerySet[Any]", most: int | None = None) -> list[Any]:
    """Give the first rows, or all; where there is none, at the price of a short question.

    A desk has many piles and a matter many panels, most of them empty: all that a row brings with it is asked for only
    where there is a row.
    Cost: one query where there is none, else two.
    """
    return list(rows[:most]) if rows.exists() else []


@dataclass(frozen=True, slots=True)
class Column:
    """A head of the table: the key of its words, and the field it sorts by ("" where it does not)."""

    words: str
    sort: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice above the table: the name in the address, the key of its words, and pairs of value and label."""

    name: str
    words: str
    choices: Sequence[tuple[str, str]]
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A head as it stands on the page: where a click leads, and how it is sorted now (`ascending`, `descending`, "")."""

    column: Column
    href: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list page shows."""

    rows: list[Any]
    heads: tuple[Head, ...]
    filters: tuple[Filter, ...]
    q: str
    searchable: bool
    number: int
    pages: tuple[tuple[int, str], ...]
    before: str
    after: str
    total: int
    more: bool
    first: int
    last: int
    reset: str = "?"
    kept: tuple[tuple[str, str], ...] = field(default=())

    @property
    def narrowed(self) -> bool:
        """Tell whether a filter or a search hides rows."""
        return bool(self.q) or any(one.chosen for one in self.filters)


def of(  # noqa: PLR0913 - what a list may be asked for
    request: HttpRequest,
    rows: "QuerySet[Any] | Sequence[Any]",
    columns: Sequence[Column],
    *,
    filters: Sequence[Filter] = (),
    default: str = "",
    per_page: int = 50,
    searchable: bool = False,
    keys: "Callable[[QuerySet[Any]], QuerySet[Any, Any]] | None" = None,
) -> Listing:
    """Cut the page a request asks for out of rows that are filtered already.

    Cost: two queries; the count stops at 1,000. With `keys`, which gives those of rows in their order, three: what rows bring
    with them is then joined to those of the page alone, not to all before it.
    """
    asked = request.GET
    sort = asked.get("sort", default)
    known = {column.sort for column in columns if column.sort}
    if isinstance(rows, QuerySet) and sort.lstrip("-") in known:
        rows = rows.order_by(sort, "pk")
    else:
        sort = default
    number = min(max(1, incoming.whole(asked.get("page", "")) or 1), _LAST_PAGE)
    found = rows[: COUNT_UP_TO + 1] if not isinstance(rows, QuerySet) else None
    total = len(found) if found is not None else rows.order_by()[: COUNT_UP_TO + 1].count()  # type: ignore[union-attr]
    more, total = total > COUNT_UP_TO, min(total, COUNT_UP_TO)
    start = (number - 1) * per_page
    end = start + per_page + 1
    if keys is not None and isinstance(rows, QuerySet):
        cut = list(rows.filter(pk__in=list(keys(rows)[start:end])))
    else:
        cut = list(rows[start:end])
    shown = cut[:per_page]
    return Listing(
        rows=shown,
        heads=tuple(_head(request, column, sort) for column in columns),
        filters=tuple(
            Filter(one.name, one.words, one.choices, asked.get(one.name, "")) for one in filters
        ),
        q=asked.get("q", ""),
        searchable=searchable,
        number=number,
        pages=_pages(request, number, -(-total // per_page)),
        before=_with(request, page=str(number - 1)) if number > 1 else "",
        after=_with(request, page=str(number + 1)) if len(cut) > per_page else "",
        total=total,
        more=more,
        first=start + 1 if shown else 0,
        last=start + len(shown),
        reset=request.path,
        kept=tuple((key, asked[key]) for key in ("sort",) if key in asked),
    )


def by_key(rows: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    """Give the keys of rows in their order, for `of`."""
    return rows.values_list("pk", flat=True)


def _with(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for key, value in changes.items():
        query[key] = value
    if "page" not in changes:
        query.pop("page", None)
    return f"?{query.urlencode()}"


def _head(request: HttpRequest, column: Column, sort: str) -> Head:
    now = "ascending" if sort == column.sort else "descending" if sort == f"-{column.sort}" else ""
    wanted = f"-{column.sort}" if now == "ascending" else column.sort
    return Head(
        column, _with(request, sort=wanted) if column.sort else "", now if column.sort else ""
    )


def _pages(request: HttpRequest, number: int, last: int) -> tuple[tuple[int, str], ...]:
    near = sorted({1, last, *range(number - 2, number + 3)} & set(range(1, last + 1)))
    return tuple((one, _with(request, page=str(one))) for one in near)
