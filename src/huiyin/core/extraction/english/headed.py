# SPDX-License-Identifier: Apache-2.0
"""Headings that name a body: whose recommendations stand below, and who responds to whom."""

import re

from huiyin.core.extraction import drafts
from huiyin.core.extraction.english import names
from huiyin.core.text import structure
from huiyin.core.values import findings

_RESPONDS = r"(?:response|reply|replies|answers?)"
_BODY = r"(?:the\s)?(?P<who>[^:;.?!\n]{3,70}?)"
_RESPONSE = (
    re.compile(rf"{_BODY}(?:[’']s?|:|\s[–—-])?\s(?:(?:formal|official|written|joint|interim)\s)?{_RESPONDS}(?:\sto\s(?:the\s)?(?P<to>.+))?$", re.I),
    re.compile(rf"(?:(?:formal|official|written|joint|interim)\s)?{_RESPONDS}\s(?:of|from|by)\s{_BODY}(?:\sto\s(?:the\s)?(?P<to>.+))?$", re.I),
    re.compile(rf"(?:(?:formal|official|written|joint|interim)\s)?{_RESPONDS}\sto\s(?:the\s)?(?P<to>.+)$", re.I),
)  # fmt: skip
_ASKS = re.compile(r"\b(?:of|by|from|made by)\s(?:the\s)?(?P<who>[^:;.?!\n]{3,70})$", re.IGNORECASE)
_BODIES = (
    "Assembly|Jury|Forum|Panel|Committee|Inquiry|Commission|Task Force|Working Group|Association|Federation|Union|Society"
    "|Alliance|Network|Conference|Convention|Youth Council|Residents|Group"
)
_ASKING = re.compile(rf"(?:{_BODIES})\Z")
_TITLED = re.compile(
    rf"(?<![Tt]o )(?<![Tt]o the )\b(?P<who>(?:[A-Z][\w’'-]*\s(?:(?:of|and|for|on)\s(?:the\s)?)?){{0,6}}(?:{_BODIES}))\b"
)
_PAPER = re.compile(r"^(?:(?:Report|Minutes|Record|Session|Meeting|Findings|Summary|Notes|Recommendations)\s(?:of|by|from)\s(?:the\s)?)+", re.I)  # fmt: skip
_SMALL = frozenset({"of", "the", "and", "for", "on", "to", "by", "in", "a"})


def plain(words: str) -> str:
    """Give a heading on one line, without marks, and what is in capitals throughout as a name is written.

    >>> plain("## RECOMMENDATIONS OF THE FORUM")
    'Recommendations of the Forum'
    """
    line = " ".join(words.strip("#*_ :\n").split())
    if not line.isupper():
        return line
    return " ".join(
        word if place and word in _SMALL else word[:1].upper() + word[1:]
        for place, word in enumerate(line.lower().split())
    )


def response(words: str) -> tuple[str, str] | None:
    """Give who responds and to whom by a heading, "" where it does not say; None when it heads no response.

    >>> response("Wenlow Town Council: response to the Citizens' Jury")
    ('Wenlow Town Council', "Citizens' Jury")
    """
    line = plain(words)
    for pattern in _RESPONSE:
        match = pattern.match(line)
        if match:
            groups = match.groupdict()
            return (groups.get("who") or "").strip(), (groups.get("to") or "").strip()
    return None


def responder(words: str) -> findings.Speaker:
    """Give the body that answers below a heading, nobody when the heading names none."""
    said = response(words)
    if not said or not said[0] or said[0].lower() in ("our", "the", "full", "in"):
        return findings.Speaker()
    speaker = names.person(said[0])
    if speaker.capacity is findings.Capacity.UNKNOWN and len(said[0].split()) < 2:
        return findings.Speaker()
    return findings.Speaker(speaker.name, findings.Capacity.DEPARTMENT)


class Askers:
    """Knows by what name the record calls the body whose recommendations it lists."""

    def __init__(self, page: drafts.Page) -> None:
        heads = [
            page.text[block.start : block.end]
            for block in page.blocks
            if block.role in (structure.Role.HEADING, structure.Role.TITLE)
        ]
        answered = [said[1] for words in heads if (said := response(words))]
        title = next(iter(heads), "")
        self.called = [_body(name) for name in (*answered, plain(page.title), plain(title))]

    def under(self, words: str) -> findings.Speaker:
        """Give who recommends what stands under a heading.

        A name cut short ("of the Assembly") is given in full when the record has it in full.
        """
        match = _ASKS.search(plain(words))
        own = _body(match["who"]) if match else ""
        known = [name for name in self.called if name and (not own or name.endswith(own))]
        name = max((own, known[0] if known else ""), key=len)
        return (
            findings.Speaker(name, findings.Capacity.PROPOSING_BODY) if name else findings.Speaker()
        )


def _body(line: str) -> str:
    """Give the asking body that a line names, "" without one."""
    match = _TITLED.search(_PAPER.sub("", line))
    return match["who"] if match and _ASKING.search(match["who"]) else ""
