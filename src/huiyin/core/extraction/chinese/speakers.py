# SPDX-License-Identifier: Apache-2.0
"""Speakers (谁在说): every sentence cut into stretches, each with who says it and how it is told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.core.extraction import drafts
from huiyin.core.extraction.chinese import people, quotes, words
from huiyin.core.text import structure
from huiyin.core.values import findings

NOBODY = findings.Speaker()
SAID, TOLD, ASKED, STORY = "said", "told", "asked", "story"
_ASK = frozenset(words.PEOPLE.lists["ask_verbs"])
_ASKING = frozenset(words.PEOPLE.lists["question_verbs"])
_REPORT = re.compile(
    words.any_of((*words.PEOPLE.lists["ask_verbs"], *words.PEOPLE.lists["say_verbs"]))
)
_PRONOUN = re.compile(words.listed("pronouns") + "(?!们|人|地)")
_BREAK = re.compile("[，,。；;：:！？!?“”]")
_NOUN = re.compile("[的些点条项个份见此列出][建希提要请主][议望求张]$")
_LIST = re.compile("(?:建议|意见|想法)(?:有|是|分|共)?[^，。：:]{0,8}[：:]")
_SAYS_ON = re.compile("[，,：:]|要|应|可以|能否|把|将|，")
_OPEN = re.compile("[，,：:]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of one sentence by one speaker.

    Attributes:
        start, end: in the reading; never outside the sentence.
        sentence: its place.
        speaker: who says it.
        how: SAID (their own words), TOLD (reported after a verb of saying), ASKED (reported after a verb of asking), STORY
            (the writer's own words).
        verb: the verb that brings it in, "" without one.
        question: True when that verb asks a question.
        dialog: True when it belongs to a talk, in which every word of a department is an answer.
    """

    start: int
    end: int
    sentence: int
    speaker: findings.Speaker
    how: str
    verb: str = ""
    question: bool = False
    dialog: bool = False


@dataclass(slots=True)
class Walk:
    """What is remembered on the way through a record."""

    cast: people.Cast
    last: findings.Speaker = NOBODY
    other: findings.Speaker = NOBODY  # who spoke before the last speaker
    turn: findings.Speaker = NOBODY  # who holds the floor by a turn or a heading

    def hear(self, speaker: findings.Speaker) -> findings.Speaker:
        """Remember who speaks."""
        if speaker.name and speaker.name != self.last.name:
            self.other, self.last = self.last, speaker
        elif speaker.name:
            self.last = speaker
        return speaker


def stretches(page: drafts.Page, cast: people.Cast, owner: findings.Speaker) -> list[Stretch]:
    """Cut the Chinese sentences of a page into stretches with their speakers.

    Shapes: in order of the text; a stretch never leaves its sentence. `owner` speaks where nobody else does.
    """
    by_block: dict[int, list[int]] = {}
    for place, sentence in enumerate(page.sentences):
        by_block.setdefault(sentence.block, []).append(place)
    walk = Walk(cast)
    found: list[Stretch] = []
    for number, places in by_block.items():
        block = page.blocks[number]
        if block.lang == "zh":
            found += _block(page, block, places, walk, owner)
    return found


def alone(page: drafts.Page, owner: findings.Speaker) -> Iterator[Stretch]:
    """Give every sentence of a proposal to its proposer; titles, bylines and captions are left out."""
    out = (structure.Role.TITLE, structure.Role.BYLINE, structure.Role.CAPTION)
    for place, at in enumerate(page.sentences):
        block = page.blocks[at.block]
        if block.lang == "zh" and block.role not in out:
            if block.role is not structure.Role.HEADING or block.number:
                yield Stretch(at.start, at.end, place, owner, STORY)


