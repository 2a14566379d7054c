# SPDX-License-Identifier: Apache-2.0
"""The rows of replies: contacts, opinions, replies with their answers, letters and deliveries."""

from huiyin.web.replies.models.leaving import Delivery, Letter
from huiyin.web.replies.models.papers import LetterTemplate
from huiyin.web.replies.models.preparing import Contact, Cosign, Opinion
from huiyin.web.replies.models.replies import (
    OUT,
    WRITTEN_ON,
    Answer,
    Comment,
    Overruling,
    Reply,
    ReplyEdition,
    hash_of,
)

__all__ = [
    "OUT",
    "WRITTEN_ON",
    "Answer",
    "Comment",
    "Contact",
    "Cosign",
    "Delivery",
    "Letter",
    "LetterTemplate",
    "Opinion",
    "Overruling",
    "Reply",
    "ReplyEdition",
    "hash_of",
]
