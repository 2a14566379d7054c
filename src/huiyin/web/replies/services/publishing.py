# SPDX-License-Identifier: Apache-2.0
"""Publishing (答复公开): in full, as a summary, on request, or withheld with a reason; only what is released is seen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.core.docket import transitions
from huiyin.core.replies import sensitive
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.services import turning
from huiyin.web.kit import acting
from huiyin.web.replies import models
from huiyin.web.replies.services import drafting, rows

COVER = "■"


@dataclass(frozen=True, slots=True)
class Personal:
    """Personal data in what would be shown: the words, where they stand (`opening`, `closing`, `summary`, or the place of
    an answer), and from which character on.
    """

    quote: str
    where: str
    start: int


def shown_texts(row: models.Reply, way: str, summary: str) -> list[tuple[str, str]]:
    """Give the texts a way of publishing would show, each with its place."""
    shows = rows.rules(row).disclosure[way].shows
    if shows == "summary":
        return [("summary", summary)]
    if not shows:
        return []
    answers = drafting.living(row)
    found = [("opening", row.opening), ("closing", row.closing)]
    for place, one in enumerate(answers, start=1):
        found += [(str(place), text) for text in (one.text, one.reason, one.reported, one.owner)]
    return [*found, ("contact", f"{row.contact_name} {row.contact_phone}".strip())]


def personal(row: models.Reply, way: str, summary: str) -> list[Personal]:
    """Give the personal data in what would be shown, with its positions."""
    return [
        Personal(mark.quote, where, mark.span.start)
        for where, text in shown_texts(row, way, summary)
        for mark in sensitive.find(text)
        if mark.sort is not sensitive.Sort.SECRECY
    ]


def covered(text: str, words: Sequence[str]) -> str:
    """Give a text with some words covered.

    >>> covered("请致电 13800001111。", ["13800001111"])
    '请致电 ■■■■。'
    """
    for one in sorted(words, key=len, reverse=True):
        text = text.replace(one, COVER * 4)
    return text


@dataclass(frozen=True, slots=True)
class Way:
    """How a reply is to be published: the way, its coded reason and words, the summary, and the personal data kept on
    purpose and covered.
    """

    id: str
    code: str = ""
    words: str = ""
    summary: str = ""
    keep: Collection[str] = ()
    cover: Collection[str] = ()


@acting.act
def release(actor: Actor, uid: str, way: Way, *, version: int, now: datetime) -> models.Reply:
    """Decide how a reply is published; each piece of personal data is either covered or kept on purpose.

    Errors: `FIELD_UNKNOWN` for a way the pack has not; `GUARD_DISCLOSURE_REASONED`; `GUARD_PERSONAL_DATA_REVIEWED`;
        `CLASSIFIED_MARK` for a text with a mark of secrecy; those of `turning.turn`.
    """
    row = rows.reply(actor, uid)
    if way.id not in rows.rules(row).disclosure:
        raise HuiyinError("FIELD_UNKNOWN", field=way.id)
    facts = {"disclosure_reasoned"} if _is_reasoned(row, way) else set()
    found = {one.quote for one in personal(row, way.id, way.summary)}
    if found <= {*way.keep, *way.cover}:
        facts.add("personal_data_reviewed")
    for _, text in shown_texts(row, way.id, way.summary):
        if any(mark.sort is sensitive.Sort.SECRECY for mark in sensitive.find(text)):
            raise HuiyinError("CLASSIFIED_MARK")
    turned = turning.Turn(
        given=transitions.Given(way.code, way.words), facts=facts, version=version,
        changes={
            "disclosure": way.id, "disclosure_code": way.code, "disclosure_reason": way.words.strip(),
            "summary": way.summary.strip(), "covered": sorted(found & set(way.cover)), "released_at": now,
            "released_by_id": actor.signed_in(),
        },
    )  # fmt: skip
    turning.turn(row, "release", actor=actor, now=now, turned=turned)
    return row


def _is_reasoned(row: models.Reply, way: Way) -> bool:
    known = rows.rules(row).disclosure[way.id]
    if known.reasons:
        codes = {one.code for one in turning.pack_of(row).reasons.get(known.reasons, ())}
        return way.code in codes and bool(way.words.strip())
    if known.shows == "summary":
        return bool(way.summary.strip())
    return all(one.disclosure == "yes" for one in docket.proposals(row.assignment))
