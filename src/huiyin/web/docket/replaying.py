# SPDX-License-Identifier: Apache-2.0
"""Replaying: which rows of the docket the ledger accounts for."""

from pathlib import Path

from django.db.models import Model

from huiyin.web.docket import models
from huiyin.web.kit import verifying

LEDGERED: list[type[Model]] = [
    models.Proposal,
    models.Edition,
    models.Suggestion,
    models.Signature,
    models.Examination,
    models.Conversion,
    models.Case,
    models.Merger,
    models.MergerObjection,
    models.Assignment,
    models.Objection,
    models.Deadline,
    models.Reminder,
]


def also(*more: type[Model]) -> None:
    """Let the ledger account for the rows of a room above too; called once, at the start."""
    LEDGERED.extend(one for one in more if one not in LEDGERED)


def verify(anchors: Path, *, public_key: Path | None = None) -> verifying.Outcome:
    """Verify the ledger, its checkpoints, and the docket's rows against it.

    Suggestions and reminders are owed an entry from the act on that submitted or fired them.
    """
    return verifying.verify(LEDGERED, anchors, public_key=public_key)
