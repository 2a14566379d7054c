# SPDX-License-Identifier: Apache-2.0
"""Watching (守望): what is out is looked at by the clock; a sentence whose source moved is flagged, and the editors told."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model

from huiyin.web.accounts.actors import NOBODY, SYSTEM
from huiyin.web.docket.services import telling
from huiyin.web.kit import acting
from huiyin.web.overviews import models, permissions
from huiyin.web.overviews.selectors import standing
from huiyin.web.overviews.services import rows

if TYPE_CHECKING:
    from huiyin.core.overview.supporting import Fault


def look(*, now: datetime) -> int:
    """Look at every overview that is out; gives how many sentences were flagged anew.

    Cost: some queries for each overview that is out.
    """
    some = models.Overview.objects.filter(state=models.Overview.State.PUBLISHED)
    return sum(_look_at(one.pk, now=now) for one in some)


@acting.act
def _look_at(pk: int, *, now: datetime) -> int:
    row = models.Overview.objects.select_for_update().get(pk=pk)
    reader = NOBODY if row.audience == models.Overview.Audience.PUBLIC else SYSTEM
    lines = list(row.lines.filter(dropped_at=None))
    rested = standing.of(reader, lines)
    moved = []
    for line in lines:
        flags = _flags(standing.lacks(line, rested.get(line.pk, [])))
        if flags != line.flags:
            models.Line.objects.filter(pk=line.pk).update(flags=flags)
            moved += [line.pk] if flags else []
    if moved:
        rows.note(row, "flag", actor=SYSTEM, now=now, after={"lines": moved})
        _tell(row, moved, now)
    return len(moved)


def _flags(faults: "list[Fault]") -> list[str]:
    return sorted({one.lack.value for one in faults})


def _tell(row: models.Overview, moved: list[int], now: datetime) -> None:
    users = get_user_model().objects.filter(grants__role__in=permissions.PUBLISHERS).distinct()
    params = {"title": row.title, "n": len(moved)}
    telling.post(
        users, f"overview:{row.pk}:flag:{row.version}", "overview.flagged", params,
        link=f"/overviews/{row.uid}/", now=now,
    )  # fmt: skip
