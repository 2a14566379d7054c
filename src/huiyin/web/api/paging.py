# SPDX-License-Identifier: Apache-2.0
"""Paging (分页): a list is cut behind the last row that was seen, so that rows that come meanwhile shift nothing."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from huiyin.web.api import problems

MOST = 200


class Asked(Schema):
    """What every list may be asked."""

    limit: int = Field(50, ge=1, le=MOST, description="How many at most.")
    cursor: str = Field("", max_length=400, description="`next` of the page before.")


def cut(
    request: HttpRequest,
    rows: QuerySet[Any],
    asked: Asked,
    tell: Callable[[Any], dict[str, Any]],
    *,
    order: Sequence[str] = ("-pk",),
) -> dict[str, Any]:
    """Give a page of rows in a total order of fields.

    Errors: `BODY_INVALID` for a parameter that is none, and for a cursor that is not of this list.
    Cost: one query and what `tell` asks; the same for the last page as for the first.
    """
    for name in request.GET:
        if name not in type(asked).model_fields:
            raise problems.invalid(name[:40], "unknown")
    if asked.cursor:
        rows = rows.filter(_behind(order, _read(asked.cursor, request.path, len(order))))
    found = list(rows.order_by(*order)[: asked.limit + 1])
    more = len(found) > asked.limit
    shown = found[: asked.limit]
    return {
        "items": [tell(row) for row in shown],
        "next": _write(shown[-1], order, request.path) if more else None,
    }


def _write(row: Model, order: Sequence[str], path: str) -> str:
    return signing.dumps([str(getattr(row, one.lstrip("-"))) for one in order], salt=path)


def _read(cursor: str, path: str, n: int) -> list[str]:
    try:
        found = signing.loads(cursor, salt=path)
    except signing.BadSignature as fault:
        raise problems.invalid("cursor", "cursor") from fault
    assert len(found) == n  # signed by us for this path
    return list(found)


def _behind(order: Sequence[str], at: Sequence[str]) -> Q:
    found, same = Q(), Q()
    for one, value in zip(order, at, strict=True):
        name = one.lstrip("-")
        found |= same & Q(**{f"{name}__{'lt' if one.startswith('-') else 'gt'}": value})
        same &= Q(**{name: value})
    return found
