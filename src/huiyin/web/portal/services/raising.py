# SPDX-License-Identifier: Apache-2.0
"""Raising (市民建议): a citizen writes, proves the address, and the office turns it into a proposal or refuses it with a reason.

1. what is written is kept at once, and a mail asks whether it was meant;
2. only what was confirmed is looked at;
3. what is accepted becomes a proposal like any other, named after its writer only where that was wished; what is refused
   tells its coded reason; either way the writer is written to, and may follow what becomes of it.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from huiyin.core.text import refused
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Person
from huiyin.web.docket import permissions as docket_rights
from huiyin.web.docket.selectors import shown
from huiyin.web.docket.services import drafting
from huiyin.web.kit import acting, gates, ledger, ports, sending, words
from huiyin.web.portal import models, permissions
from huiyin.web.portal.services import posting

MOST = 5  # notes of one address a day
TITLE, TEXT = 100, 3_000


@dataclass(frozen=True, slots=True)
class Typed:
    """What a citizen typed."""

    title: str
    text: str
    email: str
    facts: str = ""
    name: str = ""
    named: bool = False


def is_open() -> bool:
    """Tell whether the rules of the place let citizens raise suggestions now."""
    session = shown.present()
    return session is not None and shown.present_pack().options.get("citizens") == "open"


@acting.act
def raise_one(typed: Typed, *, language: str, now: datetime) -> models.CitizenNote:
    """Keep what a citizen wrote and ask by mail whether it was meant.

    Errors: `CITIZENS_CLOSED`; `FIELD_EMPTY`; `TEXT_TOO_LONG`; `EMAIL_INVALID`; `CLASSIFIED_MARK` and the other refusals of
        a text; `TOO_MANY_NOTES` for more of one address in a day than may be looked at.
    """
    session = shown.present()
    if session is None or not is_open():
        raise HuiyinError("CITIZENS_CLOSED")
    _check(typed)
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if (
        models.CitizenNote.objects.filter(
            email__iexact=typed.email.strip(), raised_at__gte=day
        ).count()
        >= MOST
    ):
        raise HuiyinError("TOO_MANY_NOTES", n=MOST)
    token = secrets.token_urlsafe(32)
    row = models.CitizenNote(
        session=session, title=typed.title.strip(), text=typed.text.strip(), facts=typed.facts.strip(),
        name=typed.name.strip()[:60], named=typed.named and bool(typed.name.strip()), email=typed.email.strip(),
        language=language, link_sha256=posting.hash_of(token), raised_at=now,
    )  # fmt: skip
    row.seal()
    row.save()
    _note(row, "raise", None, now)
    _write_to(row, "verify", now, token=token)
    return row


def _check(typed: Typed) -> None:
    for field in ("title", "text", "email"):
        if not getattr(typed, field).strip():
            raise HuiyinError("FIELD_EMPTY", field=field)
    for said, most in ((typed.title, TITLE), (typed.text, TEXT), (typed.facts, TEXT)):
        refused.check(said)
        if len(said) > most:
            raise HuiyinError("TEXT_TOO_LONG", limit=most)
    posting.email_of(typed.email)


@acting.act
def verify(token: str, *, now: datetime) -> models.CitizenNote:
    """Take a citizen's word that a note was meant; once more does nothing.

    Errors: `NOT_FOUND`.
    """
    row = (
        models.CitizenNote.objects.select_for_update()
        .filter(link_sha256=posting.hash_of(token))
        .first()
    )
    if row is None:
        raise HuiyinError("NOT_FOUND")
    if row.state == models.CitizenNote.State.UNVERIFIED:
        gates.save(row, row.version, state="waiting", verified_at=now)
        _note(row, "verify", None, now)
    return row


def by_token(token: str) -> models.CitizenNote:
    """Give the note a citizen holds the token of.

    Errors: `NOT_FOUND`.
    """
    found = models.CitizenNote.objects.filter(link_sha256=posting.hash_of(token)).first()
    if found is None:
        raise HuiyinError("NOT_FOUND")
    return found


@acting.act
def accept(actor: Actor, uid: str, *, version: int, now: datetime) -> models.CitizenNote:
    """Turn a note into a proposal that is received like any other.

    Errors: `NOT_FOUND`; `ILLEGAL_TRANSITION`; `CHANGED_MEANWHILE`; those of `drafting.submit`.
    """
    row = _waiting(actor, uid, "accept", version)
    person = Person.objects.create(name=row.name or words.say("public.citizen", "zh"))
    hand = Actor(
        user_id=actor.signed_in(), grants=actor.grants, drafts_for=frozenset({person.pk}),
        files_for=frozenset({person.pk}), name=actor.name,
    )  # fmt: skip
    proposal = drafting.begin(hand, row.session, now=now, behalf=person)
    fields = {
        "title": row.title, "facts": row.facts or row.text, "masked": not row.named,
        "collective": "" if row.named else words.say("public.citizen", "zh"),
    }  # fmt: skip
    asks = [drafting.Ask(row.text, provenance="clerk")]
    proposal = drafting.save(
        hand, proposal.uid, version=proposal.version, fields=fields, asks=asks, now=now
    )
    proposal = drafting.submit(hand, proposal.uid, version=proposal.version, now=now, door="portal")
    gates.save(
        row,
        version,
        state="accepted",
        proposal_id=proposal.pk,
        settled_at=now,
        settled_by_id=actor.user_id,
    )
    _note(row, "accept", actor, now)
    _write_to(row, "accepted", now, receipt=proposal.receipt_no)
    return row


@acting.act
def refuse(
    actor: Actor, uid: str, *, code: str, words_: str, version: int, now: datetime
) -> models.CitizenNote:
    """Refuse a note with a coded reason and words; the citizen is told both.

    Errors: `NOT_FOUND`; `ILLEGAL_TRANSITION`; `CHANGED_MEANWHILE`; `REASON_CODE_REQUIRED`; `REASON_REQUIRED`.
    """
    row = _waiting(actor, uid, "refuse", version)
    if code not in {one for one, _ in reasons(row)}:
        raise HuiyinError("REASON_CODE_REQUIRED")
    if not words_.strip():
        raise HuiyinError("REASON_REQUIRED", act="refuse")
    gates.save(
        row,
        version,
        state="refused",
        code=code,
        reason=words_.strip(),
        settled_at=now,
        settled_by_id=actor.user_id,
    )
    _note(row, "refuse", actor, now)
    _write_to(row, "refused", now, reason=f"{dict(reasons(row))[code]} {words_.strip()}")
    return row


def reasons(row: models.CitizenNote) -> list[tuple[str, str]]:
    """Give the coded reasons for which the place files nothing, which hold for citizens too."""
    pack = ports.pack(row.session.pack, row.session.pack_version)
    return [(one.code, shown.label(one.words)) for one in pack.reasons.get("not_filed", ())]


def _waiting(actor: Actor, uid: str, act: str, version: int) -> models.CitizenNote:
    seen = docket_rights.visible(actor, models.CitizenNote)
    row = gates.get(models.CitizenNote, seen, lock=True, uid=uid)
    if not actor.has(*permissions.MODERATORS):
        raise HuiyinError("NOT_ALLOWED", act=act)
    if row.state != models.CitizenNote.State.WAITING:
        raise HuiyinError("ILLEGAL_TRANSITION", act=act, state=row.state)
    if version != row.version:
        raise HuiyinError("CHANGED_MEANWHILE")
    return row


def _note(row: models.CitizenNote, act: str, actor: Actor | None, now: datetime) -> None:
    entry = ledger.Entry(
        act=f"citizen_note.{act}", kind="citizennote", object_id=row.pk, actor_id=actor.user_id if actor else None,
        reason_code=row.code, reason=row.reason, after={"state": row.state}, touched=[row], door="portal",
    )  # fmt: skip
    ledger.write(entry, at=now)


def _write_to(row: models.CitizenNote, what: str, now: datetime, **said: str) -> None:
    lang = "en" if row.language.startswith("en") else "zh"
    token = said.pop("token", "")
    link = (
        f"{settings.SITE_URL}/public/raised/{token}/" if token else f"{settings.SITE_URL}/public/"
    )
    subject = words.say(f"public.mail_{what}_subject", lang, title=row.title)
    body = words.say(f"public.mail_{what}", lang, title=row.title, link=link, **said)
    sending.post(row.email, subject, body, now=now)
