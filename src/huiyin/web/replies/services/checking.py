# SPDX-License-Identifier: Apache-2.0
"""Checking a reply (发出前核对): what it lacks or says amiss, with the words seen; the pack says what blocks."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from huiyin.core.docket import pack_blocks
from huiyin.core.replies import checking as remarks
from huiyin.core.replies import drafting as drafts
from huiyin.core.replies import sensitive
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.services import turning
from huiyin.web.kit import acting, ledger
from huiyin.web.replies import models
from huiyin.web.replies.services import contacting, drafting, opinions, rows

_NEVER_WAIVED = (
    "unanswered",
    "no_contact",
    "joint_missing",
)  # guards of the table ask these anyway


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found.

    Attributes:
        level: `blocking` or `warning`, as the pack says.
        answer: the uid of the answer, "" where it is about the whole.
        quote: the words seen, a slice of the text at `start`; "" where something lacks.
        mark: names the finding; the same words found again have the same.
        reason: why it was let pass, "" where it was not.
    """

    check: str
    level: str
    answer: str = ""
    quote: str = ""
    start: int = -1
    mark: str = ""
    reason: str = ""
    order: int = 0

    @property
    def stands(self) -> bool:
        """Whether it keeps the reply from leaving."""
        return self.level == "blocking" and not self.reason


@dataclass(frozen=True, slots=True)
class _Seen:
    check: str
    answer: models.Answer | None = None
    quote: str = ""
    start: int = -1


