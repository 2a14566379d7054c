# SPDX-License-Identifier: Apache-2.0
"""The desks of the three administrators (三员): what waits for whoever keeps accounts, rules and the ledger."""

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Institution, User
from huiyin.web.docket.selectors import happenings, shown
from huiyin.web.docket.selectors.desks import MOST, Item, Pile
from huiyin.web.kit import ports
from huiyin.web.kit.models import LedgerEntry


def of(actor: Actor) -> list[Pile]:
    """Give the piles of an administrator, none for anyone else."""
    piles: list[Pile] = []
    if actor.has("accounts_admin"):
        piles.append(_without_role())
    if actor.has("policy_admin"):
        piles.append(_unsure())
    if actor.has("auditor"):
        piles.append(_entries(actor))
    return piles


def _without_role() -> Pile:
    rows = User.objects.filter(is_active=True, grants=None, person=None, delegations=None)
    items = [Item(f"{one.first_name} {one.username}".strip(), "/roles/") for one in rows[:MOST]]
    return Pile("without_role", rows.count(), items, "/roles/")


def _unsure() -> Pile:
    institution = Institution.objects.first()
    pack = ports.pack(institution.pack) if institution else None
    clocks = [one for one in pack.clocks.values() if not one.sure] if pack else []
    href = f"/packs/{pack.id}/" if pack else "/packs/"
    items = [Item(shown.label(one.words), href, note=one.cite) for one in clocks]
    return Pile("unsure", len(items), items, href)


def _entries(actor: Actor) -> Pile:
    items = [
        Item(one.label, "/ledger/", note=f"{one.at.astimezone():%m-%d %H:%M} {one.who}".strip())
        for one in happenings.latest(actor, MOST)
    ]
    return Pile("entries", LedgerEntry.objects.count(), items, "/ledger/")
