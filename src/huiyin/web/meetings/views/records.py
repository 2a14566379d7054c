# SPDX-License-Identifier: Apache-2.0
"""Records (会议成文): minutes, verbatim record and brief, on the page and as files; and the way from a sentence to its words."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.core.values import letters
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import doors, ports
from huiyin.web.meetings import models
from huiyin.web.meetings.selectors import transcript, writing_up
from huiyin.web.meetings.views import framing
from huiyin.web.meetings.views.wording import PER_PAGE

FORMS = {"docx": "docx", "pdf": "pdf", "html": "html"}


def _row(request: HttpRequest, uid: str, kind: str) -> models.Meeting:
    row = transcript.meeting(doors.actor_of(request), uid)
    if kind not in writing_up.KINDS or row.opened_at is None:
        raise HuiyinError("NOT_FOUND")
    return row


@doors.answering
def page(request: HttpRequest, uid: str, kind: str) -> HttpResponse:
    """Show a record on a page; each sentence leads to the words that prove it."""
    row = _row(request, uid, kind)
    writer = writing_up.Writer(doors.actor_of(request), row)
    paper = writer.write(kind)
    context = framing.frame(request, row, "records/minutes") | {
        "kind_of": kind,
        "kinds": [(one, names.say(f"record.{one}"), one == kind) for one in writing_up.KINDS],
        "paper": paper,
        "blocks": [_shown(block, writer, row) for block in paper.blocks],
        "forms": list(FORMS),
    }
    return render(request, "meetings/record.html", context)


def _shown(block: Any, writer: writing_up.Writer, row: models.Meeting) -> dict[str, Any]:
    if isinstance(block, letters.Heading):
        return {"heading": block.text, "level": block.level}
    if isinstance(block, letters.Grid):
        ways = [(_way(writer, row, note), note) for note in block.notes]
        rows = [(cells, *way) for cells, way in zip(block.rows, ways, strict=True)]
        return {"grid": block, "rows": rows}
    return {
        "sentences": [(one.text, _way(writer, row, one.note), one.note) for one in block.sentences]
    }


def _way(writer: writing_up.Writer, row: models.Meeting, note: str) -> str:
    return f"/meetings/{row.uid}/said/{writer.proofs[note]}" if note else ""


@doors.answering
def file(request: HttpRequest, uid: str, kind: str, form: str) -> HttpResponse:
    """Give a record as a file; each sentence has the words that prove it in a footnote."""
    row = _row(request, uid, kind)
    if form not in FORMS:
        raise HuiyinError("NOT_FOUND")
    made = ports.write_paper(writing_up.paper(doors.actor_of(request), row, kind), form)
    answer = HttpResponse(made.raw, content_type=made.media_type)
    shown = "inline" if form == "html" else "attachment"
    answer["Content-Disposition"] = f'{shown}; filename="{kind}-{uid}.{form}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@doors.answering
def said(request: HttpRequest, uid: str, utterance: str) -> HttpResponse:
    """Lead to an utterance in the transcript, on whichever page of it that is."""
    actor = doors.actor_of(request)
    row = transcript.meeting(actor, uid)
    rows = transcript.said(actor, row)
    one = rows.filter(uid=utterance).first()
    if one is None:
        raise HuiyinError("NOT_FOUND")
    before = Q(stated_at__lt=one.stated_at) | Q(stated_at=one.stated_at, seq__lt=one.seq)
    number = rows.filter(before).count() // PER_PAGE + 1
    tail = f"?page={number}" if number > 1 else ""
    return redirect(f"/meetings/{uid}/transcript{tail}#u-{utterance}")