def _block(
    page: drafts.Page,
    block: structure.Block,
    places: list[int],
    walk: Walk,
    owner: findings.Speaker,
) -> Iterator[Stretch]:
    role = block.role
    if role in (structure.Role.TITLE, structure.Role.BYLINE, structure.Role.CAPTION):
        return
    if page.tabular:
        walk.last = walk.other = walk.turn = NOBODY
    speaker, start = _turn(page.text, block, walk)
    if role is structure.Role.HEADING:
        walk.turn = walk.hear(speaker) if speaker else NOBODY
        return
    if speaker:
        walk.turn = walk.hear(speaker)
    elif walk.turn.name and _told(page.text[block.start : block.end], walk.cast):
        walk.turn = NOBODY
    if walk.turn.name:
        for place in places:
            at = page.sentences[place]
            if at.end > start:
                yield Stretch(max(at.start, start), at.end, place, walk.turn, SAID, dialog=True)
        return
    yield from _prose(page, block, places, walk, owner)


def _told(said: str, cast: people.Cast) -> bool:
    """Tell whether a paragraph behind a turn is the writer's again: it quotes, or names a person and never says “I”."""
    if "“" in said:
        return True
    return "我" not in said[:60] and people.mentioned(said[:24], cast) is not None


def _turn(text: str, block: structure.Block, walk: Walk) -> tuple[findings.Speaker | None, int]:
    """Give who takes the floor in a block, and where the words begin."""
    head = re.compile(r"[^：:。；;！？!?\n“”]{2,60}[：:]").match(
        text, block.start, min(block.end, block.start + 64)
    )
    if not head or head.end() >= block.end or text[head.end() : head.end() + 1] == "“":
        return None, block.start
    name = text[block.start : head.end() - 1]
    if ("，" in name or "," in name) or not structure.is_turn(name) or people.subject_end(name):
        return None, block.start
    found = people.who(name, walk.cast)
    return (found, head.end()) if found else (None, block.start)


def _prose(
    page: drafts.Page,
    block: structure.Block,
    places: list[int],
    walk: Walk,
    owner: findings.Speaker,
) -> Iterator[Stretch]:
    spoken = (
        quotes.speech(page.text, block.start, block.end)
        if "“" in page.text[block.start : block.end]
        else []
    )
    edges = [block.start, *(edge for pair in spoken for edge in pair), block.end]
    marks: list[Stretch] = []
    for n in range(len(edges) - 1):
        a, b = edges[n], edges[n + 1]
        if n % 2 == 0:
            pieces = _cut(page, places, a, b)
            for place, s, e in pieces:
                if marks and marks[-1].how == ASKED and words.ORDINAL.match(page.text, s):
                    marks.append(Stretch(s, e, place, marks[-1].speaker, ASKED, marks[-1].verb))
                    continue
                marks += _narration(
                    page.text, place, s, e, walk, owner, last=e == b and n + 2 < len(edges)
                )
        else:
            speaker = _quoted(page.text, edges, n, walk)
            follows = re.split("[。“\n：]", page.text[b + 1 : b + 30], maxsplit=1)[0]
            verb = next((v for v in _ASKING if v in follows), "")
            marks += [
                Stretch(s, e, place, speaker, SAID, verb, bool(verb), dialog=True)
                for place, s, e in _cut(page, places, a, b)
            ]
    yield from marks


def _quoted(text: str, edges: list[int], n: int, walk: Walk) -> findings.Speaker:
    a, b = edges[n], edges[n + 1]
    lead = text[edges[n - 1] : a].rstrip("“「")
    opened = lead.endswith(("：", ":", "，", ","))
    found = quotes.before(text, edges[n - 1], a, walk.cast) if opened else None
    if found is None and n + 2 < len(edges):
        found = quotes.after(text, b + 1, edges[n + 2], walk.cast)
        if found == "last":
            found = quotes.before(text, edges[n - 1], a, walk.cast) or found
    if found is None and not opened:
        found = quotes.before(text, edges[n - 1], a, walk.cast)
    if isinstance(found, findings.Speaker):
        return walk.hear(found)
    alone = found is None and n == 1 and not lead.strip(" \u3000")
    if alone and walk.other.name:  # a bare answer: the one who spoke before the asker
        return walk.hear(walk.other)
    return walk.last


