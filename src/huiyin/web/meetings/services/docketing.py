# SPDX-License-Identifier: Apache-2.0
"""Docketing (转办): suggestions from the floor go to the docket, each bound to the words it was made in."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.services import flooring
from huiyin.web.kit import acting, gates, points, words
from huiyin.web.meetings import models
from huiyin.web.meetings.services import held, rows

if TYPE_CHECKING:
    from huiyin.web.docket.models import Proposal


@acting.act
def send(
    actor: Actor, found_uid: str, *, into: str = "", reason: str = "", now: datetime
) -> "Proposal":
    """Send a suggestion to the docket as a proposal of who made it; with `into`, into the case of one that says the same.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `FOUND_NOT_FOR_DOCKET` for one that does not stand, whose speaker is not known as a
        person, or that was sent before; those of `flooring`.
    """
    row = held.found(actor, found_uid)
    rows.by_office(actor, "send")
    speaker = row.participant.person if row.participant else None
    if (
        row.kind != "suggestion"
        or row.state not in models.STANDING
        or speaker is None
        or row.proposal_id
    ):
        raise HuiyinError("FOUND_NOT_FOR_DOCKET")
    made = flooring.take_in(actor, row.meeting.session, _spoken(row), now=now)
    if into:
        flooring.join(actor, made.uid, into, reason=reason, now=now)
        made.refresh_from_db()
    gates.save(row, row.version, proposal=made)
    points.reached("found.docketed")
    held.write("found.docketed", row.meeting, actor, row, now=now, found=row.pk, proposal=made.pk)
    return made


def _spoken(row: models.Found) -> flooring.Spoken:
    meeting, said = row.meeting, row.utterance
    edition = said.editions.get(number=row.edition)
    lang = "en" if meeting.language.startswith("en") else "zh"
    day = timezone.localdate(meeting.opened_at or meeting.starts_at)
    assert row.participant is not None
    assert row.participant.person is not None
    return flooring.Spoken(
        proposer=row.participant.person,
        title=row.words.rstrip("。.；;，, "),
        facts=words.say("floor.facts", lang, meeting=meeting.title, day=day.isoformat(), words=edition.text),
        words=row.words,
        source=edition.text,
        source_name=words.say("floor.source", lang, meeting=meeting.title, uid=said.uid, n=row.edition),
        source_sha256=edition.text_sha256,
        start=row.start,
        end=row.end,
        body_id=row.body_id,
        met_on=day,
    )  # fmt: skip
