# SPDX-License-Identifier: Apache-2.0
"""Writing a reply: source, suggestions and answers on one page; saved as it is typed; a finished text laid beside them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.selectors import shown as names
from huiyin.web.docket.services import turning
from huiyin.web.kit import doors, ports
from huiyin.web.replies import forms, models
from huiyin.web.replies.selectors import aligning, replies, shown
from huiyin.web.replies.services import checking, contacting, drafting, handing_on, rows

FILE_MOST = 20_000_000


@require_POST
@doors.signed_in
@doors.answering
def begin(request: HttpRequest, uid: str) -> HttpResponse:
    """Begin the reply of a task."""
    row = drafting.begin(doors.actor_of(request), uid, now=doors.now())
    return redirect(f"/replies/{row.uid}/write")


def _own(actor: Actor, uid: str) -> models.Reply:
    row = rows.reply(actor, uid, lock=False)
    rows.written_on(actor, row)
    return row


def _context(actor: Actor, row: models.Reply, **more: Any) -> dict[str, Any]:
    living = drafting.living(row)
    remarks = list(row.comments.select_related("by", "answer"))
    typed: dict[str, dict[str, Any]] = more.pop("typed", {})
    lines = [
        {
            "row": one,
            "order": place,
            "ask": one.suggestion,
            "fields": {name: getattr(one, name) for name in drafting.BODY} | typed.get(one.uid, {}),
            "version": typed.get(one.uid, {}).get("version", one.version),
            "lacks": [names.say(f"lack.{lack}") for lack in checking.lacking(row, one)],
            "opens": bool(one.reason or one.reported)
            or not {"reason", "reported"}.isdisjoint(checking.lacking(row, one)),
            "comments": [said for said in remarks if said.answer_id == one.pk],
        }
        for place, one in enumerate(living, start=1)
    ]
    proposals = docket.proposals(row.assignment)
    return {
        "row": row,
        "state": shown.state(row),
        "body": names.body(row.assignment.body),
        "number": names.number(row.assignment.case),
        "lines": lines,
        "proposals": [(one, names.proposer(actor, one)) for one in proposals],
        "dispositions": shown.dispositions(row),
        "classes": shown.classes(row),
        "ways": shown.ways(row),
        "reasons": [
            (one.code, names.label(one.words))
            for one in turning.pack_of(row).reasons.get("withheld", ())
        ],
        "head": {name: getattr(row, name) for name in drafting.HEAD} | typed.get("", {}),
        "version": typed.get("", {}).get("version", row.version),
        "letter_hint": checking.suggested_letter(row, living),
        "comments": [said for said in remarks if said.answer_id is None],
        "contacts": row.assignment.contacts.count(),
        "contact_enough": contacting.is_enough(row),
        "back": next((one for one in replies.happenings(row) if one.tone == "back"), None),
    } | more


@doors.signed_in
@doors.answering
def write(request: HttpRequest, uid: str) -> HttpResponse:
    """Write on a reply; hand it on to be reviewed."""
    actor = doors.actor_of(request)
    row = _own(actor, uid)
    if request.method != "POST":
        return render(request, "replies/write.html", _context(actor, row))
    do = request.POST.get("do", "save")
    kept: drafting.Kept | None = None
    try:
        kept = _keep(actor, row, request)
        if not kept.clashes and do == "submit":
            kept.reply.refresh_from_db()
            handing_on.submit(actor, uid, version=kept.reply.version, now=doors.now())
            messages.success(request, names.say("reply.submitted"))
            return redirect(f"/replies/{uid}/")
    except HuiyinError as refusal:
        row.refresh_from_db()
        # Once it is saved, the saved rows are shown, on the versions they have now.
        more: dict[str, Any] = {} if kept else {"typed": _typed(request)}
        return doors.again(request, "replies/write.html", _context(actor, row, **more), refusal)
    if kept.clashes:
        row.refresh_from_db()
        more = {"typed": _typed(request), "clashes": _named(row, kept.clashes)}
        changed = HuiyinError("CHANGED_MEANWHILE")
        return doors.again(request, "replies/write.html", _context(actor, row, **more), changed)
    messages.success(request, names.say("draft.saved"))
    return redirect(f"/replies/{uid}/write")


def _keep(actor: Actor, row: models.Reply, request: HttpRequest) -> drafting.Kept:
    over = request.POST.get("do") == "over"
    version = forms.number(request.POST, "over_version" if over else "version")
    return drafting.save(
        actor, row.uid, version=version or forms.number(request.POST, "version"),
        head=forms.head(request.POST), typed=forms.answers(request.POST, over=over), now=doors.now(),
    )  # fmt: skip


def _typed(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """What was typed, by the uid of the answer, "" for the head; a day that is none is left out, not lost with the rest."""
    data = request.POST.copy()
    for key in [key for key in data if key.endswith("promised_on") or key == "face_on"]:
        try:
            forms.day(data, key)
        except HuiyinError:
            data[key] = ""
    found = {one.uid: {**one.fields, "version": one.version} for one in forms.answers(data)}
    return found | {"": {**forms.head(data), "version": forms.number(data, "version")}}


def _named(row: models.Reply, clashes: list[drafting.Clash]) -> list[dict[str, Any]]:
    places = {one.uid: place for place, one in enumerate(drafting.living(row), start=1)}
    labels = {one.id: name for one, name in shown.dispositions(row)}
    return [
        {
            "place": places.get(one.uid, 0),
            "label": names.say(f"reply.{one.name}"),
            "saved": labels.get(one.saved, one.saved),
            "mine": labels.get(one.mine, one.mine),
            "over": f"{one.uid}-over" if one.uid else "over_version",
            "version": one.version,
        }
        for one in clashes
    ]


def autosave(request: HttpRequest, uid: str) -> HttpResponse:
    """Save in passing; tells what became of it, with the new versions, and never changes the page otherwise."""
    actor = doors.actor_of(request)
    part = "replies/parts/saved.html"
    if actor.user_id is None:
        return render(request, part, {"how": "signed_out"}, status=401)
    try:
        row = _own(actor, uid)
        kept = _keep(actor, row, request)
    except HuiyinError as refusal:
        status = doors.status_of(refusal.code)
        return render(request, part, {"how": "refused", "refusal": refusal}, status=status)
    row.refresh_from_db()
    context = {
        "how": "conflict" if kept.clashes else "saved", "row": row, "at": doors.now(),
        "clashes": _named(row, kept.clashes),
        "answers": [one for one in drafting.living(row) if one.uid in kept.saved],
        "head_saved": "" in kept.saved,
    }  # fmt: skip
    return render(request, part, context, status=409 if kept.clashes else 200)


@doors.signed_in
@doors.answering
def beside(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what stands beside a draft: what the checks find, and what like suggestions were answered."""
    actor = doors.actor_of(request)
    row = rows.reply(actor, uid, lock=False)
    rows.of_body(actor, row.assignment, "read")
    context = {"row": row, "found": checking.find(row), "earlier": replies.earlier(actor, row)}
    return render(request, "replies/parts/beside.html", context)


