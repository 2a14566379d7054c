# SPDX-License-Identifier: Apache-2.0
"""Responses: records in which recommendations are quoted one by one and answered."""

import re
from collections import Counter
from dataclasses import dataclass

from huiyin.core.extraction import drafts
from huiyin.core.extraction.english import cues, listed
from huiyin.core.text import structure

_OPENER = re.compile(
    r"(?:Response|Reply|Answer|Government response|Council response)\s?[:.–-]|"
    r"(?:(?:The|Our)\s)?(?:[A-Z][\w’'&-]*\s(?:(?:for|of|and|the)\s){0,2}){1,7}(?:(?:fully|broadly|strongly|partially|partly|also|therefore|does|do|did|cannot|is|has|have|will)\s(?:not\s)?(?:already\s)?)?"
    r"(?:accepts?|agrees?|welcomes?|notes?|rejects?|supports?|recognises?|acknowledges?|disagrees?|confirms?|believes?|considers?|published|updated|committed|consider(?:ing)?|continues?)\b"
    r"|(?:We|I)\s(?:fully\s|broadly\s|do\snot\s|partially\s|also\s)?(?:accept|agree|welcome|note|reject|support|recognise|acknowledge|disagree)\b"
    r"|(?:Accepted|Agreed|Rejected|Noted|Partially accepted|Not accepted|Accepted in (?:part|principle))[.:\s]"
)
_TAKES = re.compile(
    r"(?:This (?:recommendation|proposal|suggestion) (?:is|was|has been) |(?:We |The council |It is )?(?:fully |broadly |already )?)?(?:"
    r"(?P<rejected>(?:not (?:accepted|agreed|supported)|rejected|declined|refused|do(?:es)? not (?:accept|agree|support)|cannot (?:accept|agree|support)|disagrees?|rejects?)\b)"
    r"|(?P<partly>(?:partly|partially|in part)\b[, ]*(?:accepted|agreed|accepts?|agrees?)?|(?:accepted|agreed)(?:,? but)? (?:only )?in (?:part|principle)\b)"
    r"|(?P<considering>noted\b|(?:under|for) (?:consideration|review)\b|notes? (?:this|the|your)\b|to be considered\b|will (?:consider|look at|look into)\b)"
    r"|(?P<accepted>(?:accepted|agreed|adopted|implemented|done|completed?|accepts?|agrees?)\b))"
    r"(?=\s*[.:;,–—-]|\s(?:this|the|these|your|with|to|in|recommendation|proposal|suggestion|it)\b)",
    re.IGNORECASE,
)
_OPENING_REACH = 80
_ANSWER_HEAD = re.compile(r"(?:[\w ]+\s)?(?:response|reply|answer)s?:?$", re.IGNORECASE)
_ASKED_HEAD = re.compile(r"\b(?:recommendations?|suggestions?|proposals?|conclusions?)\b", re.IGNORECASE)  # fmt: skip
_WHO = re.compile(r"(?:The\s|Our\s)?(?P<who>[A-Z][\w’'&-]*(?:\s(?:(?:for|of|and|the)\s){0,2}[A-Z][\w’'&-]*){0,6})\s")  # fmt: skip
_QUOTE_END = re.compile(
    r"\((?:see )?(?:paragraphs?|paras?\.?)\s[\d., and–-]+\)\W*$|[”\"]\s*$", re.I
)
_LEAST = 2
_HEAD_CHARS = 700


@dataclass(frozen=True, slots=True)
class Answered:
    """A block of a response: a quoted recommendation or an answer, its number or numbers, and the answer's position."""

    quoted: bool
    number: str
    begin: int
    group: int
    who: str = ""
    position: str = ""


