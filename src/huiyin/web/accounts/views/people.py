# SPDX-License-Identifier: Apache-2.0
"""People and bodies: who is who, who answers for what."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import roles, selectors, services
from huiyin.web.accounts.forms import AccountForm
from huiyin.web.kit import doors, incoming, listing, ports, words


@doors.signed_in
def people(request: HttpRequest) -> HttpResponse:
    """List people."""
    asked = request.GET
    rows = selectors.list_people(
        q=asked.get("q", ""),
        sector=_number(asked.get("sector")),
        committee=_number(asked.get("committee")),
    )
    known = selectors.choices()
    columns = [
        listing.Column("people.name", "name"),
        listing.Column("people.sector"),
        listing.Column("people.committee"),
        listing.Column("people.employer", "employer"),
    ]
    filters = [
        listing.Filter("sector", "people.sector", known["sectors"]),
        listing.Filter("committee", "people.committee", known["committees"]),
    ]
    shown = listing.of(request, rows, columns, filters=filters, searchable=True)
    return render(request, "accounts/people.html", {"listing": shown})


def _number(said: str | None) -> str:
    return said if said and incoming.whole(said) else ""


@doors.signed_in
@doors.answering
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show a person."""
    return _person(request, person_id, AccountForm())


def _person(
    request: HttpRequest, person_id: int, form: AccountForm, password: str = ""
) -> HttpResponse:
    row = selectors.get_person(person_id)
    user = getattr(row, "user", None)
    grants = list(selectors.list_grants(on=doors.today(), user=user.pk)) if user else []
    for one in grants:
        one.label = roles.label(one.role)  # type: ignore[attr-defined]
    actor = doors.actor_of(request)
    context = {
        "person": row,
        "account": user,
        "grants": grants,
        "contacts": selectors.may_see_contacts(actor, row),
        "keeper": actor.has("accounts_admin"),
        "form": form,
        "password": password,
    }
    page = render(request, "accounts/person.html", context, status=422 if form.errors else 200)
    if password:
        page.headers["Cache-Control"] = "no-store"
    return page


@require_POST
@doors.needing("accounts_admin")
@doors.answering
def account(request: HttpRequest, person_id: int) -> HttpResponse:
    """Open an account for a person, or give it a new first password, shown once."""
    actor = doors.actor_of(request)
    user = getattr(selectors.get_person(person_id), "user", None)
    form = AccountForm(request.POST)
    if user is not None:
        password = services.renew_password(actor, user.pk, now=doors.now())
        return _person(request, person_id, AccountForm(), password)
    if form.is_valid():
        try:
            password = services.open_account(
                actor, person_id, form.cleaned_data["username"], now=doors.now()
            )[1]
            return _person(request, person_id, AccountForm(), password)
        except HuiyinError as refusal:
            doors.put(form, refusal, "username")
    return _person(request, person_id, form)


def bodies(request: HttpRequest) -> HttpResponse:
    """List bodies, with what they have in hand for those who work here."""
    ended = request.GET.get("state") == "ended"
    rows = selectors.list_bodies(q=request.GET.get("q", ""), ended=ended, on=doors.today())
    columns = [
        listing.Column("bodies.name", "name"),
        listing.Column("bodies.duties"),
        listing.Column("bodies.load", number=True),
        listing.Column("bodies.late", number=True),
    ]
    choice = listing.Filter(
        "state", "bodies.state", [("ended", words.say("bodies.ended", words.language()))]
    )
    shown = listing.of(request, rows, columns, filters=[choice], searchable=True)
    loads = ports.body_loads(doors.today())
    for row in shown.rows:
        row.load, row.late = loads.get(row.pk, (0, 0))
    keeper = doors.actor_of(request).has("accounts_admin")
    return render(request, "accounts/bodies.html", {"listing": shown, "keeper": keeper})


@doors.answering
def body(request: HttpRequest, body_id: int) -> HttpResponse:
    """Show a body."""
    row = selectors.get_body(body_id)
    load, late = ports.body_loads(doors.today()).get(row.pk, (0, 0))
    actor = doors.actor_of(request)
    grants = list(selectors.list_grants(on=doors.today(), body=row.pk)) if actor.user_id else []
    people = [
        {
            "name": one.user.get_full_name() or one.user.username,
            "note": roles.label(one.role),
            "href": f"/people/{one.user.person_id}/" if one.user.person_id else "",
        }
        for one in grants
    ]
    gone = bool(row.valid_to and row.valid_to < doors.today())
    context = {"body": row, "load": load, "late": late, "people": people, "gone": gone}
    return render(request, "accounts/body.html", context)


@require_POST
@doors.needing("accounts_admin")
@doors.answering
def revoke(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Take a role away."""
    services.revoke_role(doors.actor_of(request), grant_id, now=doors.now())
    messages.success(request, words.say("roles.revoked", words.language()))
    return redirect("roles")
