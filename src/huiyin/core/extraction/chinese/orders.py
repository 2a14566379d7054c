# SPDX-License-Identifier: Apache-2.0
"""Orders, questions and judgements (交办、询问、评价) in the words of leaders and members."""

import re
from collections.abc import Iterator

from huiyin.core.extraction import drafts
from huiyin.core.extraction.chinese import addressees, clauses, people, speakers, words
from huiyin.core.text import numerals
from huiyin.core.values import findings

Kind = findings.Kind
_P = words.CUES.patterns
_PERSON = re.compile(r"请(?P<who>[\u4e00-\u9fff]{2,4}同志)")
_GIVES = re.compile("(?:请|责成|责令|由|交由|交给|指定|要求|希望|督促)")
# The floor is given, nothing is ordered.
_FLOOR = re.compile("请[^，。]{2,16}(?:说|讲|谈|回应|补充|介绍)(?:几句|两句|一句|一下)$")
_JUDGED = re.compile(
    "对[^，。]{0,16}(?:答复|回应|办理|回答|落实)[^，。]{0,10}?(?:不|基本|非常|比较|十分|很)?(?:满意(?![度率])|认可|点赞)"
)
_HEARD = re.compile("满意|答复|回应|回答|点子上|没有意见")
_QUOTED_ASK = re.compile("[？?]$")


def assignments(
    page: drafts.Page, part: speakers.Stretch, known: frozenset[str]
) -> Iterator[drafts.Draft]:
    """Find what a person in charge gives a body to do; at most one for a stretch."""
    text = page.text
    cut = clauses.pieces(text, part.start, part.end)
    for n, (a, b, _mark) in enumerate(cut):
        clause = text[a:b]
        person = _PERSON.match(clause)
        cue = _GIVES.search(clause, 0, 24)
        to = person["who"] if person else addressees.find(clause, known)
        if (
            not to
            or (to[0] in "各有相全" and not numerals.due(clause))
            or not (
                cue
                or part.how == speakers.ASKED
                or re.search("牵头|负责|尽快|必须|马上|要", clause)
            )
        ):
            continue
        begin = cut[n - 1][0] if n and clause.startswith("由") else a
        quote = text[begin : cut[-1][1]]
        if _FLOOR.match(quote):
            return
        yield drafts.Draft(
            Kind.ASSIGNMENT, begin, cut[-1][1], part.sentence, "leader_assigns", cue.group() if cue else part.verb or "牵头",
            0.88, part.speaker, addressee=to, due=numerals.due(quote), amount=numerals.amount(quote),
        )  # fmt: skip
        return


def questions(page: drafts.Page, part: speakers.Stretch) -> Iterator[drafts.Draft]:
    """Find a question in someone's own words, or in words that a verb of asking brings in."""
    text = page.text
    asked = text[part.end - 1] in "？?"
    if not asked and not (part.question and part.how == speakers.TOLD):
        return
    if part.end - part.start < 4:
        return
    match = _P["question"].search(text, part.start, part.end)
    rule, cue = (
        ("question_word", match.group())
        if match
        else ("asked_verb", part.verb or text[part.end - 2 : part.end])
    )
    yield drafts.Draft(
        Kind.QUESTION, part.start, part.end, part.sentence, rule, cue, 0.85 if match else 0.7, part.speaker,
        addressee=addressees.find(text[part.start : part.end]),
    )  # fmt: skip


def judgements(
    page: drafts.Page, part: speakers.Stretch, *, answered: bool
) -> Iterator[drafts.Draft]:
    """Find a judgement of an answer; `answered` when somebody answered before."""
    text = page.text
    match = _P["evaluation"].search(text, part.start, part.end)
    if not match or text[part.end - 1] in "？?":
        return
    if not answered and not re.search("答复|回应|回答", text[part.start : part.end]):
        return
    yield drafts.Draft(
        Kind.EVALUATION,
        part.start,
        part.end,
        part.sentence,
        "evaluation_word",
        match.group(),
        0.86,
        part.speaker,
    )


def told_judgement(
    page: drafts.Page, part: speakers.Stretch, cast: people.Cast, last: findings.Speaker
) -> Iterator[drafts.Draft]:
    """Find a judgement that the writer tells: “对答复表示满意”."""
    match = _JUDGED.search(page.text, part.start, part.end)
    if match is None:
        return
    head = page.text[part.start : match.start()].rsplit("，", 1)[-1]
    speaker = people.who(head, cast) or last
    yield drafts.Draft(
        Kind.EVALUATION,
        match.start(),
        match.end(),
        part.sentence,
        "evaluation_word",
        match.group()[-4:],
        0.8,
        speaker,
    )
