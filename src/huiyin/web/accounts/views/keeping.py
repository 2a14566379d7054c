# SPDX-License-Identifier: Apache-2.0
"""What the administrator of accounts keeps: roles, and lists taken from files."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import imports, roles, selectors, services
from huiyin.web.accounts.forms import GrantForm, ImportForm
from huiyin.web.kit import doors, listing, ports, words

_HOUR = 3600


@doors.needing("accounts_admin", "auditor")
def roles_page(request: HttpRequest) -> HttpResponse:
    """Show who holds which role, and give one."""
    actor = doors.actor_of(request)
    keeper = actor.has("accounts_admin")
    form = GrantForm(request.POST if request.method == "POST" and keeper else None)
    if form.is_bound and form.is_valid():
        try:
            given = form.cleaned_data
            body = int(given["body"]) if given["body"] else None
            services.grant_role(
                actor, given["user"], given["role"], body, form.term(), now=doors.now()
            )
        except HuiyinError as refusal:
            doors.put(form, refusal, _FIELD_OF.get(refusal.code, "role"))
        else:
            messages.success(request, words.say("roles.granted", words.language()))
            return redirect("roles")
    context = {
        "form": form,
        "keeper": keeper,
        "listing": _grants(request),
        "users": selectors.users()[:2000],
    }
    return render(request, "accounts/roles.html", context, status=422 if form.errors else 200)


_FIELD_OF = {
    "ROLE_FOR_ONESELF": "user",
    "ROLE_NEEDS_BODY": "body",
    "BODY_DISSOLVED": "body",
    "DATES_REVERSED": "ends_on",
}


def _grants(request: HttpRequest) -> listing.Listing:
    asked = request.GET
    lang = words.language()
    rows = selectors.list_grants(
        on=doors.today(),
        role=asked.get("role", ""),
        q=asked.get("q", ""),
        ended=asked.get("state") == "ended",
    )
    columns = [
        listing.Column("roles.user", "user__username"),
        listing.Column("roles.role", "role"),
        listing.Column("roles.body", "body__name"),
        listing.Column("roles.dates", "starts_on"),
        listing.Column("roles.act"),
    ]
    filters = [
        listing.Filter("role", "roles.role", roles.choices()),
        listing.Filter("state", "roles.state", [("ended", words.say("roles.over", lang))]),
    ]
    shown = listing.of(
        request, rows, columns, filters=filters, default="user__username", searchable=True
    )
    for one in shown.rows:
        one.label = roles.label(one.role)
        one.over = bool(one.ends_on and one.ends_on < doors.today())
    return shown


@doors.needing("accounts_admin")
@doors.answering(
    again=lambda request, refusal: _import_page(request, ImportForm(), {"refusal": refusal})
)
def import_lists(request: HttpRequest) -> HttpResponse:
    """Take members or bodies from a file: first a preview, then the act."""
    if request.method == "POST" and "rows" in request.POST:
        return _take(request)
    form = ImportForm(request.POST or None, request.FILES or None, initial={"kind": "bodies"})
    if request.method == "POST" and form.is_valid():
        return _import_page(
            request, form, preview(form.cleaned_data["kind"], form.cleaned_data["file"])
        )
    return _import_page(request, form, {})


def preview(kind: str, file: Any) -> dict[str, Any]:
    """Read a file and give what its preview shows; the rows travel signed, so that nothing is stored before the act."""
    plan = imports.plan(kind, ports.table(file.name, file.read()))
    lang = words.language()
    bad = [{"row": one, "says": HuiyinError(one.code).say(lang)} for one in plan.bad]
    rows = "" if plan.bad else signing.dumps([kind, plan.rows], salt="import", compress=True)
    return {"plan": plan, "bad": bad, "signed": rows, "file_name": file.name}


def signed_rows(signed: str) -> tuple[str, list[dict[str, Any]]]:
    """Give back the rows of a preview.

    Errors: `PREVIEW_STALE` when they were changed or are older than an hour.
    """
    try:
        kind, rows = signing.loads(signed, salt="import", max_age=_HOUR)
    except signing.BadSignature as fault:
        raise HuiyinError("PREVIEW_STALE") from fault
    return kind, rows


def _take(request: HttpRequest) -> HttpResponse:
    kind, rows = signed_rows(request.POST["rows"])
    done = imports.take(doors.actor_of(request), kind, rows, now=doors.now())
    said = words.say(
        "import.done", words.language(), new=done.new, changed=done.changed, same=done.same
    )
    messages.success(request, said)
    return redirect("people" if kind == "people" else "bodies")


def _import_page(request: HttpRequest, form: ImportForm, context: dict[str, Any]) -> HttpResponse:
    faulty = bool(form.errors or context.get("bad"))
    place = 0 if words.language() == "zh" else -1
    heads = {
        kind: [names[place] for names in columns.values()]
        for kind, columns in imports.HEADS.items()
    }
    shown = {"form": form, "heads": heads, **context}
    return render(request, "accounts/import.html", shown, status=422 if faulty else 200)


@doors.needing("accounts_admin")
def pattern(request: HttpRequest, kind: str) -> HttpResponse:
    """Give an empty table with the heads an import understands."""
    place = 0 if words.language() == "zh" else -1
    heads = [
        names[place] for names in imports.HEADS["people" if kind == "people" else "bodies"].values()
    ]
    answer = HttpResponse(
        ports.write_table([heads]),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{kind}.xlsx"'
    return answer
