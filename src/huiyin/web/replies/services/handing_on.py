# SPDX-License-Identifier: Apache-2.0
"""Handing on (送核、核稿、签发、督查审核): from the writer to a reviewer, to a signer, to the oversight office, and back."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model

from huiyin.core.docket import transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import RoleGrant
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.services import telling, turning
from huiyin.web.kit import acting, gates, ledger
from huiyin.web.replies import models
from huiyin.web.replies.services import checking, contacting, drafting, opinions, rows

RETURNS = ("return_review", "return_sign", "return_oversight")


_ASKED: Mapping[str, Callable[[models.Reply], bool]] = {
    "every_suggestion_answered": checking.is_answered,
    "checks_passed": checking.passes,
    "opinions_in": lambda row: not opinions.missing(row),
    "cosigned": lambda row: not open_cosigns(row),
    "contact_logged": contacting.is_enough,
}


def facts_of(row: models.Reply, actor: Actor, act: str = "") -> set[str]:
    """Give the guards of the table that hold for a reply and the person who would act: those an act asks, or all.

    Cost: the checks of the text are by far the dearest; they run where an act asks for them.
    """
    me, found = actor.user_id, set()
    machine = turning.machine_of(row)
    asked = set(machine.acts[act].guards) if act in machine.acts else set(_ASKED)
    if row.state not in models.OUT:
        found |= {guard for guard, holds in _ASKED.items() if guard in asked and holds(row)}
    if me != row.writer_id:
        found.add("another_than_writer")
    if me not in (row.writer_id, row.reviewer_id):
        found.add("third_person")
    if row.signer_id is not None:
        found.add("signed_by_signer")
    return found


def _turn(
    row: models.Reply,
    act: str,
    actor: Actor,
    now: datetime,
    version: int | None,
    facts: Iterable[str],
    *,
    words: str = "",
    **more: Any,
) -> None:
    given = transitions.Given(words=words)
    turned = turning.Turn(given=given, facts=facts, version=version, **more)
    turning.turn(row, act, actor=actor, now=now, turned=turned)


def _check(
    row: models.Reply, act: str, actor: Actor, version: int | None, words: str = ""
) -> set[str]:
    """Ask all that an act asks, and give the facts it stands on."""
    facts = facts_of(row, actor, act)
    turned = turning.Turn(given=transitions.Given(words=words), facts=facts, version=version)
    turning.check(row, act, actor=actor, turned=turned)
    return facts


@acting.act
def submit(actor: Actor, uid: str, *, version: int, now: datetime) -> models.Reply:
    """Hand a draft to be reviewed; it is kept as an edition, and each joint body is asked to co-sign it.

    Errors: `GUARD_EVERY_SUGGESTION_ANSWERED`; `GUARD_CHECKS_PASSED`; those of `turning.turn`.
    """
    row = rows.reply(actor, uid)
    facts = _check(row, "submit", actor, version)
    if not row.letter:
        row.letter = checking.suggested_letter(row, drafting.living(row))
    edition = drafting.keep_edition(row, actor, now)
    asked = _ask_cosigns(row, now)
    _turn(
        row, "submit", actor, now, version, facts,
        changes={
            "writer_id": actor.signed_in(), "reviewer_id": None, "signer_id": None, "signed_at": None,
            "edition": edition.number, "letter": row.letter,
        },
        touched=[edition, *asked],
    )  # fmt: skip
    return row


def _ask_cosigns(row: models.Reply, now: datetime) -> list[models.Cosign]:
    """Ask the joint bodies to sign this very text; who signed another text is asked anew."""
    if rows.option(row, "joint_cosign") == "no":
        return []
    found = []
    digest = row.text_hash()
    for task in docket.beside(row.assignment):
        if task.role != "joint":
            continue
        one, made = models.Cosign.objects.get_or_create(reply=row, assignment=task)
        if not made and one.state in ("signed", "declined") and one.text_sha256 != digest:
            gates.save(
                one, one.version, state="open", text_sha256="", by_id=None, at=None, words=""
            )
            made = True
        if made:
            found.append(one)
            told = telling.audience(task, ["liaison", "handler"])
            params = {"title": telling.title(task), "act": "cosign"}
            telling.post(
                told, f"cosign:{one.pk}:{row.edition + 1}", "reply.to_cosign", params,
                link=f"/replies/{row.uid}/", now=now,
            )  # fmt: skip
    return found


def open_cosigns(row: models.Reply) -> list[models.Cosign]:
    """Give the co-signatures still lacking: open, declined, or given to another text."""
    if rows.option(row, "joint_cosign") == "no":
        return []
    digest = row.text_hash()
    return [
        one
        for one in rows.living_cosigns(row)
        if one.assignment.role == "joint"
        and one.state != "waived"
        and (one.state != "signed" or one.text_sha256 != digest)
    ] + _unasked(row)


def _unasked(row: models.Reply) -> list[models.Cosign]:
    asked = set(row.cosigns.values_list("assignment_id", flat=True))
    return [
        models.Cosign(reply=row, assignment=task)
        for task in docket.beside(row.assignment)
        if task.role == "joint" and task.pk not in asked and row.state != "draft"
    ]


@acting.act
def cosign(
    actor: Actor, uid: str, task_uid: str, *, sign: bool, words: str, now: datetime
) -> models.Cosign:
    """Co-sign the lead's reply for a joint body, or decline with the reason.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `REASON_REQUIRED`; `ILLEGAL_TRANSITION` when it is not open, or the text is being
        written again.
    """
    row = rows.reply(actor, uid)
    one = _cosign_of(row, task_uid)
    rows.of_body(actor, one.assignment, "cosign")
    if one.state != "open" or row.state == "draft" or row.state in models.OUT:
        raise HuiyinError("ILLEGAL_TRANSITION", act="cosign", state=one.state)
    if not sign and not words.strip():
        raise HuiyinError("REASON_REQUIRED", act="cosign")
    state = "signed" if sign else "declined"
    _settle(row, one, actor, now, state=state, words=words)
    return one


@acting.act
def waive_cosign(
    actor: Actor, uid: str, task_uid: str, *, words: str, now: datetime
) -> models.Cosign:
    """Let a reply leave without a joint body's signature, with the reason.

    Errors: `NOT_FOUND`; `NOT_ALLOWED` for people who do not oversee; `REASON_REQUIRED`; `ILLEGAL_TRANSITION`.
    """
    row = rows.reply(actor, uid)
    if not actor.has("oversight"):
        raise HuiyinError("NOT_ALLOWED", act="waive_cosign")
    one = _cosign_of(row, task_uid)
    if not words.strip():
        raise HuiyinError("REASON_REQUIRED", act="waive_cosign")
    if one.state not in ("open", "declined"):
        raise HuiyinError("ILLEGAL_TRANSITION", act="waive_cosign", state=one.state)
    _settle(row, one, actor, now, state="waived", words=words)
    return one


def _cosign_of(row: models.Reply, task_uid: str) -> models.Cosign:
    found = row.cosigns.select_for_update().filter(assignment__uid=task_uid).first()
    if found is None:
        raise HuiyinError("NOT_FOUND")
    return found


def _settle(
    row: models.Reply, one: models.Cosign, actor: Actor, now: datetime, *, state: str, words: str
) -> None:
    gates.save(
        one, one.version, state=state, words=words.strip(), by_id=actor.signed_in(), at=now,
        text_sha256=row.text_hash(),
    )  # fmt: skip
    entry = ledger.Entry(
        act=f"cosign.{state}", kind="reply", object_id=row.pk, case_id=row.assignment.case_id,
        actor_id=actor.user_id, reason=words.strip(), after={"body": one.assignment.body_id}, touched=[one],
    )  # fmt: skip
    ledger.write(entry, at=now)
    told = telling.audience(row.assignment, ["liaison", "handler"])
    params = {"title": telling.title(row.assignment), "act": state, "reason": words.strip()}
    telling.post(
        told, f"cosign:{one.pk}:{one.version}", f"reply.cosign_{state}", params,
        link=f"/replies/{row.uid}/", now=now,
    )  # fmt: skip


@acting.act
def pass_on(actor: Actor, uid: str, *, version: int, now: datetime) -> models.Reply:
    """Pass a reply as its reviewer, who has not written it.

    Errors: `GUARD_ANOTHER_THAN_WRITER`; those of `turning.turn`.
    """
    row = rows.reply(actor, uid)
    facts = _check(row, "pass", actor, version)
    _turn(row, "pass", actor, now, version, facts, changes={"reviewer_id": actor.signed_in()})
    return row


@acting.act
def sign(actor: Actor, uid: str, *, version: int, now: datetime) -> models.Reply:
    """Sign a reply, as a third person.

    Errors: `GUARD_THIRD_PERSON`; those of `turning.turn`.
    """
    row = rows.reply(actor, uid)
    facts = _check(row, "sign", actor, version)
    changes = {"signer_id": actor.signed_in(), "signed_at": now}
    _turn(row, "sign", actor, now, version, facts, changes=changes)
    return row


@acting.act
def give_back(
    actor: Actor, uid: str, act: str, *, words: str, version: int, now: datetime
) -> models.Reply:
    """Return a reply to be written again, from review, signing or oversight; who signed has not any more.

    Errors: `ACT_UNKNOWN`; `REASON_REQUIRED`; those of `turning.turn`.
    """
    if act not in RETURNS:
        raise HuiyinError("ACT_UNKNOWN", act=act)
    row = rows.reply(actor, uid)
    facts = _check(row, act, actor, version, words)
    changes = {"reviewer_id": None, "signer_id": None, "signed_at": None}
    _turn(row, act, actor, now, version, facts, words=words, changes=changes)
    return row


@acting.act
def reclassify(
    actor: Actor, uid: str, *, letter: str, words: str, version: int, now: datetime
) -> models.Reply:
    """Change the class of a reply that lies with the oversight office, with the reason.

    Errors: `GUARD_CLASS_KNOWN` for a letter the pack has not, or the one it has; `REASON_REQUIRED`.
    """
    row = rows.reply(actor, uid)
    known = letter in turning.pack_of(row).classes and letter != row.letter
    _turn(
        row, "reclassify", actor, now, version, {"class_known"} if known else (), words=words,
        changes={"letter": letter, "letter_reason": words.strip()},
    )  # fmt: skip
    return row


def holders(row: models.Reply, roles: Iterable[str]) -> list[Any]:
    """Give the users who hold some roles for a reply's body, for choosing whom to ask."""
    grants = RoleGrant.objects.filter(role__in=list(roles), body_id=row.assignment.body_id)
    return list(get_user_model().objects.filter(grants__in=grants).distinct())
