# SPDX-License-Identifier: Apache-2.0
"""What the capture page shows (记录页): the end of the transcript, the proposals of the reader, and who is not yet named."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.template.loader import render_to_string

from huiyin.web.accounts.models import Body
from huiyin.web.docket.selectors import shown as names_of
from huiyin.web.meetings import followed, models
from huiyin.web.meetings.selectors import names, shown, transcript

LINES, PROPOSALS, SETTLED, LABELS = 30, 30, 8, 3
_TONES = {"proposed": "waiting", "confirmed": "done", "corrected": "done", "added": "done", "rejected": ""}  # fmt: skip
_SAYS = {"agrees": "done", "objects": "seal"}


@dataclass(frozen=True, slots=True)
class Caught:
    """One thing caught, as a line of a list."""

    row: models.Found
    kind: str
    state: names_of.State
    speaker: str
    to: str
    says: names_of.State | None


def part(row: models.Meeting) -> dict[str, Any]:
    """Give what the part of the page shows that follows the meeting live.

    Cost: nine queries, however long the meeting is.
    """
    counts = row.found.aggregate(
        open=Count("pk", filter=Q(state="proposed")),
        standing=Count("pk", filter=Q(state__in=models.STANDING)),
    )
    found = _rows(row).filter(state="proposed").order_by("-utterance__seq", "-start")
    done = _rows(row).filter(state__in=models.STANDING).order_by("-settled_at", "-pk")
    return {
        "row": row,
        "lines": transcript.lines(transcript.tail(row, LINES)),
        "count": row.utterances.count(),
        "open_count": counts["open"],
        "standing_count": counts["standing"],
        "proposals": [line(one) for one in reversed(found[:PROPOSALS])],
        "settled": [line(one) for one in done[:SETTLED]],
        "labels": labels(row)[:LABELS],
    }


def _rows(row: models.Meeting) -> Any:
    return row.found.select_related(
        "utterance", "participant__body", "participant__person", "body", "settled_by__person"
    )


def line(one: models.Found) -> Caught:
    """Show one thing caught."""
    who = one.participant
    says = None
    if one.speaker_says != "not_asked":
        label = names_of.say(f"caught.says_{one.speaker_says}")
        says = names_of.State(one.speaker_says, label, _SAYS[one.speaker_says])
    return Caught(
        one,
        names_of.say(f"caught.{one.kind}"),
        names_of.State(one.state, names_of.say(f"caught.{one.state}"), _TONES[one.state]),
        shown.person(who) if who is not None else one.utterance.label,
        names_of.body(one.body) if one.body is not None else one.addressee,
        says,
    )


def labels(row: models.Meeting) -> list[dict[str, Any]]:
    """Give the labels nobody was found for, with the participants each may mean first."""
    unnamed = [(label, n) for label, n in transcript.open_labels(row) if label]
    if not unnamed:
        return []
    people = names.Names(row)
    found = []
    for label, n in unnamed[:LABELS]:
        near = people.alike(label)
        rest = [one for one in people.all if one not in near]
        choices = [(one.uid, _named(one)) for one in (*near, *rest)]
        found.append({"label": label, "n": n, "ambiguous": len(near) > 1, "choices": choices})
    return found


def _named(one: models.Participant) -> str:
    return " · ".join(filter(None, (shown.person(one), shown.whom_for(one))))


def render(row: models.Meeting) -> str:
    """Render the part of the page that follows the meeting live."""
    return render_to_string("meetings/parts/capture.html", part(row))


def register() -> None:
    """Let the office follow it."""
    followed.register(render)


def kinds() -> list[tuple[str, str]]:
    """Give the kinds of what is caught."""
    return [(one, names_of.say(f"caught.{one}")) for one in models.Found.Kind.values]


def people(row: models.Meeting) -> list[tuple[str, str]]:
    """Give the participants to choose from."""
    return [(one.uid, _named(one)) for one in names.Names(row).all]


def bodies() -> list[tuple[int, str]]:
    """Give the bodies to choose from."""
    rows = Body.objects.filter(valid_to=None).order_by("pk")
    return [(one.pk, names_of.body(one)) for one in rows]


def questions(row: models.Found) -> list[tuple[str, str]]:
    """Give the questions an answer may belong to, those before it first."""
    rows = row.meeting.found.filter(kind="question").exclude(state="rejected").exclude(pk=row.pk)
    return [(one.uid, one.words[:80]) for one in rows.order_by("-utterance__seq")[:100]]
