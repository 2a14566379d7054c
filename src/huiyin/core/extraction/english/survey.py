# SPDX-License-Identifier: Apache-2.0
"""The survey: what kind of English record a page is, and where each of its blocks stands."""

import re
from collections import Counter

from huiyin.core.extraction import drafts
from huiyin.core.extraction.english import letters, listed, names, places, responses, sections
from huiyin.core.values import findings

_BODY = re.compile(
    r"((?:[A-Z][\w’']+[ ](?:(?:and|of|the|on|for)[ ]){0,2}){0,7}(?:Select[ ])?(?:Committee|Inquiry|Commission|Panel|Task[ ]?[Ff]orce|Forum))\b"
)
_MANY_NUMBERS = 12


def survey(page: drafts.Page) -> list[places.Place]:
    """Say of every block how it is to be read.

    Shapes: one place a block, in order.
    """
    if page.tabular:
        return [
            places.Place(places.Context.ROW, findings.PartKind.SUGGESTIONS, block.start)
            for block in page.blocks
        ]
    answered = responses.walk(page)
    if answered:
        return _of_response(page, answered)
    numbered = sum(1 for block in page.blocks if "." in block.number)
    context = places.Context.REPORT if numbered >= _MANY_NUMBERS else places.Context.PROSE
    author = _author(page) if context is places.Context.REPORT else findings.Speaker()
    letter = letters.opening(page)
    if letter is not None:
        return letters.read(page, letter)
    lists = listed.find(page)
    return sections.read(page, context, author, lists)


def _of_response(page: drafts.Page, answered: dict[int, responses.Answered]) -> list[places.Place]:
    asker = _author(page)
    found = []
    for at, block in enumerate(page.blocks):
        here = answered.get(at)
        if here is None:
            found.append(places.Place(places.Context.SKIP, findings.PartKind.OTHER, block.start))
        elif here.quoted:
            found.append(
                places.Place(
                    places.Context.LISTED,
                    findings.PartKind.SUGGESTIONS,
                    here.begin,
                    asker,
                    here.number,
                    group=here.group,
                )
            )
        else:
            found.append(
                places.Place(
                    places.Context.REPLY,
                    findings.PartKind.REPLY,
                    here.begin,
                    names.person(here.who) if here.who else findings.Speaker(),
                    here.number,
                    here.position,
                )
            )
    return found


def _author(page: drafts.Page) -> findings.Speaker:
    """Give the body whose report this is, "" where its first pages name none."""
    count = Counter(" ".join(m.split()) for m in _BODY.findall(f"{page.title}\n{page.text[:6000]}"))
    for bare in ("Committee", "Inquiry", "Commission", "Panel"):
        if len(count) > 1:
            count.pop(bare, None)
    name = count.most_common(1)[0][0] if count else ""
    name = re.sub(r"^(?:(?:The|In|By|Report|This|Of|[A-Z]+ OF [A-Z]+)\s(?:of the\s)?)+", "", name)
    return findings.Speaker(name, findings.Capacity.PROPOSING_BODY)
