# SPDX-License-Identifier: Apache-2.0
"""The transcript (文字稿) as it is read: utterances by the moment they were said, with what was caught in each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet
from django.utils.safestring import SafeString

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions as rights
from huiyin.web.kit import gates, showing
from huiyin.web.meetings import models
from huiyin.web.meetings.selectors import shown

ORDER = ("stated_at", "seq")


@dataclass(frozen=True, slots=True)
class Line:
    """An utterance as it stands on a page; `same` when the one before it is of the same speaker."""

    row: models.Utterance
    speaker: str
    whom_for: str
    text: SafeString
    same: bool
    open: bool


def meeting(actor: Actor, uid: str) -> models.Meeting:
    """Give a meeting an actor may see.

    Errors: `NOT_FOUND`.
    """
    return gates.get(models.Meeting, rights.visible(actor, models.Meeting), uid=uid)


def utterance(actor: Actor, uid: str) -> models.Utterance:
    """Give an utterance an actor may see.

    Errors: `NOT_FOUND`.
    """
    return gates.get(models.Utterance, rights.visible(actor, models.Utterance), uid=uid)


def said(actor: Actor, row: models.Meeting) -> QuerySet[models.Utterance]:
    """Give the utterances of a meeting an actor may see, with their speakers."""
    rows = models.Utterance.objects.filter(rights.visible(actor, models.Utterance), meeting=row)
    return rows.select_related("participant__body", "participant__person")


def caught(actor: Actor, row: models.Meeting) -> QuerySet[models.Found]:
    """Give what was caught in a meeting, as far as an actor may see it, in the order of the words."""
    rows = models.Found.objects.filter(rights.visible(actor, models.Found), meeting=row)
    return rows.select_related(
        "utterance", "participant__body", "participant__person", "body", "answers"
    ).order_by("utterance__stated_at", "utterance__seq", "start", "pk")


def with_caught(rows: QuerySet[models.Utterance], actor: Actor) -> QuerySet[models.Utterance]:
    """Fetch with utterances what was caught in them, as far as an actor may see it."""
    seen = models.Found.objects.filter(rights.visible(actor, models.Found))
    return rows.prefetch_related(
        Prefetch("found", seen.exclude(state="rejected").order_by("start"))
    )


def tail(row: models.Meeting, count: int, *, before: int = 0) -> list[models.Utterance]:
    """Give the last utterances of a meeting, or those before one, in their order, with what was caught in them."""
    rows = row.utterances.select_related("participant__body", "participant__person")
    if before:
        rows = rows.filter(seq__lt=before)
    caught = Prefetch("found", models.Found.objects.exclude(state="rejected").order_by("start"))
    newest = rows.order_by("-seq")[:count]
    found = list(newest.prefetch_related(caught))
    return sorted(found, key=lambda one: (one.stated_at, one.seq))


def lines(some: Iterable[models.Utterance]) -> list[Line]:
    """Show utterances with what was caught in them marked, each mark under its anchor."""
    found: list[Line] = []
    before: tuple[int | None, str] | None = None
    for one in some:
        who = (one.participant_id, one.label)
        named = one.participant is not None
        found.append(
            Line(
                one, speaker(one), shown.whom_for(one.participant) if one.participant else "",
                showing.marked(one.text, marks(one, one.found.all())), before == who, not named,
            )
        )  # fmt: skip
        before = who
    return found


def marks(said: models.Utterance, caught: Iterable[models.Found]) -> list[showing.Mark]:
    """Give the marks of what was caught in an utterance as it stands now."""
    return [
        showing.Mark(one.start, one.end, "other" if one.state == "proposed" else "ask", f"m-{one.uid}")
        for one in caught
        if one.edition == said.edition and one.state != "rejected"
    ]  # fmt: skip


def speaker(one: models.Utterance) -> str:
    """Name who speaks: the participant, else the label as it came, else nobody."""
    return shown.person(one.participant) if one.participant is not None else one.label


def open_labels(row: models.Meeting) -> list[tuple[str, int]]:
    """Give the labels nobody was found for, with how much was said under each."""
    unnamed = row.utterances.filter(participant=None).order_by()
    counts = unnamed.values_list("label").annotate(n=Count("pk")).order_by("-n", "label")
    return list(counts)


def offset(one: models.Utterance) -> str:
    """Say where in the recording an utterance begins, "" where that is not known."""
    if one.offset_ms is None:
        return ""
    seconds = one.offset_ms // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def of_proposal(actor: Actor, pk: int) -> models.Found | None:
    """Give the suggestion from the floor a proposal was made of, if an actor may see it."""
    rows = models.Found.objects.filter(rights.visible(actor, models.Found), proposal_id=pk)
    return rows.select_related("meeting", "utterance", "participant__person", "body").first()