def find(row: models.Reply, *, around: bool = True) -> list[Found]:
    """Give what the checks of the pack find in a reply as it stands, blocking ones first; without `around`, in its text only.

    Cost: that of the core's checks, linear in the text.
    """
    rules = rows.rules(row)
    reasons = {(one.check_id, one.mark): one.reason for one in row.overrulings.all()}
    answers = drafting.living(row)
    places = {one.pk: place for place, one in enumerate(answers, start=1)}
    found = []
    for seen in _all(row, answers, around):
        level = rules.level(seen.check)
        if level == "off":
            continue
        mark = _mark(seen)
        found.append(
            Found(
                seen.check, level, seen.answer.uid if seen.answer else "", seen.quote, seen.start, mark,
                reasons.get((seen.check, mark), ""), places.get(seen.answer.pk, 0) if seen.answer else 0,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (not one.stands, one.level != "blocking", one.order))


def _mark(seen: _Seen) -> str:
    said = seen.quote or (seen.answer.text if seen.answer else "")
    whole = f"{seen.check}|{seen.answer.suggestion_id if seen.answer else 0}|{said}"
    return hashlib.sha256(whole.encode()).hexdigest()


def _all(row: models.Reply, answers: Sequence[models.Answer], around: bool) -> Iterator[_Seen]:
    """The remarks of the core on the draft, and what only the room knows: the class of the whole, the summary."""
    rules, held = rows.rules(row), {one.uid: one for one in answers}
    draft = drafts.ReplyDraft(
        tuple(
            drafts.Answer(
                one.uid, one.suggestion.text, one.text, one.disposition, one.promised_on, one.owner, one.reason,
                one.reported,
            )
            for one in answers
        ),
        row.opening,
        row.closing,
    )  # fmt: skip
    beside = drafts.Around()
    if around:
        lacking = tuple(task.body.name for task in opinions.missing(row))
        beside = drafts.Around(contacting.is_enough(row), lacking)
    needs = {key: one.needs for key, one in rules.dispositions.items()}
    said_on = timezone.localdate(row.changed_at)
    for one in remarks.check(
        draft, drafts.Rules(rules.checks, needs), said_on=said_on, around=beside
    ):
        answer = held.get(one.suggestion)
        text = getattr(answer or row, one.part) if one.part else ""
        quote = one.span.cut(text) if one.span and one.check != "off_topic" else ""
        yield _Seen(one.check, answer, quote, one.span.start if one.span else -1)
    for mark in sensitive.find(row.summary):
        secret = mark.sort is sensitive.Sort.SECRECY
        yield _Seen("secrecy" if secret else "personal_data", None, mark.quote)
    letters = {one.letter for one in _dispositions(row, answers) if one.letter}
    if row.letter and letters and row.letter != suggested_letter(row, answers):
        yield _Seen("class_mismatch", None, row.letter)


def _dispositions(
    row: models.Reply, answers: Sequence[models.Answer]
) -> list[pack_blocks.Disposition]:
    known = rows.rules(row).dispositions
    return [known[one.disposition] for one in answers if one.disposition in known]


def suggested_letter(row: models.Reply, answers: Sequence[models.Answer]) -> str:
    """Give the class the answers add up to: the one all share, else the middle one where some is met, else the last.

    A reply in which anything was solved or planned is not called impossible, and one with anything open not solved.
    """
    letters = sorted({one.letter for one in _dispositions(row, answers) if one.letter})
    if not letters:
        return ""
    if len(letters) == 1:
        return letters[0]
    known = sorted(turning.pack_of(row).classes)
    return next((one for one in known[1:] if one in letters), letters[-1])


def lacking(row: models.Reply, answer: models.Answer) -> list[str]:
    """Give what an answer lacks: `disposition`, `text`, or what its disposition needs."""
    known = rows.rules(row).dispositions.get(answer.disposition)
    held = {
        "date": answer.promised_on is not None, "owner": bool(answer.owner.strip()),
        "reason": bool(answer.reason.strip()), "reported": bool(answer.reported.strip()),
    }  # fmt: skip
    needs = [need for need in known.needs if not held[need]] if known else ["disposition"]
    return needs if answer.text.strip() else [*needs, "text"]


def is_answered(row: models.Reply) -> bool:
    """Tell whether each suggestion in scope has an answer with what its disposition needs."""
    from huiyin.web.docket.selectors import rows as docket

    answers = drafting.living(row)
    wanted = {ask.pk for ask in docket.asks(row.assignment)}
    given = {one.suggestion_id for one in answers if not lacking(row, one)}
    return bool(wanted) and wanted <= given


@acting.act
def overrule(
    actor: Actor, uid: str, *, check: str, mark: str, reason: str, now: datetime
) -> models.Overruling:
    """Let pass what a check found, with the reason; it holds for those words only.

    Errors: `NOT_FOUND` for something that is not found; `REASON_REQUIRED`; `NOT_ALLOWED`, also for what the rules of the
        place ask themselves: an answer to each suggestion, the contact, the joint opinions.
    """
    row = rows.reply(actor, uid)
    rows.of_body(actor, row.assignment, "overrule")
    if check in _NEVER_WAIVED:
        raise HuiyinError("NOT_ALLOWED", act="overrule")
    if not reason.strip():
        raise HuiyinError("REASON_REQUIRED", act="overrule")
    found = next((one for one in find(row) if (one.check, one.mark) == (check, mark)), None)
    if found is None or found.reason:
        raise HuiyinError("NOT_FOUND")
    answer = row.answers.filter(uid=found.answer).first() if found.answer else None
    made = models.Overruling.objects.create(
        reply=row, suggestion=answer.suggestion if answer else None, check_id=check, mark=mark,
        reason=reason.strip(), by_id=actor.signed_in(), at=now,
    )  # fmt: skip
    entry = ledger.Entry(
        act="reply.overruled", kind="reply", object_id=row.pk, case_id=row.assignment.case_id,
        actor_id=actor.user_id, reason=made.reason, after={"check": check}, touched=[made],
    )  # fmt: skip
    ledger.write(entry, at=now)
    return made


def passes(row: models.Reply) -> bool:
    """Tell whether nothing blocking stands, save what guards of their own ask."""
    found = find(row, around=False)
    return not any(one.stands and one.check not in _NEVER_WAIVED for one in found)