def walk(page: drafts.Page) -> dict[int, Answered]:
    """Pair quoted recommendations with the answers that follow them.

    Shapes: by place of the block; empty when the document is no such response. An answer to several recommendations
        quoted one after the other carries their range, "8.3-8.4".
    """
    pairs = _pairs(page)
    if len(pairs) < _LEAST or sum(1 for _, answer in pairs if answer) < _LEAST:
        return {}
    opened = sum(1 for _, answer in pairs if answer and _opens(page, answer[0]))
    if opened * 4 < len(pairs):
        return {}
    found: dict[int, Answered] = {}
    usual = Counter(name for _, answer in pairs if (name := _of_answer(page, answer)[0]))
    body = usual.most_common(1)[0][0] if usual else ""
    for group, (quoted, answer) in enumerate(pairs):
        numbers: list[str] = []
        inner = group * 1000
        for at in quoted:
            number = page.blocks[at].number
            if number and number[0].isdigit():
                numbers.append(number)
                inner += 1
            begin = listed.begin_of(page.text, page.blocks[at])
            found[at] = Answered(True, numbers[-1] if numbers else "", begin, inner)
        label = numbers[0] if len(numbers) == 1 else "-".join((numbers[0], numbers[-1]))
        who, position = _of_answer(page, answer)
        who = who or body
        for at in answer:
            found[at] = Answered(False, label, page.blocks[at].start, inner, who, position)
    return found


def position_of(words: str) -> tuple[str, str]:
    """Give the position an answer takes (accepted, partly, rejected, considering or "") and the words that show it."""
    match = cues.pattern("position").search(cues.lowered(words))
    if not match:
        return "", ""
    return cues.cue_of(match).id.removeprefix("en_"), cues.shown(words, match)


def opening_position(words: str) -> str:
    """Give the position that the first words of an answer take ("Accepted. …"), "" when they take none."""
    opened = _TAKES.match(words)
    if not opened:
        return ""
    shown = opened.lastgroup or ""
    first = words[: opened.end() + _OPENING_REACH].split(". ", maxsplit=1)[0] + "."
    return "partly" if shown == "accepted" and position_of(first)[0] == "partly" else shown


def _of_answer(page: drafts.Page, answer: list[int]) -> tuple[str, str]:
    if not answer:
        return "", ""
    words = page.text[page.blocks[answer[0]].start : page.blocks[answer[-1]].end]
    who = _WHO.match(words)
    name = who["who"] if who and _opens(page, answer[0]) else ""
    if name.split(" ")[0] in cues.words_of("small"):
        name = ""
    return name, position_of(words[:_HEAD_CHARS])[0]


def _opens(page: drafts.Page, at: int) -> bool:
    block = page.blocks[at]
    return bool(_OPENER.match(page.text, block.start, block.end))


def _is_quoted_number(block: structure.Block) -> bool:
    return bool(block.number) and block.number[0].isdigit() and block.role is not structure.Role.TITLE  # fmt: skip


def _pairs(page: drafts.Page) -> list[tuple[list[int], list[int]]]:
    pairs: list[tuple[list[int], list[int]]] = []
    ended = True
    for at, block in enumerate(page.blocks):
        if block.lang != "en":
            continue
        words = page.text[block.start : block.end]
        if block.role is structure.Role.HEADING and not block.number:
            ended = ended or bool(_ANSWER_HEAD.search(words))
            continue
        if _is_quoted_number(block) and _follows(pairs, page, block):
            if not pairs or pairs[-1][1]:
                pairs.append(([], []))
            pairs[-1][0].append(at)
            ended = bool(_QUOTE_END.search(words))
        elif pairs and not pairs[-1][1] and not ended and _goes_on(page, at):
            pairs[-1][0].append(at)
            ended = bool(_QUOTE_END.search(words))
        elif pairs:
            pairs[-1][1].append(at)
    return pairs


def _goes_on(page: drafts.Page, at: int) -> bool:
    """Tell whether an unnumbered block still belongs to the recommendation quoted before it."""
    block = page.blocks[at]
    if _opens(page, at):
        return False
    return (
        block.role is structure.Role.ITEM
        or page.text[block.start].islower()
        or bool(_QUOTE_END.search(page.text[block.start : block.end]))
        or page.text[page.blocks[at - 1].end - 1] not in '.!?”")'
    )


def _follows(
    pairs: list[tuple[list[int], list[int]]], page: drafts.Page, block: structure.Block
) -> bool:
    """Tell whether a number goes on from the last one quoted: a list inside an answer starts again."""
    if not pairs:
        return True
    last = next((page.blocks[at].number for at in reversed(pairs[-1][0]) if page.blocks[at].number), "0")  # fmt: skip
    try:
        now = [int(part) for part in block.number.split(".")]
        before = [int(part) for part in last.split(".")]
    except ValueError:
        return False
    return len(now) == len(before) and before < now and now[-1] - before[-1] <= 3
