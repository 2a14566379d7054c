# SPDX-License-Identifier: Apache-2.0
"""Meetings that are open, with agenda and place; overviews that are out."""

from collections.abc import Iterable, Iterator
from typing import Any

from huiyin.web.accounts.actors import NOBODY
from huiyin.web.kit import words
from huiyin.web.meetings.selectors import meetings, shown
from huiyin.web.opendata.oparl import people
from huiyin.web.opendata.oparl.making import BODY, Made, day, licence, link, moment, page
from huiyin.web.overviews.selectors import showing


def from_meetings(pks: Iterable[int]) -> Iterator[Made]:
    """Give meetings, the points of their agenda, and where they are held."""
    for row in meetings.seen(NOBODY).filter(pk__in=list(pks)):
        owner, state = f"meeting:{row.pk}", shown.state(row)
        items = [
            _item(one, owner) for one in row.agenda.filter(dropped_at=None).order_by("order", "pk")
        ]
        place = Made("Location", row.uid, owner, {
            "description": row.place, "bodies": [link("Body", BODY)], "meetings": [link("Meeting", row.uid)],
        })  # fmt: skip
        yield Made("Meeting", row.uid, owner, {
            "name": row.title, "meetingState": state.label, "cancelled": row.state == "cancelled",
            "start": moment(row.opened_at or row.starts_at), "end": moment(row.closed_at), "license": licence(),
            "organization": [link("Organization", people.INSTITUTION)], "agendaItem": [one.whole() for one in items],
            "location": place.whole() if row.place else None, "web": page(f"/meetings/{row.uid}/"),
            "huiyin:state": row.state, "huiyin:kind": row.kind, "huiyin:topic": row.topic,
        })  # fmt: skip
        yield from items
        if row.place:
            yield place


def _item(row: Any, owner: str) -> Made:
    return Made("AgendaItem", row.uid, owner, {
        "meeting": link("Meeting", row.meeting.uid), "order": row.order, "number": str(row.order), "name": row.title,
        "public": True, "start": moment(row.opened_at), "end": moment(row.ended_at), "huiyin:topic": row.topic,
        "huiyin:organization": row.body_id and people.body_of(row.body_id),
    })  # fmt: skip


def from_overviews(pks: Iterable[int]) -> Iterator[Made]:
    """Give overviews as papers, their text sentence by sentence."""
    for row in showing.seen(NOBODY).filter(pk__in=list(pks)):
        text = [
            sentence.line.text
            for section in showing.sections(NOBODY, row)
            for paragraph in section.paragraphs
            for sentence in paragraph
        ]
        yield Made("Paper", f"o-{row.uid}", f"overview:{row.pk}", {
            "body": link("Body", BODY), "paperType": words.say("oparl.paper_o", words.language()), "name": row.title,
            "date": day(row.published_at), "license": licence(), "web": page(f"/overviews/{row.uid}/"),
            "originatorOrganization": [link("Organization", people.INSTITUTION)],
            "huiyin:text": text, "huiyin:asOf": row.as_of.isoformat(), "huiyin:edition": row.edition,
        })  # fmt: skip
