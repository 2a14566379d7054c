# SPDX-License-Identifier: Apache-2.0
"""Withdrawing (撤案): at the proposer's wish, of a joint proposal with the consent the pack asks for."""

from datetime import datetime

from huiyin.core.docket import transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models, permissions
from huiyin.web.docket.services import assigning, merging, turning
from huiyin.web.kit import acting, gates


def _proposal(actor: Actor, uid: str) -> models.Proposal:
    seen = permissions.visible(actor, models.Proposal)
    return gates.get(models.Proposal, seen, lock=True, uid=uid)


@acting.act
def ask(
    actor: Actor, uid: str, *, version: int | None, words: str, now: datetime
) -> models.Proposal:
    """Ask those who signed for their consent to the withdrawal; a consent given to an earlier wish is void.

    Errors: `REASON_REQUIRED`; those of `turning.turn`.
    """
    proposal = _proposal(actor, uid)
    signatures = list(proposal.signatures.filter(state="signed", agrees_to_withdraw=True))
    for one in signatures:
        gates.save(one, one.version, agrees_to_withdraw=False)
    turned = turning.Turn(given=transitions.Given(words=words), version=version, touched=signatures)
    turning.turn(proposal, "ask_withdrawal", actor=actor, now=now, turned=turned)
    return proposal


@acting.act
def agree(actor: Actor, uid: str, *, now: datetime) -> models.Signature:
    """Consent to the withdrawal, as one who signed.

    Errors: `NOT_FOUND` for one who was not asked to sign; those of `turning.turn`.
    """
    proposal = _proposal(actor, uid)
    found = proposal.signatures.filter(person_id=actor.person_id or 0, state="signed").first()
    if found is None:
        raise HuiyinError("NOT_ALLOWED", act="agree_to_withdraw")
    gates.save(found, found.version, agrees_to_withdraw=True)
    turned = turning.Turn(note={"signature": found.person_id}, touched=[found])
    turning.turn(proposal, "agree_to_withdraw", actor=actor, now=now, turned=turned)
    return found


@acting.act
def withdraw(
    actor: Actor, uid: str, *, version: int | None, words: str, now: datetime
) -> models.Proposal:
    """Withdraw a proposal; what was merged into its case goes on by itself, and handling of it stops at once.

    Errors: `GUARD_SIGNATORIES_AGREE` while the pack wants all who signed and one has not consented;
        `REASON_REQUIRED`; those of `turning.turn`.
    """
    proposal = _proposal(actor, uid)
    facts = {"signatories_agree"} if _agreed(proposal) else set()
    merger = merging.end(proposal, words, now) if proposal.state == "merged" else None
    turned = turning.Turn(
        given=transitions.Given(words=words), facts=facts, version=version,
        touched=[*([merger] if merger else []), *proposal.suggestions.filter(dropped_at=None)],
    )  # fmt: skip
    turning.turn(proposal, "withdraw", actor=actor, now=now, turned=turned)
    if merger is None:
        merging.release(proposal, why="withdraw", now=now)
        if proposal.case is not None:
            assigning.stop_all(proposal.case, words=words, now=now)
    return proposal


def _agreed(proposal: models.Proposal) -> bool:
    if turning.pack_of(proposal).options.get("withdraw_joint", "unanimous") != "unanimous":
        return True
    return not proposal.signatures.filter(state="signed", agrees_to_withdraw=False).exists()
