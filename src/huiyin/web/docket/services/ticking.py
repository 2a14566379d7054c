# SPDX-License-Identifier: Apache-2.0
"""Ticking (定时): what is done by the clock and not by a person; safe to run as often, and by as many, as one likes."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.web.docket.services import mailing, reminding, signing
from huiyin.web.kit import anchoring


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a tick has done."""

    expired: int
    reminded: int
    sent: int
    anchored: bool


def tick(*, now: datetime) -> Ticked:
    """Let invitations lapse, fire reminders, send messages, anchor the ledger, in this order."""
    expired = signing.expire_due(now=now)
    reminded = reminding.tick(now=now)
    sent = mailing.send(now=now)
    return Ticked(expired, reminded, sent, anchoring.anchor() is not None)
