# SPDX-License-Identifier: Apache-2.0
"""One's own tokens: make one, see it once, revoke it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import tokens
from huiyin.web.accounts.forms import TokenForm
from huiyin.web.kit import doors, words


@doors.signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show the own tokens, and make one; its secret stands on the page that answers, and nowhere else."""
    actor = doors.actor_of(request)
    form = TokenForm(tokens.scopes_of(actor), request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            secret = tokens.make(
                actor, given["name"], given["scopes"], int(given["days"]), now=doors.now()
            )[1]
            form = TokenForm(tokens.scopes_of(actor))
        except HuiyinError as refusal:
            doors.put(form, refusal, "name")
    rows = list(tokens.list_tokens(actor))
    for row in rows:
        row.says = [_scope(scope) for scope in row.scopes]  # type: ignore[attr-defined]
        row.over = row.expires_at <= doors.now()  # type: ignore[attr-defined]
        row.ends_on = timezone.localdate(row.expires_at)  # type: ignore[attr-defined]
    context = {"form": form, "rows": rows, "secret": secret}
    answer = render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _scope(scope: str) -> str:
    return words.say(f"tokens.scope_{scope}", words.language())


@require_POST
@doors.signed_in
@doors.answering
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Revoke a token."""
    tokens.revoke(doors.actor_of(request), token_id, now=doors.now())
    messages.success(request, words.say("tokens.revoked", words.language()))
    return redirect("tokens")
