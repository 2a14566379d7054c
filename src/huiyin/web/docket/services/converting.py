# SPDX-License-Identifier: Apache-2.0
"""Converting (转办): where the content of a proposal goes that is not filed, so that nothing ends without an echo."""

from datetime import datetime

from huiyin.core.docket import transitions
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models
from huiyin.web.docket.services import turning


def lead_on(
    proposal: models.Proposal, act_id: str, given: transitions.Given, *, by: Actor, now: datetime
) -> list[models.Conversion]:
    """Keep where an act's coded reason leads the content: to a note, an opinion, the letters office, the leaders …

    Gives nothing where the reason leads nowhere. To be called in the transaction of the act, before it.
    """
    pack = turning.pack_of(proposal)
    act = turning.machine_of(proposal).acts.get(act_id)
    reason = pack.reason_of(act, given.code) if act else None
    if reason is None or not reason.leads_to:
        return []
    if proposal.conversions.filter(undone=False).exists():
        return []
    made = models.Conversion.objects.create(
        proposal=proposal, code=given.code, leads_to=reason.leads_to, title=proposal.title, words=given.words,
        by_id=by.user_id, at=now,
    )  # fmt: skip
    return [made]
