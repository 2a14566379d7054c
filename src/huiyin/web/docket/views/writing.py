# SPDX-License-Identifier: Apache-2.0
"""Writing a proposal: begin, edit with autosave, read a text in, check and hand in; nothing typed is ever lost."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body, Person
from huiyin.web.docket import forms, models
from huiyin.web.docket.selectors import proposals, shown, similar
from huiyin.web.docket.services import checking, drafting, writing
from huiyin.web.docket.views import matters
from huiyin.web.kit import doors, incoming

_OPEN = ("draft", "cosigning", "returned")


@doors.signed_in
@doors.answering
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft, for oneself or for a member one assists."""
    actor = doors.actor_of(request)
    session = shown.present()
    helped = Person.objects.filter(pk__in=actor.drafts_for)
    pack = shown.present_pack()
    context = {
        "session": session,
        "session_name": shown.session(session) if session else "",
        "helped": helped,
        "kinds": [(key, shown.label(said)) for key, said in pack.kinds.items()],
        "may_write": bool(actor.person_id or actor.drafts_for),
    }
    if request.method != "POST" or session is None:
        return render(request, "docket/new.html", context)
    asked = request.POST.get("behalf", "")
    behalf = helped.filter(pk=incoming.whole(asked) or 0).first()
    kind = request.POST.get("kind", "individual")
    row = drafting.begin(
        actor,
        session,
        now=doors.now(),
        kind=kind if kind in pack.kinds else "individual",
        behalf=behalf,
    )
    then = "read" if request.POST.get("how") == "read" else "edit"
    return redirect(f"/proposals/{row.uid}/{then}")


def own(actor: Actor, uid: str) -> models.Proposal:
    """Give a draft its proposer, or an assistant, may write on.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `FILED_TEXT_IS_FIXED`.
    """
    row = matters.proposal_of(actor, uid)
    if actor.person_id != row.proposer_id and row.proposer_id not in actor.drafts_for:
        raise HuiyinError("NOT_ALLOWED", act="save")
    if row.state not in _OPEN:
        raise HuiyinError("FILED_TEXT_IS_FIXED")
    return row


def _context(row: models.Proposal, form: forms.DraftForm, **more: Any) -> dict[str, Any]:
    wished = list(
        row.handlers.filter(standing="wished").order_by("pk").values_list("body_id", flat=True)
    )
    asks = more.pop("asks", None)
    if asks is None:
        asks = [
            drafting.Ask(one.text, one.start, one.end, one.addressee, one.provenance)
            for one in proposals.living(row)
        ]
    wished = more.pop("wished", wished)
    return {
        "row": row,
        "form": form,
        "asks": asks or [drafting.Ask("")],
        "wishes": [*wished, "", "", ""][: writing.WISHES_MOST],
        "bodies": [(one.pk, shown.body(one)) for one in Body.objects.filter(valid_to=None)],
        "attachments": row.attachments.filter(dropped_at=None),
        "limits": shown.pack_of(row).limits,
        "deadline": row.session.submission_deadline,
        "version": row.version,
        "back_reason": _returned_because(row),
    } | more


def _returned_because(row: models.Proposal) -> str:
    from huiyin.web.accounts.actors import SYSTEM
    from huiyin.web.docket.selectors import happenings

    if row.state != "returned":
        return ""
    told = happenings.of_proposal(SYSTEM, row)
    return next((one.reason for one in told if one.tone == "back" and one.reason), "")


@doors.signed_in
@doors.answering
def edit(request: HttpRequest, uid: str) -> HttpResponse:
    """Write on a draft."""
    actor = doors.actor_of(request)
    row = own(actor, uid)
    pack = shown.pack_of(row)
    if request.method != "POST":
        form = forms.DraftForm(pack, initial=forms.initial_of(row))
        return render(request, "docket/edit.html", _context(row, form))
    form = forms.DraftForm(pack, request.POST)
    asks = forms.asks_of(request.POST)
    wished = forms.wished_of(request.POST)
    do = request.POST.get("do", "save")
    if do not in ("save", "submit", "over"):
        changed = _moved(asks, do)
        return render(
            request,
            "docket/edit.html",
            _context(row, form, asks=changed, wished=wished, version=request.POST.get("version")),
        )
    if not form.is_valid():
        return render(
            request, "docket/edit.html", _context(row, form, asks=asks, wished=wished), status=422
        )
    try:
        _keep(actor, request, row, form, asks)
    except HuiyinError as refusal:
        if refusal.code != "CHANGED_MEANWHILE":
            raise
        now = models.Proposal.objects.get(pk=row.pk)
        more = {
            "asks": asks,
            "wished": wished,
            "theirs": _theirs(now, form, asks),
            "version": request.POST.get("version"),
            "newest": now.version,
        }
        return doors.again(request, "docket/edit.html", _context(now, form, **more), refusal)
    if do == "submit":
        return redirect(f"/proposals/{uid}/submit")
    messages.success(request, shown.say("draft.saved"))
    return redirect(f"/proposals/{uid}/edit")


