# SPDX-License-Identifier: Apache-2.0
"""Overviews (综述) of the city: that of the last session is out, that of this one is being edited, a brief lies inside."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from huiyin.web.overviews.services import composing, editing, publishing

if TYPE_CHECKING:
    from huiyin.web.site.city.lives import Stage

OPINION = "去年的建议大多落到了具体的路口、楼栋和窗口，今年要盯住还没有回音的那些。"


def play(stage: "Stage") -> Iterator[datetime]:
    """Write and publish the last session's overview in both languages, and begin this session's."""
    committee, clerk = stage.cast.one("committee"), stage.cast.one("clerk")
    now = stage.now - timedelta(days=6)
    yield now
    for language in ("zh", "en"):
        wanted = composing.Wanted("overview", stage.cast.last, language)
        row = composing.begin(clerk, wanted, now=now)
        if language == "zh":
            line = editing.add(clerk, row.uid, section="lead", after=0, text=OPINION, now=now)
            editing.own(committee, row.uid, line.pk, version=line.version, now=now)
        row.refresh_from_db()
        publishing.publish(committee, row.uid, version=row.version, now=now)
    now = stage.now - timedelta(days=1)
    yield now
    composing.begin(clerk, composing.Wanted("annual", stage.cast.present), now=now)
    composing.begin(
        clerk, composing.Wanted("leaders", stage.cast.present, audience="inside"), now=now
    )
