# SPDX-License-Identifier: Apache-2.0
"""Examination (审查): pass on, file, refuse, return, convert; each refusal with its coded reason and its notice."""

from datetime import datetime

from django.db import transaction

from huiyin.core.docket import transitions
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import User
from huiyin.web.docket import models, permissions
from huiyin.web.docket.services import turning
from huiyin.web.kit import gates, numbering


@transaction.atomic
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
    """Give advice on a proposal; it decides nothing."""
    proposal = gates.get(models.Proposal, permissions.visible(actor, models.Proposal), uid=uid)
    by = User.objects.get(pk=actor.user_id)
    return models.Examination.objects.create(
        proposal=proposal, stage=stage, advice=advice, code=code, note=note, by=by, at=now
    )


@transaction.atomic
def decide(
    actor: Actor,
    uid: str,
    act: str,
    *,
    version: int,
    given: transitions.Given,
    now: datetime,
    consented: bool = False,
) -> models.Proposal:
    """Do an act of the examination: examine_first, examine_second, refuse, return, convert, file.

    Errors: those of `turning.turn`.
    """
    if act == "file":
        return file(actor, uid, version=version, now=now)
    proposal = gates.get(
        models.Proposal, permissions.visible(actor, models.Proposal), lock=True, uid=uid
    )
    facts = {"proposer_consents"} if consented else set()
    turning.turn(
        proposal,
        act,
        actor=actor,
        now=now,
        turned=turning.Turn(given=given, facts=facts, version=version),
    )
    return proposal


@transaction.atomic
def file(actor: Actor, uid: str, *, version: int, now: datetime) -> models.Proposal:
    """File a proposal (立案): its case gets the session's next number, gapless in the order of commits."""
    proposal = gates.get(
        models.Proposal, permissions.visible(actor, models.Proposal), lock=True, uid=uid
    )
    living = proposal.suggestions.filter(dropped_at=None).exists()
    turned = turning.Turn(facts={"has_suggestions"} if living else set(), version=version)
    _refuse_early(proposal, actor, turned)
    case = proposal.case or models.Case.objects.create(
        session=proposal.session, title=proposal.title, opened_at=now
    )
    if case.number is None:
        gates.save(case, case.version, number=numbering.take(f"case:{proposal.session_id}"))
    turned = turning.Turn(
        facts=turned.facts, version=version, changes={"case": case}, note={"number": case.number}
    )
    turning.turn(proposal, "file", actor=actor, now=now, turned=turned)
    return proposal


def _refuse_early(proposal: models.Proposal, actor: Actor, turned: turning.Turn) -> None:
    """Refuse before a number is taken, so that the counter's lock is held only by acts that will succeed."""
    machine = turning.machine_of(proposal)
    matter = transitions.Matter(proposal.state, proposal.before, frozenset(turned.facts))
    refused = transitions.refusal(turning.pack_of(proposal), machine, matter, "file", turned.given)
    if refused and permissions.may(actor, machine.acts["file"], proposal):
        raise refused
