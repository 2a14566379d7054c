# SPDX-License-Identifier: Apache-2.0
"""The rows of commitments: promises found, commitments made of them, what became of them, plans, addresses of calendars."""

from huiyin.web.commitments.models.commitments import (
    CLAIMED,
    FINAL,
    OPEN,
    Carry,
    Commitment,
    Slip,
)
from huiyin.web.commitments.models.feeds import CalendarKey
from huiyin.web.commitments.models.plans import Goal, Plan
from huiyin.web.commitments.models.promises import Promise, PromiseReading, hash_of
from huiyin.web.commitments.models.tracking import (
    Evidence,
    Indicator,
    Milestone,
    Nudge,
    Owed,
    Progress,
    Revisit,
)

__all__ = [
    "CLAIMED",
    "FINAL",
    "OPEN",
    "CalendarKey",
    "Carry",
    "Commitment",
    "Evidence",
    "Goal",
    "Indicator",
    "Milestone",
    "Nudge",
    "Owed",
    "Plan",
    "Progress",
    "Promise",
    "PromiseReading",
    "Revisit",
    "Slip",
    "hash_of",
]
