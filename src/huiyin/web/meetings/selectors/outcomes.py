# SPDX-License-Identifier: Apache-2.0
"""What became of what was said (去向): the proposal a suggestion went to, the answer a question got, the order's state."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.selectors import proposals, similar
from huiyin.web.docket.selectors import shown as names
from huiyin.web.meetings import models
from huiyin.web.meetings.selectors import capture, shown, spots, transcript

_LIVING = ("received", "first_examined", "second_examined", "filed", "in_hand")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing said with what became of it."""

    line: capture.Caught
    state: names.State | None
    href: str
    title: str
    number: str
    answers: tuple[str, ...]


def of(actor: Actor, row: models.Meeting, own: models.Participant) -> list[Outcome]:
    """Give what was recorded of a participant, as it stands, with what became of each."""
    rows = transcript.caught(actor, row).filter(participant=own, state__in=models.STANDING)
    return [one_of(actor, one) for one in rows.select_related("settled_by__person")]


def docketed(actor: Actor, row: models.Meeting) -> list[Outcome]:
    """Give the suggestions of a meeting that went to the docket."""
    rows = transcript.caught(actor, row).exclude(proposal=None)
    return [one_of(actor, one) for one in rows.select_related("settled_by__person")]


def one_of(actor: Actor, one: models.Found) -> Outcome:
    """Give what became of one thing said."""
    state: names.State | None = None
    href = title = number = ""
    answers: tuple[str, ...] = ()
    if one.proposal_id:
        seen = proposals.seen(actor).filter(pk=one.proposal_id).first()
        if seen is not None:
            state, title = names.state(seen), seen.title
            number = names.number(seen.case) or seen.receipt_no
            href = f"/proposals/{seen.uid}/"
    elif one.kind == "assignment":
        spot = spots.seen(actor).filter(found=one).first()
        if spot is not None:
            state, href = shown.state(spot), f"/spot-assignments/{spot.uid}/"
    elif one.kind == "question":
        said = one.answered_by.filter(state__in=models.STANDING)
        answers = tuple(said.values_list("words", flat=True))
    return Outcome(capture.line(one), state, href, title, number, answers)


def candidates(actor: Actor, row: models.Found) -> list[similar.Similar]:
    """Give the proposals of this session in hand that say what a suggestion says, with the evidence."""
    if row.kind != "suggestion" or row.state not in models.STANDING or row.proposal_id:
        return []
    found = similar.of(actor, title=row.words, asks=[row.words])
    session = row.meeting.session_id
    return [
        one for one in found if one.line.row.state in _LIVING and one.line.row.session_id == session
    ]


def proposal(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay on the page of a proposal that came from the floor the words it was made in."""
    one = transcript.of_proposal(actor, row.pk)
    if one is None:
        return None
    context = {"one": capture.line(one), "row": one.meeting, "offset": transcript.offset(one.utterance), "lang": lang}  # fmt: skip
    return render_to_string("meetings/parts/spoken.html", context)
