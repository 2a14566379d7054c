# SPDX-License-Identifier: Apache-2.0
"""How replies are named on a page: states with their tone, dispositions, people with the masked ones kept back."""

from typing import Any

from huiyin.core.docket import pack_blocks
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.selectors import shown
from huiyin.web.docket.services import turning
from huiyin.web.replies import models

_TONES = {
    "draft": "", "in_review": "waiting", "to_sign": "waiting", "with_oversight": "going", "issued": "going",
    "received": "done", "superseded": "", "sent": "waiting", "returned": "back", "taken": "done", "waived": "",
    "open": "waiting", "signed": "done", "declined": "back",
}  # fmt: skip


def state(row: "models.Reply | models.Opinion") -> shown.State:
    """Give the state of a reply or an opinion in its pack's words."""
    known = turning.machine_of(row).states.get(row.state)
    label = shown.label(known.words) if known else row.state
    return shown.State(row.state, label, _TONES.get(row.state, ""))


def cosign_state(row: models.Cosign) -> shown.State:
    """Give the state of a co-signature."""
    return shown.State(row.state, shown.say(f"cosign.{row.state}"), _TONES.get(row.state, ""))


def dispositions(row: models.Reply) -> list[tuple[pack_blocks.Disposition, str]]:
    """Give the dispositions of a reply's pack with their names."""
    known = turning.pack_of(row).replies.dispositions.values()
    return [(one, shown.label(one.words)) for one in known]


def classes(row: models.Reply) -> list[tuple[str, str]]:
    """Give the classes of a reply's pack with what they mean."""
    return [(key, shown.label(words)) for key, words in turning.pack_of(row).classes.items()]


def ways(row: models.Reply) -> list[tuple[str, str]]:
    """Give the ways to publish a reply."""
    known = turning.pack_of(row).replies.disclosure
    return [(key, shown.label(one.words)) for key, one in known.items()]


def people(actor: Actor, row: models.Reply) -> list[dict[str, Any]]:
    """Give whom a reply goes to and what became of it; a name that is masked is kept back."""
    proposals = {one.person.pk: one.proposal for one in docket.parties(row.assignment)}
    sees = models.Delivery.objects.filter(permissions.visible(actor, models.Delivery), reply=row)
    found = []
    for one in sees.select_related("person"):
        proposal = proposals.get(one.person_id)
        hidden = proposal is not None and permissions.masked(actor, proposal)
        found.append({
            "row": one,
            "name": shown.say("docket.masked") if hidden else shown.person(one.person),
            "note": shown.say("deliver.signs" if one.signs else "deliver.proposes"),
            "state": _delivered(one),
        })  # fmt: skip
    return found


def _delivered(row: models.Delivery) -> shown.State:
    if row.received_at is not None:
        return shown.State("received", shown.say(f"deliver.{row.how}"), "done")
    key = "sent" if row.sent_at else "owed"
    return shown.State(key, shown.say(f"deliver.{key}"), "waiting")
