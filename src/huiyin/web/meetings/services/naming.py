# SPDX-License-Identifier: Apache-2.0
"""Naming speakers (认人): from the label a recogniser gives to the participant who speaks; in doubt a person is asked.

What can be told from the label itself is told by `selectors.names`; the rest is said here, once for a label.
"""

from collections.abc import Sequence
from datetime import datetime

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.kit import acting
from huiyin.web.meetings import models
from huiyin.web.meetings.services import held, rows


@acting.act
def attribute(
    actor: Actor, meeting_uid: str, *, label: str, participant_uid: str, now: datetime
) -> int:
    """Say once who speaks under a label: for all that was said under it, and all that will be; gives how many that are.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `LABEL_UNKNOWN` where nothing was said under it.
    """
    row = rows.meeting(actor, meeting_uid)
    rows.by_office(actor, "attribute")
    who = row.participants.exclude(state="dropped").filter(uid=participant_uid).first()
    if who is None:
        raise HuiyinError("NOT_FOUND")
    said = list(row.utterances.filter(label=label)) if label else []
    if not said:
        raise HuiyinError("LABEL_UNKNOWN", label=label)
    return _put(actor, row, said, who, now, label)


@acting.act
def attribute_one(
    actor: Actor, utterance_uid: str, *, participant_uid: str, now: datetime
) -> models.Utterance:
    """Say who said this one thing, whatever its label.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`.
    """
    said = held.utterance(actor, utterance_uid)
    rows.by_office(actor, "attribute")
    who = said.meeting.participants.filter(uid=participant_uid).first()
    if who is None:
        raise HuiyinError("NOT_FOUND")
    _put(actor, said.meeting, [said], who, now, said.label)
    return said


def _put(
    actor: Actor,
    meeting: models.Meeting,
    said: Sequence[models.Utterance],
    who: models.Participant,
    now: datetime,
    label: str,
) -> int:
    """Give words, and what was caught in them, their speaker; a speaker a clerk put on one catch by hand stays."""
    caught = []
    for hit in models.Found.objects.filter(utterance__in=said).select_related("utterance"):
        if hit.participant_id in (None, hit.utterance.participant_id):
            hit.participant, hit.version = who, hit.version + 1
            hit.save(update_fields=["participant", "version"])
            caught.append(hit)
    for one in said:
        one.participant, one.version = who, one.version + 1
        one.save(update_fields=["participant", "version"])
    standing = [hit for hit in caught if hit.state != "proposed"]
    held.write("meeting.attributed", meeting, actor, *said, *standing, now=now, label=label, to=who.pk)  # fmt: skip
    return len(said)
