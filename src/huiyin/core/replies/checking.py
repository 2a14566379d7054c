# SPDX-License-Identifier: Apache-2.0
"""Checking (办前检查): what is to be mended before a reply leaves, each remark with a stable id, its place and its evidence.

How much a remark counts is the pack's to say (`drafting.Rules`); its words stand in `words.toml`.
"""

import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources

from huiyin.core.commitments import promises
from huiyin.core.matching import acknowledging as phrases
from huiyin.core.replies import (
    acknowledging,
    dispositions,
    drafting,
    pertinence,
    sensitive,
    tenor,
)
from huiyin.core.values import refusals, spans

CHECKS = (
    "unanswered", "off_topic", "no_date", "no_owner", "no_reason", "not_reported", "empty_phrases", "class_mismatch",
    "personal_data", "secrecy", "no_contact", "joint_missing",
)  # fmt: skip
PERTINENT = (
    0.2  # below it an answer is taken to speak of something else; chosen on the rows learned on
)
BRIEF = 12  # characters below which an answer is too short to be judged by its words
PARTS = ("opening", "closing", "text", "reason", "reported")

_NEEDS = {"date": "no_date", "owner": "no_owner", "reason": "no_reason", "reported": "not_reported"}
_PROMISING = frozenset(("partly_done", "in_progress", "planned", ""))


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be mended.

    Attributes:
        check: a value of `CHECKS`.
        level: `blocking` or `warning`.
        suggestion: the suggestion it is about, "" for the whole reply.
        part: the text `span` counts in, one of `PARTS`; "" where it is about none.
        span: the words it is about, None where it is about no words.
        asked: the words of the suggestion that are evidence, in the suggestion's text.
        said: what its words need: a quote, a name.
        score: pertinence, for `off_topic` alone.
        overruled: the reason a person gave for setting it aside, "" where it stands.
    """

    check: str
    level: str
    suggestion: str = ""
    part: str = ""
    span: spans.Span | None = None
    asked: tuple[spans.Span, ...] = ()
    said: str = ""
    score: float | None = None
    overruled: str = ""


def check(
    draft: drafting.ReplyDraft,
    rules: drafting.Rules,
    *,
    said_on: date,
    around: drafting.Around | None = None,
    overruled: Collection[drafting.Overruling] = (),
) -> tuple[Remark, ...]:
    """Give the remarks on a draft, in the order of `CHECKS` within each answer, those on the whole reply last.

    A remark that a person overruled stays, with the reason; overruling without words counts for nothing.

    Cost: linear in the text; a hundred answers take well under a second.

    >>> answer = drafting.Answer("1", "建议在滨河路增设公厕。", "您的建议已收悉，我局将认真研究。", "reference")
    >>> found = check(drafting.ReplyDraft((answer,)), drafting.Rules(), said_on=date(2026, 11, 3))
    >>> [remark.check for remark in found]
    ['empty_phrases']
    """
    around = around or drafting.Around()
    found = [one for answer in draft.answers for one in _of_answer(answer, rules, said_on)]
    found += [
        one
        for suggestion, part, text in _texts(draft)
        for one in _marks(text, suggestion, part, around.public)
    ]
    if not around.contacted:
        found.append(Remark("no_contact", ""))
    found += [Remark("joint_missing", "", said=name) for name in around.joint_open]
    reasons = {(one.check, one.suggestion): one.reason.strip() for one in overruled}
    order = {answer.suggestion: at for at, answer in enumerate(draft.answers)}
    levelled = [
        replace(one, level=level, overruled=reasons.get((one.check, one.suggestion), ""))
        for one in found
        if (level := rules.levels.get(one.check, "warning")) != "off"
    ]
    levelled.sort(key=lambda one: (order.get(one.suggestion, len(order)), CHECKS.index(one.check)))
    return tuple(levelled)


def blocking(remarks: Collection[Remark]) -> tuple[Remark, ...]:
    """Give the remarks that keep a reply from leaving: blocking ones that nobody overruled with a reason."""
    return tuple(one for one in remarks if one.level == "blocking" and not one.overruled)


def say(remark: Remark, lang: str) -> str:
    """Say a remark in `zh` or `en`."""
    return _words()[remark.check][lang].format(said=remark.said)


@cache
def _words() -> dict[str, dict[str, str]]:
    text = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(text)


def _of_answer(answer: drafting.Answer, rules: drafting.Rules, said_on: date) -> Iterator[Remark]:
    text = answer.text.strip()
    if not text or answer.result in ("", dispositions.Result.NOT_ANSWERED):
        yield Remark("unanswered", "", answer.suggestion)
    if not text:
        return
    whole = spans.Span(0, len(answer.text))
    is_empty = phrases.is_empty(text) or acknowledging.is_acknowledgement_only(text)
    if is_empty:
        yield Remark("empty_phrases", "", answer.suggestion, "text", whole, said=_short(text))
    elif len(text) >= BRIEF:
        found = pertinence.pertinence(answer.text, answer.asked)
        if found.score < PERTINENT:
            yield Remark(
                "off_topic", "", answer.suggestion, "text", whole,
                found.in_suggestion, _short(text), round(found.score, 2),
            )  # fmt: skip
    yield from _lacking(answer, rules, said_on)
    yield from _against_class(answer)


def _lacking(answer: drafting.Answer, rules: drafting.Rules, said_on: date) -> Iterator[Remark]:
    """Name what an answer so disposed must give and does not; a promise in the text needs a date as well."""
    needs = rules.needs.get(answer.result, ())
    found = promises.find(answer.text, said_on)
    dated = answer.due_on or any(one.due for one in found)
    open_promise = next((one for one in found if not one.due), None)
    promised = open_promise is not None and answer.result in _PROMISING
    given = {"owner": answer.owner, "reason": answer.reason, "reported": answer.reported}
    if not given["reported"] and "upward" in tenor.of(answer.text):
        given["reported"] = answer.text
    if not dated and ("date" in needs or promised):
        span = open_promise.span if open_promise else None
        said = _short(open_promise.quote) if open_promise else ""
        yield Remark("no_date", "", answer.suggestion, "text" if span else "", span, said=said)
    for need, check_id in _NEEDS.items():
        if need in given and need in needs and not given[need].strip():
            yield Remark(check_id, "", answer.suggestion)


def _against_class(answer: drafting.Answer) -> Iterator[Remark]:
    """Compare the class chosen with what the words do."""
    if not answer.result:
        return
    does = tenor.of(answer.text)
    shown: spans.Span | None = None
    if answer.result == "done" and "done" not in does:
        shown = does.get("refusal") or does.get("promise")
    elif answer.result in ("in_progress", "planned") and "refusal" in does and "promise" not in does:  # fmt: skip
        shown = does["refusal"]
    elif answer.result in ("declined", "deferred", "reference") and "refusal" not in does:
        shown = does.get("done") if "promise" not in does else None
    if shown:
        yield Remark(
            "class_mismatch", "", answer.suggestion, "text", shown, said=shown.cut(answer.text)
        )


def _texts(draft: drafting.ReplyDraft) -> Iterator[tuple[str, str, str]]:
    yield "", "opening", draft.opening
    yield "", "closing", draft.closing
    for answer in draft.answers:
        yield answer.suggestion, "text", answer.text
        yield answer.suggestion, "reason", answer.reason
        yield answer.suggestion, "reported", answer.reported


def _marks(text: str, suggestion: str, part: str, public: Collection[str]) -> Iterator[Remark]:
    for mark in sensitive.find(text, public=public):
        name = "secrecy" if mark.sort is sensitive.Sort.SECRECY else "personal_data"
        yield Remark(name, "", suggestion, part, mark.span, said=mark.quote)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def overrule(check_id: str, suggestion: str, reason: str) -> drafting.Overruling:
    """Set a remark aside with a reason.

    Errors: `REASON_REQUIRED` without words; KeyError for a check that does not exist.
    """
    if check_id not in CHECKS:
        raise KeyError(check_id)
    if not reason.strip():
        raise refusals.HuiyinError("REASON_REQUIRED", act=check_id)
    return drafting.Overruling(check_id, suggestion, reason)
