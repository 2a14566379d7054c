# SPDX-License-Identifier: Apache-2.0
"""Co-signing: ask members by name; read, sign, decline or take back, on a phone in under a minute."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Person
from huiyin.web.docket import models
from huiyin.web.docket.selectors import proposals, shown
from huiyin.web.docket.services import signing
from huiyin.web.docket.views import matters
from huiyin.web.docket.views.writing import own
from huiyin.web.kit import doors, incoming

MOST = 30


@doors.signed_in
@doors.answering
def invite(request: HttpRequest, uid: str) -> HttpResponse:
    """Ask members to sign."""
    actor = doors.actor_of(request)
    row = own(actor, uid)
    q = request.GET.get("q", request.POST.get("q", "")).strip()
    context: dict[str, Any] = {
        "row": row,
        "q": q,
        "found": _members(row, q),
        "people": proposals.page(actor, row)["people"],
        "days": shown.pack_of(row).limits.get("cosign_days", 10),
    }
    if request.method != "POST":
        part = bool(getattr(request, "htmx", False))
        return render(
            request, "docket/parts/members.html" if part else "docket/invite.html", context
        )
    asked = [incoming.whole(one) or 0 for one in request.POST.getlist("person")]
    persons = list(Person.objects.filter(pk__in=asked))
    version = request.POST.get("version", "")
    try:
        if not persons:
            raise HuiyinError("FIELD_EMPTY", field=shown.say("sign.who"))
        signing.invite(actor, uid, persons, version=incoming.whole(version) or 0, now=doors.now())
    except HuiyinError as refusal:
        return doors.again(request, "docket/invite.html", context, refusal)
    messages.success(request, shown.say("sign.invited", n=len(persons)))
    return redirect(f"/proposals/{uid}/")


def _members(row: models.Proposal, q: str) -> list[Person]:
    """Find members of the term by name; those asked already and the proposer are left out."""
    on = shown.today()
    seated = Q(memberships__term=row.session.term) & (
        Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=on)
    )
    rows = Person.objects.filter(seated | Q(user__grants__role="member"))
    if q:
        rows = rows.filter(
            Q(name__icontains=q)
            | Q(name_en__icontains=q)
            | Q(memberships__sector__name__icontains=q)
        )
    rows = rows.exclude(pk=row.proposer_id).exclude(signatures__proposal=row)
    return list(rows.distinct().order_by("name")[:MOST])


@doors.signed_in
@doors.answering
def sign(request: HttpRequest, uid: str) -> HttpResponse:
    """Read what one is asked to sign, and sign, decline or take the signature back."""
    actor = doors.actor_of(request)
    row = matters.proposal_of(actor, uid)
    mine = row.signatures.filter(person_id=actor.person_id or 0).first()
    if mine is None:
        raise HuiyinError("NOT_FOUND")
    context = proposals.page(actor, row) | {
        "mine": mine,
        "mine_state": shown.signature(mine),
        "late": mine.state == "pending" and doors.now() > mine.expires_at,
        "typed": request.POST.get("opinion", ""),
    }
    if request.method != "POST":
        return render(request, "docket/sign.html", context)
    how, opinion = request.POST.get("how", ""), request.POST.get("opinion", "").strip()
    try:
        if how == "withdraw":
            signing.withdraw(actor, uid, reason=opinion, now=doors.now())
        else:
            signing.answer(actor, uid, sign=how == "sign", opinion=opinion, now=doors.now())
    except HuiyinError as refusal:
        return doors.again(request, "docket/sign.html", context, refusal)
    done = {"sign": "sign.done_signed", "withdraw": "sign.done_withdrawn"}.get(
        how, "sign.done_declined"
    )
    messages.success(request, shown.say(done))
    return redirect("/")
