# SPDX-License-Identifier: Apache-2.0
"""Examination (审查): pass on, file, refuse, return, convert, undo; each refusal with its coded reason and its notice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.core.docket import transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models, permissions
from huiyin.web.docket.services import converting, merging, turning
from huiyin.web.kit import acting, gates, ledger, numbering
from huiyin.web.kit.models import LedgerEntry

ACTS = ("examine_first", "examine_second", "file", "refuse", "return", "convert")
_ENDS = ("refuse", "return", "convert")


@acting.act
def advise(
    actor: Actor,
    uid: str,
    *,
    stage: str,
    advice: str,
    code: str = "",
    note: str = "",
    now: datetime,
) -> models.Examination:
    """Give advice on a proposal; it decides nothing.

    Errors: `NOT_FOUND`; `NOT_ALLOWED` for people who do not examine.
    """
    proposal = gates.get(models.Proposal, permissions.visible(actor, models.Proposal), uid=uid)
    if not actor.has("clerk", "reviewer", "committee"):
        raise HuiyinError("NOT_ALLOWED", act="advise")
    made = models.Examination.objects.create(
        proposal=proposal, stage=stage, advice=advice, code=code, note=note, by_id=actor.signed_in(), at=now
    )  # fmt: skip
    ledger.write(
        ledger.Entry(
            act="proposal.advised", kind="proposal", object_id=proposal.pk, case_id=proposal.case_id,
            actor_id=actor.user_id, reason_code=code, reason=note, after={"advice": advice}, touched=[made],
        ),
        at=now,
    )  # fmt: skip
    return made


@acting.act
def decide(
    actor: Actor,
    uid: str,
    act: str,
    *,
    version: int | None,
    given: transitions.Given,
    now: datetime,
    consented: bool = False,
) -> models.Proposal:
    """Do an act of the examination: examine_first, examine_second, refuse, return, convert, file.

    Where the act ends or interrupts a proposal into whose case others were merged, these are on their own again; where
    its reason leads the content elsewhere, that way is kept as a conversion.

    Errors: `ACT_UNKNOWN` for an act of another kind; those of `turning.turn`.
    """
    if act not in ACTS:
        raise HuiyinError("ACT_UNKNOWN", act=act)
    if act == "file":
        return file(actor, uid, version=version, now=now)
    proposal = gates.get(
        models.Proposal, permissions.visible(actor, models.Proposal), lock=True, uid=uid
    )
    facts = {"proposer_consents"} if consented else set()
    led = converting.lead_on(proposal, act, given, by=actor, now=now) if act in _ENDS else []
    turned = turning.Turn(given=given, facts=facts, version=version, touched=led)
    turning.turn(proposal, act, actor=actor, now=now, turned=turned)
    if act in _ENDS:
        merging.release(proposal, why=act, now=now)
    return proposal


@acting.act
def file(actor: Actor, uid: str, *, version: int | None, now: datetime) -> models.Proposal:
    """File a proposal (立案): its case gets the session's next number, gapless in the order of commits."""
    proposal = gates.get(
        models.Proposal, permissions.visible(actor, models.Proposal), lock=True, uid=uid
    )
    living = proposal.suggestions.filter(dropped_at=None).exists()
    turned = turning.Turn(facts={"has_suggestions"} if living else set(), version=version)
    turning.check(
        proposal, "file", actor=actor, turned=turned
    )  # before a number is taken and its counter locked
    case = proposal.case or models.Case.objects.create(
        session=proposal.session, pack=proposal.pack, pack_version=proposal.pack_version,
        title=proposal.title, opened_at=now,
    )  # fmt: skip
    if case.number is None:
        gates.save(case, case.version, number=numbering.take(f"case:{proposal.session_id}"))
    turned = turning.Turn(
        facts=turned.facts, version=version, changes={"case": case, "filed_at": now},
        note={"number": case.number}, touched=[case],
    )  # fmt: skip
    turning.turn(proposal, "file", actor=actor, now=now, turned=turned)
    return proposal


@acting.act
def undo(actor: Actor, uid: str, *, reason: str, now: datetime) -> models.Proposal:
    """Undo one's own decision of the examination of some minutes ago, by an act of its own with a reason.

    Errors: `GUARD_JUST_DONE` when something else was last, somebody else did it, or the minutes of the pack are over;
        `ILLEGAL_TRANSITION` after filing, which has given a number; `REASON_REQUIRED`.
    """
    proposal = gates.get(
        models.Proposal, permissions.visible(actor, models.Proposal), lock=True, uid=uid
    )
    minutes = turning.pack_of(proposal).limits.get("undo_minutes", 10)
    entries = LedgerEntry.objects.filter(kind="proposal", object_id=proposal.pk).order_by("-seq")
    last = entries.exclude(act__startswith="clock.").first()
    facts = set()
    if (
        last is not None
        and last.act.removeprefix("proposal.") in ACTS
        and last.actor_id == actor.user_id
        and now - last.at <= timedelta(minutes=minutes)
    ):
        facts.add("just_done")
    led = list(proposal.conversions.filter(undone=False))
    for one in led:
        one.undone = True
        one.save(update_fields=["undone"])
    note = {"undoes": last.seq if last else None}
    turned = turning.Turn(
        given=transitions.Given(words=reason), facts=facts, note=note, touched=led
    )
    turning.turn(proposal, "undo", actor=actor, now=now, turned=turned)
    return proposal


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one proposal of a batch: the refusal, or None where it was done."""

    uid: str
    refused: HuiyinError | None = None


def batch(
    actor: Actor,
    items: Iterable[tuple[str, int]],
    act: str,
    *,
    given: transitions.Given,
    now: datetime,
) -> list[Outcome]:
    """Do one act of the examination to several proposals, given as pairs of uid and the version that was seen.

    Each is an act of its own: what is refused for one leaves the others as they are.
    """
    done = []
    for uid, version in items:
        try:
            decide(actor, uid, act, version=version, given=given, now=now)
        except HuiyinError as refusal:
            done.append(Outcome(uid, refusal))
        else:
            done.append(Outcome(uid))
    return done
