# SPDX-License-Identifier: Apache-2.0
"""Aligning (对应): which passages of a finished reply answer which suggestion, proposed for a person to confirm."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.core.replies import pertinence
from huiyin.core.text import structure
from huiyin.core.values import spans

LEAST = 0.4  # pertinence from which a passage is proposed by its words alone
ALSO = 0.6  # and from which it is proposed for a second suggestion
FOLLOWS = 0.55  # score of a passage proposed because it follows one that is
NUMBERED = 0.9

_HAN_DIGITS = "一二三四五六七八九十"
_NUMBER = re.compile(
    r"\s*(?:(?:关于|对于|针对|就)?第(?P<han>[一二三四五六七八九十]{1,3}|\d{1,2})(?:条|项|点|个)(?:建议|意见)?"
    r"|(?P<item>[一二三四五六七八九十]{1,3})[、．.]|[（(](?P<round>[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|(?P<figure>\d{1,2})[、．.)](?!\d)"
    r"|(?:Recommendation|Suggestion|Response to recommendation)\s+(?P<word>\d{1,2})\b)",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    r"\s*(?:尊敬的|感谢|衷心感谢|再次感谢|专此|特此|此致|联系人|联系电话|抄送|附件|您好|你好|Dear |Yours|Thank you)|[^。；]{0,40}(?:收悉|现答复如下|答复如下)"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a reply: where it stands in the whole text, and its words."""

    span: spans.Span
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage proposed as answer to a suggestion.

    Units: `score` in [0, 1].

    Attributes:
        passage, suggestion: places in the lists given.
        reason: `words`, `number` (it bears the suggestion's number) or `follows`.
        in_passage, in_suggestion: the words both use, counted in the text of each.
    """

    passage: int
    suggestion: int
    score: float
    reason: str
    in_passage: tuple[spans.Span, ...] = ()
    in_suggestion: tuple[spans.Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """Proposed pairs in order of the passages, and what was left on either side."""

    pairs: tuple[Pair, ...]
    passages_left: tuple[int, ...]
    suggestions_left: tuple[int, ...]


def passages_of(text: str) -> tuple[Passage, ...]:
    """Cut a reply into its paragraphs.

    Shapes: spans count in `text`, in order, without overlap.
    """
    return tuple(
        Passage(spans.Span(block.start, block.end), text[block.start : block.end])
        for block in structure.outline(text)
        if block.end > block.start
    )


def align(passages: Sequence[Passage], suggestions: Sequence[str]) -> Alignment:
    r"""Propose which passage answers which suggestion; several passages may answer one, one may answer several.

    A number at the head of a passage counts where the passages are numbered as the suggestions are; otherwise the words
    decide, and a passage without a claim of its own follows the one before it. Salutation, thanks and the like belong
    to none.

    Cost: passages times suggestions.

    >>> reply = "感谢您的关心。\n一、滨河路公厕已列入计划。\n二、老旧小区电梯年底前装好20台。"
    >>> found = align(passages_of(reply), ["建议老旧小区加装电梯", "建议滨河路增设公厕"])
    >>> [(one.passage, one.suggestion) for one in found.pairs], found.passages_left
    ([(1, 1), (2, 0)], (0,))
    """
    if not passages or not suggestions:
        return Alignment((), tuple(range(len(passages))), tuple(range(len(suggestions))))
    scores = pertinence.table([one.text for one in passages], suggestions)
    shares = pertinence.among([one.text for one in passages], suggestions)
    numbered = _numbered(passages, scores)
    pairs: list[Pair] = []
    before: tuple[int, ...] = ()
    for at, passage in enumerate(passages):
        if _OUTSIDE.match(passage.text):
            before = ()
            continue
        mine = _own(at, scores[:, at], shares[:, at], numbered.get(at))
        if not mine and before and at not in numbered and not _heads(passage.text):
            mine = [(one, FOLLOWS, "follows") for one in before]
        before = tuple(one for one, _, _ in mine)
        for one, score, reason in mine:
            shown = pertinence.pertinence(passage.text, suggestions[one])
            pairs.append(Pair(at, one, score, reason, shown.in_reply, shown.in_suggestion))
    met, used = {one.suggestion for one in pairs}, {one.passage for one in pairs}
    return Alignment(
        tuple(pairs),
        tuple(at for at in range(len(passages)) if at not in used),
        tuple(at for at in range(len(suggestions)) if at not in met),
    )


def _own(
    at: int, scores: pertinence.Matrix, shares: pertinence.Matrix, number: int | None
) -> list[tuple[int, float, str]]:
    """Give the suggestions a passage answers by its number or its words, best first."""
    ranked = sorted(range(len(scores)), key=lambda one: (-scores[one], -shares[one], one))
    best = ranked[0]
    if number is not None:
        return [(number, max(NUMBERED, float(scores[number])), "number")]
    if scores[best] < LEAST:
        return []
    found = [best, *(one for one in ranked[1:] if scores[one] >= ALSO)]
    return [(one, round(float(scores[one]), 4), "words") for one in found]


def _numbered(passages: Sequence[Passage], scores: pertinence.Matrix) -> dict[int, int]:
    """Give the suggestion each numbered passage names, where the numbers run as the suggestions do.

    They do when there are as many numbers as suggestions and the words do not speak against most of them.
    """
    named = {at: number for at, one in enumerate(passages) if (number := _number(one.text))}
    count = scores.shape[0]
    if sorted(named.values()) != list(range(1, count + 1)):
        return {}
    own = sum(1 for at, number in named.items() if int(scores[:, at].argmax()) == number - 1)
    weak = sum(1 for at in named if float(scores[:, at].max()) < LEAST)
    if own + weak < count / 2 + 0.5:
        return {}
    return {at: number - 1 for at, number in named.items()}


def _heads(text: str) -> bool:
    return _number(text) > 0


def _number(text: str) -> int:
    found = _NUMBER.match(text)
    if not found:
        return 0
    said = next(group for group in found.groups() if group)
    if said.isdigit():
        return int(said)
    tens, _, ones = said.rpartition("十")
    if "十" not in said:
        return _HAN_DIGITS.index(said[-1]) + 1
    ten = _HAN_DIGITS.index(tens) + 1 if tens else 1
    return 10 * ten + (_HAN_DIGITS.index(ones) + 1 if ones else 0)
