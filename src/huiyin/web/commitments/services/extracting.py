# SPDX-License-Identifier: Apache-2.0
"""Reading replies for promises (摘取承诺): once, after a reply has left; what is found is proposed, never decided.

1. each answer's text is read by the rules of the core; a span that does not cut its own quote out of that text is refused;
2. an answer that names a day but words no promise is proposed whole, so that no dated answer goes by unseen;
3. the findings and the fact that the reply was read are written in one transaction; a second reading finds it done.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from huiyin.core.commitments import promises
from huiyin.core.values import spans
from huiyin.core.values.bodies import Body as NamedBody
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Body
from huiyin.web.commitments import models
from huiyin.web.docket.services import telling
from huiyin.web.kit import acting, ledger, ports
from huiyin.web.replies.selectors import rows as replies

if TYPE_CHECKING:
    from huiyin.web.replies.models import Answer, Reply

DECLARED = "declared"  # the cue of an answer that names a day and words no promise


def cut(text: str, start: int, end: int, quote: str) -> None:
    """Ask that a span cuts its quote out of its text.

    Errors: `SPAN_OUTSIDE_TEXT`; `QUOTE_MISMATCH`.
    """
    if spans.Span(start, end).cut(text) != quote:
        raise HuiyinError("QUOTE_MISMATCH", start=start, end=end)


def read_left(*, now: datetime, most: int = 50) -> int:
    """Read the replies that have left and were not read yet; gives how many were.

    Cost: one query where there is none; one transaction for each reply.
    """
    waiting = replies.left().filter(promise_reading=None).values_list("pk", flat=True)[:most]
    return sum(read(pk, now=now) for pk in list(waiting))


@acting.act
def read(pk: int, *, now: datetime) -> bool:
    """Read a reply; gives whether that was the first time."""
    row = replies.left().select_for_update(of=("self",)).get(pk=pk)
    if models.PromiseReading.objects.filter(reply=row).exists():
        return False
    names = _names()
    found = [one for answer in replies.answers(row) for one in _found(row, answer, names, now)]
    made = [models.Promise.objects.create(**one) for one in found]
    reading = models.PromiseReading.objects.create(
        reply=row, edition=row.edition, found=len(made), at=now
    )
    entry = ledger.Entry(
        act="promise.found", kind="reply", object_id=row.pk, case_id=row.assignment.case_id,
        after={"found": len(made)}, touched=[reading, *made], door="clock",
    )  # fmt: skip
    ledger.write(entry, at=now)
    if made:
        params = {"title": telling.title(row.assignment), "act": "promise_found"}
        told = telling.audience(row.assignment, ["liaison", "handler"])
        telling.post(
            told, f"promises:{row.pk}", "promise.found", params, link=f"/replies/{row.uid}/", now=now
        )  # fmt: skip
    return True


def _names() -> list[NamedBody]:
    return [NamedBody(row.name, tuple(row.aliases)) for row in Body.objects.filter(valid_to=None)]


def _found(
    row: "Reply", answer: "Answer", names: list[NamedBody], now: datetime
) -> list[dict[str, object]]:
    said_on = timezone.localdate(row.issued_at or now)
    kept = {
        "reply": row, "answer": answer, "edition": row.edition, "text_sha256": models.hash_of(answer.text), "at": now,
    }  # fmt: skip
    found = promises.find(answer.text, said_on, bodies=names, calendar=ports.calendar())
    if not found and answer.promised_on and answer.text.strip():
        return [kept | _declared(answer)]
    return [kept | _fields(answer.text, one, answer.promised_on) for one in found]


def _fields(text: str, one: promises.Promise, promised_on: date | None) -> dict[str, object]:
    cut(text, one.span.start, one.span.end, one.quote)
    due = one.due
    return {
        "start": one.span.start, "end": one.span.end, "quote": one.quote, "action": one.action.cut(text),
        "amount": one.amount[:60], "due_words": one.due_words[:60], "due_on": due.day if due else promised_on,
        "precision": str(due.precision) if due else "", "names_body": one.body[:120], "cue": one.cue[:60],
    }  # fmt: skip


def _declared(answer: "Answer") -> dict[str, object]:
    text = answer.text
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    return {
        "start": start, "end": end, "quote": text[start:end], "action": text[start:end], "due_on": answer.promised_on,
        "precision": "day", "cue": DECLARED,
    }  # fmt: skip