def _moved(asks: list[drafting.Ask], do: str) -> list[drafting.Ask]:
    """Add, move or take out a row, for those who write without JavaScript."""
    act, _, place = do.partition("-")
    n = at if (at := incoming.whole(place)) is not None and at < len(asks) else None
    rows = list(asks)
    if act == "add":
        rows.append(drafting.Ask(""))
    elif n is not None and act == "remove":
        rows.pop(n)
    elif n is not None and act in ("up", "down"):
        to = max(0, min(len(rows) - 1, n + (1 if act == "down" else -1)))
        rows.insert(to, rows.pop(n))
    return rows


def _keep(
    actor: Actor,
    request: HttpRequest,
    row: models.Proposal,
    form: forms.DraftForm,
    asks: list[drafting.Ask],
) -> models.Proposal:
    version = request.POST.get(
        "over_version" if request.POST.get("do") == "over" else "version", ""
    )
    return writing.keep(
        actor, row.uid, version=incoming.whole(version) or 0, fields=form.cleaned_data,
        asks=[ask for ask in asks if ask.text], wished=forms.wished_of(request.POST), now=doors.now(),
    )  # fmt: skip


def _theirs(
    now: models.Proposal, form: forms.DraftForm, asks: list[drafting.Ask]
) -> list[dict[str, str]]:
    """Give, field by field, what stands saved where it differs from what was typed here."""
    found = []
    for name in ("title", "facts", "analysis"):
        saved, mine = getattr(now, name), str(form.cleaned_data.get(name) or "")
        if saved != mine:
            found.append({"label": str(form.fields[name].label), "saved": saved, "mine": mine})
    saved = "\n".join(one.text for one in proposals.living(now))
    mine = "\n".join(ask.text for ask in asks if ask.text)
    if saved != mine:
        found.append({"label": shown.say("matter.suggestions"), "saved": saved, "mine": mine})
    return found


def autosave(request: HttpRequest, uid: str) -> HttpResponse:
    """Save in passing; tells what became of it, with the new version, and never changes the page otherwise."""
    actor = doors.actor_of(request)
    part = "docket/parts/saved.html"
    if actor.user_id is None:
        return render(request, part, {"how": "signed_out"}, status=401)
    try:
        row = own(actor, uid)
        form = forms.DraftForm(shown.pack_of(row), request.POST)
        if not form.is_valid():
            return render(request, part, {"how": "faulty"}, status=422)
        asks = forms.asks_of(request.POST)
        done = _keep(actor, request, row, form, asks)
    except HuiyinError as refusal:
        context: dict[str, Any] = {"how": "refused", "refusal": refusal}
        if refusal.code == "CHANGED_MEANWHILE":
            now = models.Proposal.objects.get(uid=uid)
            context |= {
                "how": "conflict",
                "row": now,
                "theirs": _theirs(now, form, asks),
                "newest": now.version,
            }
        return render(request, part, context, status=doors.status_of(refusal.code))
    return render(request, part, {"how": "saved", "row": done, "at": doors.now()})


def checks_of(row: models.Proposal) -> list[checking.Finding]:
    """Check a draft as it is saved."""
    asks = [one.text for one in proposals.living(row)]
    return checking.check(
        title=row.title, parts=[row.facts, row.analysis], asks=asks, pack=shown.pack_of(row)
    )


@doors.signed_in
@doors.answering
def beside(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what stands beside a draft: the checks, and similar ones of all years with what became of them."""
    actor = doors.actor_of(request)
    row = matters.proposal_of(actor, uid)
    asks = [one.text for one in proposals.living(row)]
    context = {
        "row": row,
        "checks": checks_of(row),
        "similar": similar.of(actor, title=row.title, asks=asks, but=row.pk),
    }
    return render(request, "docket/parts/beside.html", context)


@doors.signed_in
@doors.answering
def submit(request: HttpRequest, uid: str) -> HttpResponse:
    """Look at a draft once more and hand it in."""
    actor = doors.actor_of(request)
    row = matters.proposal_of(actor, uid)
    if row.state not in _OPEN:
        return redirect(f"/proposals/{uid}/")
    asks = [one.text for one in proposals.living(row)]
    context = proposals.page(actor, row) | {
        "checks": checks_of(row),
        "similar": similar.of(actor, title=row.title, asks=asks, but=row.pk),
        "pending": row.signatures.filter(state="pending", expires_at__gt=doors.now()).count(),
        "deadline": row.session.submission_deadline,
        "late": not (
            row.session.submission_opens_at <= doors.now() <= row.session.submission_deadline
        ),
        "size": len(row.facts) + len(row.analysis) + sum(map(len, asks)),
        "most": shown.pack_of(row).limits.get("text_chars", 100_000),
    }
    if request.method != "POST":
        return render(request, "docket/submit.html", context)
    version = request.POST.get("version", "")
    try:
        row = writing.submit(actor, uid, version=incoming.whole(version) or 0, now=doors.now())
    except HuiyinError as refusal:
        return doors.again(request, "docket/submit.html", context, refusal)
    messages.success(request, shown.say("draft.receipt", n=row.receipt_no))
    return redirect(f"/proposals/{uid}/")