def _cut(page: drafts.Page, places: list[int], a: int, b: int) -> Iterator[tuple[int, int, int]]:
    for place in places:
        at = page.sentences[place]
        s, e = max(a, at.start), min(b, at.end)
        if s < e and page.text[s:e].strip("”“，,。 \u3000"):
            yield place, s, e


def _narration(
    text: str, place: int, start: int, end: int, walk: Walk, owner: findings.Speaker, *, last: bool
) -> Iterator[Stretch]:
    """Cut the writer's words at every verb of saying or asking whose subject is known."""
    edge, current = start, Stretch(start, end, place, owner, STORY)
    for match in _REPORT.finditer(text, start, end):
        if match.start() < edge:
            continue
        verb = match.group()
        if verb not in _ASK and not _SAYS_ON.match(text, match.end(), end):
            continue
        opening = _opening(text, edge, match.start())
        speaker = _subject(text, edge, opening, match, walk)
        if speaker is None:
            continue
        walk.hear(speaker)
        content = match.end()
        while content < end and text[content] in "，,：: ":
            content += 1
        if opening > current.start:
            yield _until(current, opening)
        edge = content
        how = ASKED if verb in _ASK else TOLD
        current = Stretch(
            content, end, place, speaker, how, verb, verb in _ASKING, dialog=how == TOLD
        )
    listed = _LIST.search(text, start, end) if current.how == STORY else None
    if listed and walk.last.name:
        current = Stretch(listed.end(), end, place, walk.last, ASKED, "建议")
    elif current.how == STORY:
        first = people.mentioned(text[start : min(end, start + 50)], walk.cast)
        if first:
            walk.hear(first)
    if current.end > current.start and not (
        last and current.how != STORY and text[current.start : current.end].strip("“：: ") == ""
    ):
        yield current


def _until(stretch: Stretch, end: int) -> Stretch:
    return Stretch(
        stretch.start,
        end,
        stretch.sentence,
        stretch.speaker,
        stretch.how,
        stretch.verb,
        stretch.question,
        stretch.dialog,
    )


def _opening(text: str, edge: int, verb: int) -> int:
    for at in range(verb - 1, max(edge, verb - 60) - 1, -1):
        if _BREAK.match(text, at):
            return at + 1
    return max(edge, verb - 60)


def _subject(
    text: str, edge: int, opening: int, match: "re.Match[str]", walk: Walk
) -> findings.Speaker | None:
    clause = text[opening : match.start()]
    bare = re.sub(
        "^(?:同时|此外|另外|对此|为此|因此|随后|最后|不过|但|而)[，,]?",
        "",
        clause.strip(" \u3000”"),
    )
    verb = match.group()
    if re.match(
        "[的者书稿案]|和(?:意见|要求)|、(?:批评|意见)", text[match.end() : match.end() + 4]
    ):
        return None
    if _PRONOUN.match(bare):
        nearer = people.mentioned(text[edge:opening], walk.cast)
        if nearer:
            walk.hear(nearer)
        return walk.last if walk.last.name and len(bare) <= 24 else None
    found = people.who(bare, walk.cast) if bare else None
    if found is None and bare and len(bare) <= 3:
        return (
            walk.last
            if verb in _ASK
            and bare in ("还", "也", "并", "并且", "同时", "就", "特别")
            and walk.last.name
            else None
        )
    if found is None and len(bare) <= 16 and opening - 2 > edge:  # …委员结合调研，在会上建议
        back = text[_opening(text, edge, opening - 1) : opening - 1]
        if not bare or re.match("在|结合|经|通过|就|针对", bare):
            found = people.who(back, walk.cast) or (
                walk.last if _PRONOUN.match(back) and walk.last.name else None
            )
    if (
        found is None
        and not bare
        and verb in _ASK
        and walk.last.name
        and not text[opening - 1 : opening] == "“"
    ):
        return walk.last
    if (
        found
        and found.capacity is findings.Capacity.DEPARTMENT
        and verb in _ASK
        and found.name == found.affiliation
    ):
        return None
    return found
