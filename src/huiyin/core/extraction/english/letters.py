# SPDX-License-Identifier: Apache-2.0
"""Letters: of reply and of request."""

import re
from dataclasses import replace

from huiyin.core.extraction import drafts
from huiyin.core.extraction.english import names, places
from huiyin.core.text import structure
from huiyin.core.values import findings

_DEAR = re.compile(r"Dear\s+(?:[A-Z]|all\b|colleague)")
_THANKS = re.compile(
    r"\b(?:thank you for (?:your|the|raising|writing)|in (?:reply|response|answer) to your|your (?:letter|proposal|motion|suggestion|question|enquiry|petition)\b)",
    re.I,
)
_YOURS = re.compile(r"(?:Yours|Kind regards|With (?:kind|best)|Sincerely|Best wishes)", re.I)


def opening(page: drafts.Page) -> int | None:
    """Give the block a letter begins with ("Dear …"), None when this is no letter."""
    for at, block in enumerate(page.blocks[:25]):
        if block.lang == "en" and _DEAR.match(page.text, block.start, block.end):
            return at
    return None


def read(page: drafts.Page, dear: int) -> list[places.Place]:
    """Say of every block of a letter how it is to be read; who signs it speaks."""
    head = page.text[page.blocks[dear].start : page.blocks[dear].start + 1200]
    is_reply = bool(_THANKS.search(head))
    closing = next(
        (
            at
            for at in range(dear + 1, len(page.blocks))
            if _YOURS.match(page.text, page.blocks[at].start, page.blocks[at].end)
        ),
        len(page.blocks),
    )
    signature = [
        page.text[block.start : block.end].split("\n")[0]
        for block in page.blocks[closing + 1 : closing + 4]
    ]
    name = signature[0] if signature and len(signature[0]) < 60 else ""
    post = ", ".join(line for line in signature[1:] if len(line) < 80)
    speaker = names.person(name, post) if name else findings.Speaker()
    if is_reply:
        speaker = replace(speaker, capacity=findings.Capacity.DEPARTMENT)
    found = []
    for at, block in enumerate(page.blocks):
        inside = dear < at < closing and block.role is not structure.Role.HEADING
        context = (
            (places.Context.REPLY if is_reply else places.Context.TURN)
            if inside
            else places.Context.SKIP
        )
        part = findings.PartKind.REPLY if is_reply else findings.PartKind.SUGGESTIONS
        found.append(
            places.Place(context, part if inside else findings.PartKind.OTHER, block.start, speaker)
        )
    return found
