# SPDX-License-Identifier: Apache-2.0
"""Members' records (履职记录): every act of a member in a session; points only where the rules pack gives them."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Person, Session
from huiyin.web.docket.selectors import records as docket
from huiyin.web.evaluations.selectors import evaluations
from huiyin.web.kit import ports
from huiyin.web.meetings.selectors import meetings

KINDS = ("proposed", "filed", "signed", "evaluated", "attended")


@dataclass(frozen=True, slots=True)
class Record:
    """A member's record: the acts, the latest first, how many of each kind, and their points where a pack gives any.

    Attributes:
        points: by kind, what one such act counts; empty where the place gives no points.
    """

    person: Person
    acts: tuple[docket.Act, ...]
    counts: dict[str, int]
    points: dict[str, int]

    @property
    def total(self) -> int:
        """What all acts together count."""
        return sum(self.points.get(one.kind, 0) for one in self.acts)


def of(actor: Actor, person_id: int, session: Session) -> Record:
    """Give a member's record of a session.

    Errors: `NOT_FOUND` for who may not read it, as for a person who does not exist.
    Cost: five queries.
    """
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not docket.may_read(actor, person_id):
        raise HuiyinError("NOT_FOUND")
    acts = docket.acts(actor, person_id, session)
    for form in evaluations.seen(actor).filter(
        person_id=person_id, submitted_at__isnull=False, reply__assignment__case__session=session
    ):
        day = timezone.localdate(form.submitted_at)
        title = form.reply.assignment.case.title
        acts.append(docket.Act("evaluated", day, title, f"/evaluations/{form.uid}/"))
    for meeting in (
        meetings.seen(actor)
        .filter(session=session, participants__person_id=person_id, participants__state="present")
        .distinct()
    ):
        day = timezone.localdate(meeting.starts_at)
        acts.append(docket.Act("attended", day, meeting.title, f"/meetings/{meeting.uid}/"))
    acts.sort(key=lambda one: (one.on, one.kind), reverse=True)
    counts = Counter(one.kind for one in acts)
    return Record(
        person, tuple(acts), {kind: counts[kind] for kind in KINDS if counts[kind]}, points(session)
    )


def points(session: Session) -> dict[str, int]:
    """Give what the place's pack counts for an act of each kind (`options: points_filed: "10"`); nothing by default."""
    pack = ports.pack(session.pack, session.pack_version)
    given = {kind: pack.options.get(f"points_{kind}", "") for kind in KINDS}
    return {kind: int(value) for kind, value in given.items() if value.isdecimal()}
