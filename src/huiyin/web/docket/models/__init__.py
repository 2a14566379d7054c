# SPDX-License-Identifier: Apache-2.0
"""The docket's rows: proposals, cases, assignments, clocks, and what is searched."""

from huiyin.web.docket.models.assignments import Assignment, Deadline, Objection, Reminder
from huiyin.web.docket.models.cases import Case, Conversion, Handler, Merger, MergerObjection
from huiyin.web.docket.models.proposals import (
    UNFIXED,
    Attachment,
    Edition,
    Examination,
    Proposal,
    Signature,
    Suggestion,
)
from huiyin.web.docket.models.searching import SearchText
from huiyin.web.kit.uids import new_uid

__all__ = [
    "UNFIXED",
    "Assignment",
    "Attachment",
    "Case",
    "Conversion",
    "Deadline",
    "Edition",
    "Examination",
    "Handler",
    "Merger",
    "MergerObjection",
    "Objection",
    "Proposal",
    "Reminder",
    "SearchText",
    "Signature",
    "Suggestion",
    "new_uid",
]
