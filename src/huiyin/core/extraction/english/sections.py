# SPDX-License-Identifier: Apache-2.0
"""Sections: what stands under the headings of an English record, and whose turn it is."""

import re

from huiyin.core.extraction import drafts
from huiyin.core.extraction.english import headed, listed, names, places, present, responses
from huiyin.core.text import structure
from huiyin.core.values import findings

_SECTIONS = (
    (findings.PartKind.REPLY, re.compile(r"\b(?:repl(?:y|ies)|responses?|answers?)\b", re.I)),
    (findings.PartKind.SUGGESTIONS, listed.HEADING),
    (findings.PartKind.ANALYSIS, re.compile(r"\b(?:analysis|problems?|causes?|challenges?|difficulties|why (?:it|this) matters)\b", re.I)),
    (findings.PartKind.FACTS, re.compile(r"\b(?:facts?|background|situation|context|introduction|what we found|findings)\b", re.I)),
    (findings.PartKind.SPEECH, re.compile(r"\b(?:discussion|debate|members?[’'] views|statements?|speeches|questions? (?:and|from)|public participation|examination)\b", re.I)),
)  # fmt: skip
_APPENDIX = re.compile(
    r"(?:appendix|appendices|annex|references|bibliography|glossary|acronyms|abbreviations|contents|call for evidence|footnotes)\b",
    re.I,
)

# The heading of what is said about one recommendation.
_OF_ONE = re.compile(r"(?:#+\s)?(?:recommendation|proposal|suggestion|motion|item)\s\d", re.I)
# The courtesy that opens a response, and the words by which it is more than that.
_THANKS = re.compile(r"\b(?:thanks?|grateful)\b[^.]*\b(?:for|to)\b", re.I)
_DECIDES = re.compile(
    r"\b(?:accept|agree|reject|declin|support|will|shall|consider|note|has been|have been)", re.I
)


def read(
    page: drafts.Page,
    context: places.Context,
    author: findings.Speaker,
    lists: dict[int, listed.Entry],
) -> list[places.Place]:
    """Say of every block how it is to be read, by the headings and turns before it."""
    walk = _Walk(page, context, author, lists)
    return [walk.place(at, block) for at, block in enumerate(page.blocks)]


class _Walk:
    """Goes through the blocks in order and remembers the heading and the turn it stands under."""

    def __init__(
        self,
        page: drafts.Page,
        context: places.Context,
        author: findings.Speaker,
        lists: dict[int, listed.Entry],
    ) -> None:
        self.page, self.context, self.author, self.lists = page, context, author, lists
        self.there, self.askers = present.find(page), headed.Askers(page)
        self.part = findings.PartKind.OTHER
        self.heading = self.turn = self.lister = findings.Speaker()
        self.number = ""
        self.skipping = False

    def place(self, at: int, block: structure.Block) -> places.Place:
        """Give the place of the next block."""
        role = block.role
        if role in (structure.Role.HEADING, structure.Role.TITLE):
            return self._head(block)
        if role in (structure.Role.CAPTION, structure.Role.BYLINE):
            return places.Place(places.Context.SKIP, findings.PartKind.OTHER, block.start)
        if at in self.lists:
            return self._entry(block, self.lists[at])
        if role is structure.Role.TURN and self.context is not places.Context.REPORT:
            return self._turn(block)
        return self._running(block)

    def _turn(self, block: structure.Block) -> places.Place:
        turn, begin = names.of_turn(self.page.text, block.start, block.end, self.page.roster)
        self.turn = self.there.fill(turn)
        return places.Place(places.Context.TURN, findings.PartKind.SPEECH, begin, self.turn)

    def _running(self, block: structure.Block) -> places.Place:
        """Place a paragraph that says by itself neither who speaks nor which number it has."""
        if self.turn.name:
            return places.Place(
                places.Context.TURN, findings.PartKind.SPEECH, block.start, self.turn
            )
        if self.skipping:
            return places.Place(places.Context.SKIP, findings.PartKind.OTHER, block.start)
        if self.part is findings.PartKind.REPLY:
            return self._reply(block)
        return places.Place(self.context, self.part, block.start, self.author)

    def _head(self, block: structure.Block) -> places.Place:
        words = self.page.text[block.start : block.end]
        self.turn = findings.Speaker()
        self.skipping = self.context is places.Context.REPORT and (
            (self.skipping and not listed.is_chapter(words)) or bool(_APPENDIX.match(words))
        )
        if block.role is structure.Role.HEADING:
            if self.part is findings.PartKind.REPLY and _OF_ONE.match(words):
                self.number = block.number
            else:
                self.part, self.heading = _under(words, self.part, self.heading)
                self.number = ""
                if self.part is findings.PartKind.SUGGESTIONS:
                    self.lister = self.askers.under(words)
        return places.Place(places.Context.SKIP, self.part, block.start)

    def _entry(self, block: structure.Block, entry: listed.Entry) -> places.Place:
        """Place a numbered paragraph of a list: it asks, or it answers by its first words."""
        position = ""
        if block.role is structure.Role.ITEM:
            position = responses.opening_position(self.page.text[entry.begin : block.end])
        if position:
            return places.Place(
                places.Context.REPLY, findings.PartKind.REPLY, entry.begin, self.heading,
                entry.number, position,
            )  # fmt: skip
        who = next((one for one in (self.author, self.turn) if one.name), self.lister)
        return places.Place(
            places.Context.LISTED, findings.PartKind.SUGGESTIONS, entry.begin, who,
            entry.number, group=entry.group,
        )  # fmt: skip

    def _reply(self, block: structure.Block) -> places.Place:
        """Place a paragraph of a response; one without a number goes on from the number before."""
        begin = block.start
        if block.number[:1].isdigit() and block.role is structure.Role.ITEM:
            self.number, begin = block.number, listed.begin_of(self.page.text, block)
        words = self.page.text[begin : block.end]
        thanks = not self.number and _THANKS.search(words) and not _DECIDES.search(words)
        return places.Place(
            places.Context.SKIP if thanks else places.Context.REPLY, self.part, begin,
            self.heading, self.number, responses.opening_position(words),
        )  # fmt: skip


def _under(
    words: str, part: findings.PartKind, body: findings.Speaker
) -> tuple[findings.PartKind, findings.Speaker]:
    """Say what stands under a heading; the name of a body keeps the part and names who answers."""
    if headed.response(words) is not None:
        return findings.PartKind.REPLY, headed.responder(words)
    speaker = names.person(words.lstrip("# "))
    names_body = speaker.capacity is findings.Capacity.DEPARTMENT and len(words.split()) <= 9
    for kind, pattern in _SECTIONS:
        if pattern.search(words):
            return kind, speaker if names_body else findings.Speaker()
    if names_body:
        return part, speaker
    return findings.PartKind.OTHER, findings.Speaker()
