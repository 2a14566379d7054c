# SPDX-License-Identifier: Apache-2.0
"""Speech: what is asked, answered, promised, assigned and judged in turns and in reported speech."""

import re
from dataclasses import replace

from huiyin.core.extraction import drafts
from huiyin.core.extraction.english import answers, asks, cues, forms, names, places, responses
from huiyin.core.values import findings

_ANSWERING = frozenset({findings.Capacity.DEPARTMENT, findings.Capacity.LEADER})
_NEEDLESS = re.compile(
    r"(?:but |so |and )?(?:there(?:'s| is) no need|we (?:don't|do not) need|you (?:don't|do not) need|it is not necessary) (?:to|for) "
)
_NEEDLESS_REACH = 2
_QUOTED = re.compile(r"(?<=[“\"])[^“”\"]+|\A[^“”\"]+(?=[”\"])")


def _inside(words: str) -> tuple[int, str]:
    """Give where the longest words between quotation marks stand, and the words."""
    best = max(_QUOTED.finditer(words), key=lambda match: len(match.group()), default=None)
    return (best.start(), best.group()) if best and len(best.group()) > 3 else (0, words)


class Listener:
    """Reads the sentences of a document in order and remembers who spoke last."""

    def __init__(self, page: drafts.Page) -> None:
        self.page = page
        self.last = findings.Speaker()
        self.needless = -1, -1, -1  # the sentence that says what is not needed, its block and start

    def read(self, at: int, place: places.Place) -> list[drafts.Draft]:
        """Give the findings of one sentence."""
        start = max(self.page.sentences[at].start, place.begin)
        words = self.page.text[start : self.page.sentences[at].end]
        if not words.strip():
            return []
        if place.context is places.Context.TURN:
            self.last = place.speaker
            return self._spoken(at, start, words, place.speaker, place)
        seen = cues.tokens(words)
        speaker, quoted = self._who(words, place, seen)
        if place.context is places.Context.REPORT:
            return self._asked(at, start, words, place.speaker, forms.Manner.REPORT, seen)
        if quoted:
            skipped, said = _inside(words)
            return self._spoken(at, start + skipped, said, speaker, place)
        return self._reported(at, start, words, speaker, place, seen)

    def _who(
        self, words: str, place: places.Place, seen: frozenset[str]
    ) -> tuple[findings.Speaker, bool]:
        """Say who speaks in a sentence of prose, and whether in words of their own."""
        quoted = "”" in words or "“" in words or '"' in words
        name, post = (names.quoted_by(words), "") if quoted else ("", "")
        if not name and not cues.is_shut("says", words, seen):
            name, post = names.sayer(words)
        if name:
            return self.called(name, post), quoted
        return self.last if quoted else place.speaker, quoted and bool(self.last.name)

    def called(self, name: str, post: str = "") -> findings.Speaker:
        """Give the speaker of a name; a pronoun stands for the last one."""
        if names.is_pronoun(name) or name in ("I", "We"):
            return self.last
        self.last = names.person(name, post, self.page.roster)
        return self.last

    def _spoken(
        self, at: int, start: int, words: str, speaker: findings.Speaker, place: places.Place
    ) -> list[drafts.Draft]:
        seen = cues.tokens(words)
        judged = self._cued("judge", findings.Kind.EVALUATION, at, start, words, speaker, seen)
        if judged:
            return [judged]
        if speaker.capacity is findings.Capacity.LEADER:
            given = self._cued("assign", findings.Kind.ASSIGNMENT, at, start, words, speaker, seen)
            if given:
                return [given]
        if speaker.capacity in _ANSWERING:
            done = answers.deed(self.page, at, start, seen, replace(place, speaker=speaker))
            if done:
                return [done]
            reply = self._reply(at, start, words, speaker)
            if reply:
                return [reply]
        manner = forms.Manner.SPEECH
        if speaker.capacity is findings.Capacity.DEPARTMENT:
            manner = forms.Manner.REPORT
        found = self._joined(at, start, words, self._asked(at, start, words, speaker, manner, seen))
        if found or "?" not in words:
            return found
        put = self._cued("ask_question", findings.Kind.QUESTION, at, start, words, speaker, seen)
        return [put] if put else []

    def _joined(
        self, at: int, start: int, words: str, found: list[drafts.Draft]
    ) -> list[drafts.Draft]:
        """Join "There is no need to build. … Rent those." into one suggestion."""
        block = self.page.sentences[at].block
        if not found:
            if _NEEDLESS.match(cues.lowered(words)):
                self.needless = at, block, start
            return found
        since, where, begin = self.needless
        self.needless = -1, -1, -1
        first = found[0]
        if where != block or at - since > _NEEDLESS_REACH or first.rule != "en_imperative":
            return found
        return [replace(first, start=begin, sentence=since), *found[1:]]

    def _reported(
        self,
        at: int,
        start: int,
        words: str,
        speaker: findings.Speaker,
        place: places.Place,
        seen: frozenset[str],
    ) -> list[drafts.Draft]:
        for name, kind in (
            ("judge", findings.Kind.EVALUATION),
            ("assign", findings.Kind.ASSIGNMENT),
            ("ask_question", findings.Kind.QUESTION),
        ):
            if name == "assign" and speaker.capacity is not findings.Capacity.LEADER:
                continue
            if name == "ask_question" and (not speaker.name or "?" in words):
                continue
            found = self._cued(name, kind, at, start, words, speaker, seen)
            if found:
                return [found]
        told = self._asked(at, start, words, speaker, forms.Manner.PROSE, seen)
        if told:
            return told
        some: list[drafts.Draft] = []
        if speaker.name:
            answer = self._cued("answer", findings.Kind.REPLY, at, start, words, speaker, seen)
            if answer:
                position = responses.position_of(words)[0]
                some.append(replace(answer, position=position))
        done = answers.deed(
            self.page, at, start, seen, replace(place, speaker=speaker), told=bool(some)
        )
        return [*some, done] if done else some

    def _reply(
        self, at: int, start: int, words: str, speaker: findings.Speaker
    ) -> drafts.Draft | None:
        position, cue = responses.position_of(words)
        if not position:
            return None
        return drafts.Draft(
            findings.Kind.REPLY, start, start + len(words), at, f"en_{position}", cue, 0.75,
            speaker, topic=answers.topic_of(words), position=position,
        )  # fmt: skip

    def _asked(
        self,
        at: int,
        start: int,
        words: str,
        speaker: findings.Speaker,
        manner: forms.Manner,
        seen: frozenset[str],
    ) -> list[drafts.Draft]:
        found = []
        for ask in asks.find(words, manner, seen):
            who = self.called(ask.who) if ask.who else speaker
            kind = findings.Kind.SUGGESTION
            found.append(
                drafts.Draft(
                    kind,
                    start + ask.start,
                    start + ask.end,
                    at,
                    ask.rule,
                    ask.cue,
                    ask.score,
                    who,
                    ask.addressee,
                )
            )
        return found

    def _cued(
        self,
        name: str,
        kind: findings.Kind,
        at: int,
        start: int,
        words: str,
        speaker: findings.Speaker,
        seen: frozenset[str],
    ) -> drafts.Draft | None:
        match = cues.first(name, words, seen)
        if not match:
            return None
        cue = cues.cue_of(match)
        behind = kind is findings.Kind.ASSIGNMENT and len(words) - match.end() > 8
        begin = start + (match.end() if behind else 0)
        begin += len(self.page.text[begin : start + len(words)]) - len(
            self.page.text[begin : start + len(words)].lstrip(" ,:")
        )
        return drafts.Draft(
            kind, begin, start + len(words), at, cue.id, cues.shown(words, match),
            cue.score, speaker, names.addressee_after(words, match.end()) if behind else "",
            due=answers.due_of(words) if kind is findings.Kind.ASSIGNMENT else "",
        )  # fmt: skip
