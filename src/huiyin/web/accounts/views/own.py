# SPDX-License-Identifier: Apache-2.0
"""One's own account: who one is here, what one may do, and how one signs in; and whom one lets help."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import roles, selectors, services
from huiyin.web.accounts.forms import DelegateForm
from huiyin.web.kit import doors, words


@doors.signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show the own account."""
    actor = doors.actor_of(request)
    grants = list(selectors.list_grants(on=doors.today(), user=actor.user_id or 0))
    for one in grants:
        one.label = roles.label(one.role)  # type: ignore[attr-defined]
    context = {
        "grants": grants,
        "second": is_mfa_enabled(request.user),
        "can_delegate": actor.has("member"),
    }
    return render(request, "accounts/own.html", context)


@doors.needing("member")
def delegations(request: HttpRequest) -> HttpResponse:
    """Show whom a member lets help, and let another."""
    form = DelegateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.delegate(
                doors.actor_of(request),
                given["assistant"],
                may_file=given["may_file"],
                term=form.term(),
                now=doors.now(),
            )
        except HuiyinError as refusal:
            doors.put(form, refusal, "ends_on" if refusal.code == "DATES_REVERSED" else "assistant")
        else:
            messages.success(request, words.say("delegations.given", words.language()))
            return redirect("delegations")
    rows = selectors.list_delegations(doors.actor_of(request), on=doors.today())
    status = 422 if form.errors else 200
    return render(request, "accounts/delegations.html", {"form": form, "rows": rows}, status=status)


@require_POST
@doors.needing("member")
@doors.answering
def end_delegation(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Take a delegation back."""
    services.end_delegation(doors.actor_of(request), delegation_id, now=doors.now())
    messages.success(request, words.say("delegations.ended", words.language()))
    return redirect("delegations")
