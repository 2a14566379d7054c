# SPDX-License-Identifier: Apache-2.0
"""Who may see and do what of meetings: added to the docket's one rule."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Q

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import User
from huiyin.web.meetings import models

OFFICE = ("clerk", "reviewer", "committee")
READERS = ("assigner", "oversight", "leader", "auditor")
_ALL, _NONE = Q(pk__isnull=False), Q(pk__in=[])


def _at(at: str, **terms: Any) -> Q:
    return Q(**{f"{at}{key}": term for key, term in terms.items()})


def _inside(actor: Actor) -> Q:
    """The rows of participants that are the actor: as a person, or through a body."""
    own = Q(person_id=actor.person_id) if actor.person_id else _NONE
    if bodies := actor.bodies():
        own |= Q(body_id__in=bodies)
    return own & ~Q(state="dropped")


def _taking_part(actor: Actor, at: str = "") -> Q:
    own = models.Participant.objects.filter(_inside(actor)).values("meeting_id")
    seen = _at(at, pk__in=own)
    if actor.person_id:
        seen |= _at(at, chair_id=actor.person_id)
    return seen & _at(at, state__in=models.OFFERED)


def _meetings(actor: Actor, at: str = "") -> Q:
    """The office sees all; readers and who is invited what has been announced; the public the open ones of these."""
    if actor.has(*OFFICE):
        return _at(at, pk__isnull=False)
    seen = _at(at, state__in=models.OFFERED, is_public=True)
    if actor.has(*READERS):
        seen |= _at(at, state__in=models.OFFERED)
    if actor.user_id:
        seen |= _taking_part(actor, at)
    return seen


def _hall(actor: Actor, at: str = "meeting__") -> Q:
    """What only those in the hall see: the queue, who came, seats."""
    if actor.has(*OFFICE, *READERS):
        return _meetings(actor, at)
    return _taking_part(actor, at) if actor.user_id else _NONE


def _participants(actor: Actor) -> Q:
    return _hall(actor) | (_meetings(actor, "meeting__") & Q(turns__isnull=False))


def _papers(actor: Actor) -> Q:
    """Materials are for who is in the hall; a speech or question for the office and for whoever handed it in."""
    if actor.has(*OFFICE):
        return _ALL
    own = models.Participant.objects.filter(_inside(actor)).values("pk")
    return (_hall(actor) & Q(kind="material")) | Q(participant_id__in=own)


def _found(actor: Actor) -> Q:
    """The reader's proposals are the office's alone; others see what a person confirmed."""
    if actor.has(*OFFICE):
        return _ALL
    return _meetings(actor, "meeting__") & Q(state__in=models.STANDING)


def _spots(actor: Actor) -> Q:
    seen = _hall(actor)
    if bodies := actor.bodies():
        seen |= Q(body_id__in=bodies)
    return seen


RULES: dict[type[Model], Callable[[Actor], Q]] = {
    models.Meeting: _meetings,
    models.AgendaItem: lambda actor: _meetings(actor, "meeting__"),
    models.Participant: lambda actor: Q(
        pk__in=models.Participant.objects.filter(_participants(actor)).values("pk")
    ),
    models.MeetingPaper: _papers,
    models.FloorRequest: _hall,
    models.Turn: lambda actor: _meetings(actor, "meeting__"),
    models.Utterance: lambda actor: _meetings(actor, "meeting__"),
    models.UtteranceEdition: lambda actor: (
        _ALL if actor.has(*OFFICE) else _meetings(actor, "utterance__meeting__")
    ),
    models.Found: _found,
    models.SpotAssignment: _spots,
}


def roles_in(actor: Actor, row: Any) -> frozenset[str]:
    """Give the roles an actor has towards a meeting or what hangs on it: the chair is its convener."""
    meeting = row if isinstance(row, models.Meeting) else row.meeting
    held = {role for role, body in actor.grants if body is None}
    held.discard("convener")
    if actor.person_id and actor.person_id == meeting.chair_id:
        held.add("convener")
    body_id = getattr(row, "body_id", None)
    held |= {role for role, body in actor.grants if body and body == body_id}
    return frozenset(held)


def runs(actor: Actor, meeting: models.Meeting) -> bool:
    """Tell whether an actor may act on what happens in the hall: the office, and who chairs it."""
    return actor.system or actor.has(*OFFICE) or "convener" in roles_in(actor, meeting)


def own_participant(actor: Actor, meeting: models.Meeting) -> models.Participant | None:
    """Give the participant an actor is in a meeting, if any."""
    if actor.user_id is None:
        return None
    rows = models.Participant.objects.filter(_inside(actor), meeting=meeting)
    mine = rows.filter(person_id=actor.person_id).first() if actor.person_id else None
    return mine or rows.filter(person=None).order_by("pk").first()


def is_inside(actor: Actor, meeting: models.Meeting) -> bool:
    """Tell whether an actor may know what only those in the hall know: the queue, who came, the seats."""
    return models.Meeting.objects.filter(_hall(actor, ""), pk=meeting.pk).exists()


def invited_users(row: Any, role: str) -> Iterable[User]:
    """Give whom a notice of a meeting reaches: those invited as persons, and the liaisons of the bodies that are."""
    if role != "invited":
        return User.objects.filter(grants__role=role, grants__body=None).distinct()
    some = row.participants.exclude(state="dropped")
    of_bodies = some.filter(body__isnull=False, person=None).values("body_id")
    return User.objects.filter(
        Q(person_id__in=some.values("person_id"))
        | Q(grants__role="liaison", grants__body_id__in=of_bodies)
    ).distinct()


def of_spot(row: Any, role: str) -> Iterable[User]:
    """Give whom a notice of an on-the-spot assignment reaches: officers of its body, else holders of the role."""
    body = row.body if role in ("liaison", "handler", "signer") else None
    return User.objects.filter(grants__role=role, grants__body=body).distinct()