@doors.signed_in
@doors.answering
def align(request: HttpRequest, uid: str) -> HttpResponse:
    """Take a finished text, pasted or out of a file, and lay its passages beside the suggestions for confirmation."""
    actor = doors.actor_of(request)
    row = _own(actor, uid)
    living = drafting.living(row)
    context: dict[str, Any] = {"row": row, "asks": list(enumerate(living, start=1))}
    if request.method != "POST":
        return render(request, "replies/align.html", context)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    try:
        if request.POST.get("do") == "confirm":
            return _confirm(actor, row, living, request)
        file = request.FILES.get("file")
        if file is not None:
            if file.size and file.size > FILE_MOST:
                raise HuiyinError("FILE_TOO_LARGE", limit_mb=FILE_MOST // 1_000_000)
            text = ports.read_document(file.name or "file", file.read()).text
        if not text.strip():
            raise HuiyinError("TEXT_EMPTY")
    except HuiyinError as refusal:
        return doors.again(request, "replies/align.html", {**context, "text": text}, refusal)
    found = aligning.align(text, [one.suggestion.text for one in living])
    return render(request, "replies/align.html", {**context, "text": text, "found": found})


def _confirm(
    actor: Actor, row: models.Reply, living: list[models.Answer], request: HttpRequest
) -> HttpResponse:
    """Put each passage into the answer it was confirmed for; what an answer says already is kept above it."""
    passages = request.POST.getlist("passage")[:500]
    places = request.POST.getlist("place")
    gathered: dict[int, list[str]] = {}
    for text, chosen in zip(passages, places, strict=False):
        if chosen.isdecimal() and 1 <= int(chosen) <= len(living) and text.strip():
            gathered.setdefault(int(chosen), []).append(text.replace("\r\n", "\n").strip())
    typed = []
    for place, some in gathered.items():
        one = living[place - 1]
        typed.append(
            drafting.Typed(one.uid, one.version, {"text": "\n".join([one.text, *some]).strip()})
        )
    kept = drafting.save(
        actor, row.uid, version=row.version, head=None, typed=typed, now=doors.now()
    )
    if kept.clashes:
        raise HuiyinError("CHANGED_MEANWHILE")
    messages.success(request, names.say("reply.aligned", n=len(typed)))
    return redirect(f"/replies/{row.uid}/write")


@require_POST
@doors.signed_in
@doors.answering
def comment(request: HttpRequest, uid: str) -> HttpResponse:
    """Leave a remark, or take one as settled."""
    actor = doors.actor_of(request)
    if settled := forms.number(request.POST, "settle"):
        drafting.settle(actor, uid, settled, now=doors.now())
    else:
        answer, text = request.POST.get("about", ""), request.POST.get("text", "")
        drafting.comment(actor, uid, answer_uid=answer, text=text, now=doors.now())
    row = rows.reply(actor, uid, lock=False)
    writes = row.state in models.WRITTEN_ON and row.assignment.body_id in actor.bodies(
        *rows.WRITERS
    )
    return redirect(f"/replies/{uid}/{'write' if writes else ''}#remarks")


@require_POST
@doors.signed_in
@doors.answering
def overrule(request: HttpRequest, uid: str) -> HttpResponse:
    """Let pass what a check found, with the reason."""
    checking.overrule(
        doors.actor_of(request), uid, check=request.POST.get("check", ""), mark=request.POST.get("mark", ""),
        reason=request.POST.get("words", ""), now=doors.now(),
    )  # fmt: skip
    messages.success(request, names.say("reply.overruled"))
    return redirect(f"/replies/{uid}/write#beside")
