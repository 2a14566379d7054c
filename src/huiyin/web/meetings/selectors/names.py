# SPDX-License-Identifier: Apache-2.0
"""Names (认人): from the label a recogniser gives to the participant who speaks; in doubt a person is asked.

1. a label that holds the name of one participant is that one; of two of the same name, the one whose body, post or sector
   it holds too;
2. a label the office has named before in this meeting stays so;
3. a label that says no more than that somebody chairs is who chairs;
4. without a label it is whoever has the floor;
5. otherwise the label is kept and the speaker stays open: nothing is guessed.
"""

from collections.abc import Sequence
from datetime import datetime

from huiyin.core.meetings import transcript
from huiyin.web.meetings import models

_CHAIRS = (
    "主席",
    "主持人",
    "会议主席",
    "chair",
    "the chair",
    "chairman",
    "chairwoman",
    "chairperson",
)


class Names:
    """The participants of a meeting with what they go by, read once for many words."""

    def __init__(self, meeting: models.Meeting) -> None:
        some = meeting.participants.exclude(state="dropped").select_related("body", "person")
        self.all: Sequence[models.Participant] = list(some)
        self._meeting, self._known = meeting, dict[str, int | None]()
        turns = meeting.turns.order_by("-began_at", "-pk")[:40]
        self._turns = list(turns.select_related("participant"))

    def speaker(self, label: str, at: datetime) -> models.Participant | None:
        """Give who speaks under a label at a moment, None where that is not certain."""
        if not label:
            turn = self.turn(None, at)
            return turn.participant if turn else None
        if known := self._named_before(label):
            return next((one for one in self.all if one.pk == known), None)
        if label.casefold() in _CHAIRS and self._meeting.chair_id:
            chair = self._meeting.chair_id
            return next((one for one in self.all if one.person_id == chair), None)
        held = self.alike(label)
        return held[0] if len(held) == 1 else None

    def _named_before(self, label: str) -> int | None:
        """Give who spoke under a label last, where that is known; one query for a label."""
        if label not in self._known:
            said = self._meeting.utterances.filter(label=label).exclude(participant=None)
            last = said.order_by("-seq").values_list("participant_id", flat=True).first()
            self._known[label] = last
        return self._known[label]

    def alike(self, label: str) -> list[models.Participant]:
        """Give the participants a label may mean."""
        name = transcript.name_in(label, [said for one in self.all for said in _names(one)])
        same = [one for one in self.all if name and name in _names(one)]
        if len(same) < 2:
            return same
        closer = [one for one in same if any(said in label for said in _marks(one))]
        return closer if len(closer) == 1 else same

    def turn(self, who: models.Participant | None, at: datetime) -> models.Turn | None:
        """Give the turn that was on at a moment: of this participant, or else the innermost one."""
        on = [one for one in self._turns if one.began_at <= at and (one.ended_at or at) >= at]
        if who is not None:
            on = [one for one in on if one.participant_id == who.pk]
        return next((one for one in on if one.within_id), on[0] if on else None)


def _names(one: models.Participant) -> tuple[str, ...]:
    return tuple(filter(None, (one.name, one.person.name_en if one.person else "")))


def _marks(one: models.Participant) -> list[str]:
    body = [one.body.name, one.body.name_en, *one.body.aliases] if one.body else []
    return [said for said in (*body, one.duty, one.sector) if said]
