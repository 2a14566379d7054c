# SPDX-License-Identifier: Apache-2.0
"""The page of a reply: what it says, who has it, and what can be done with it now."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket import permissions
from huiyin.web.docket.selectors import shown as names
from huiyin.web.docket.services import turning
from huiyin.web.kit import doors, gates, listing, ports
from huiyin.web.replies import forms, models
from huiyin.web.replies import permissions as permissions_own
from huiyin.web.replies.permissions import OFFICERS
from huiyin.web.replies.selectors import replies, shown
from huiyin.web.replies.services import (
    handing_on,
    issuing,
    keeping,
    letters,
    publishing,
    receiving,
    rows,
)


@doors.answering
def many(request: HttpRequest) -> HttpResponse:
    """List the replies one may see, the newest first."""
    actor = doors.actor_of(request)
    some = replies.seen(actor).order_by("-changed_at", "-pk")
    found = listing.of(request, some, [], per_page=30)
    lines = [(one, shown.state(one), names.body(one.assignment.body)) for one in found.rows]
    context = {
        "listing": found,
        "some": lines,
        "imports": actor.has("oversight"),
        "writes": bool(actor.bodies(*rows.WRITERS)),
    }
    return render(request, "replies/list.html", context)


def _context(request: HttpRequest, row: models.Reply) -> dict[str, Any]:
    actor = doors.actor_of(request)
    said = replies.page(actor, row)
    return said | {"acts": replies.acts(actor, row) if actor.user_id else None}


@doors.answering
def one(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a reply; the person it was sent to receives it by opening it."""
    actor = doors.actor_of(request)
    row = rows.reply(actor, uid, lock=False)
    if request.method == "GET" and receiving.opened(actor, uid, now=doors.now()):
        messages.success(request, names.say("deliver.thanks"))
        row.refresh_from_db()
    return render(request, "replies/reply.html", _context(request, row))


def _again(request: HttpRequest, refusal: HuiyinError, uid: str, **more: Any) -> HttpResponse:
    row = rows.reply(doors.actor_of(request), uid, lock=False)
    context = _context(request, row) | {"typed": request.POST.get("words", "")}
    return doors.again(request, "replies/reply.html", context, refusal)


@require_POST
@doors.signed_in
@doors.answering(again=_again)
def act(request: HttpRequest, uid: str, act: str) -> HttpResponse:
    """Do an act of the table to a reply."""
    actor, now = doors.actor_of(request), doors.now()
    version, words = forms.number(request.POST, "version"), request.POST.get("words", "")
    if act == "pass":
        row = handing_on.pass_on(actor, uid, version=version, now=now)
    elif act == "sign":
        row = handing_on.sign(actor, uid, version=version, now=now)
    elif act == "issue":
        row = issuing.issue(actor, uid, version=version, now=now)
        issuing.dispatch(now=now, reply=row)
    else:
        row = handing_on.give_back(actor, uid, act, words=words, version=version, now=now)
    known = turning.machine_of(row).acts[act]
    messages.success(request, names.say("docket.done", act=names.label(known.words)))
    seen = models.Reply.objects.filter(permissions.visible(actor, models.Reply), pk=row.pk)
    return redirect(f"/replies/{uid}/" if seen.exists() else "/")


@require_POST
@doors.signed_in
@doors.answering(again=_again)
def cosign(request: HttpRequest, uid: str, task: str) -> HttpResponse:
    """Co-sign for a joint body, decline, or let the reply leave without it."""
    actor, now = doors.actor_of(request), doors.now()
    how, words = request.POST.get("how", ""), request.POST.get("words", "")
    if how == "waive":
        handing_on.waive_cosign(actor, uid, task, words=words, now=now)
    else:
        handing_on.cosign(actor, uid, task, sign=how == "sign", words=words, now=now)
    messages.success(request, names.say("cosign.done"))
    return redirect(f"/replies/{uid}/")


@require_POST
@doors.signed_in
@doors.answering(again=_again)
def record(request: HttpRequest, uid: str, delivery: int) -> HttpResponse:
    """Record that a reply was received on paper or face to face."""
    receiving.record(
        doors.actor_of(request), uid, delivery, how=request.POST.get("how", ""),
        reason=request.POST.get("words", ""), now=doors.now(),
    )  # fmt: skip
    messages.success(request, names.say("deliver.recorded"))
    return redirect(f"/replies/{uid}/")


@doors.signed_in
@doors.answering
def reclass(request: HttpRequest, uid: str) -> HttpResponse:
    """Change the class, with the reason."""
    actor = doors.actor_of(request)
    row = rows.reply(actor, uid, lock=False)
    context = {"row": row, "classes": shown.classes(row), "typed": request.POST}
    if request.method != "POST":
        return render(request, "replies/class.html", context)
    try:
        handing_on.reclassify(
            actor, uid, letter=request.POST.get("letter", ""), words=request.POST.get("words", ""),
            version=forms.number(request.POST, "version"), now=doors.now(),
        )  # fmt: skip
    except HuiyinError as refusal:
        return doors.again(request, "replies/class.html", context, refusal)
    messages.success(request, names.say("reply.reclassified"))
    return redirect(f"/replies/{uid}/")


@doors.signed_in
@doors.answering
def release(request: HttpRequest, uid: str) -> HttpResponse:
    """Decide how a reply is published, each piece of personal data looked at."""
    actor = doors.actor_of(request)
    row = rows.reply(actor, uid, lock=False)
    if not actor.has("oversight", "clerk"):
        raise HuiyinError("NOT_ALLOWED", act="release")
    known = turning.pack_of(row).replies.disclosure
    asked = forms.way(request.POST)
    way = asked.id or request.GET.get("way", "") or row.disclosure or next(iter(known))
    summary = asked.summary or row.summary
    context = {
        "row": row,
        "ways": [(key, names.label(one.words), key == way) for key, one in known.items()],
        "way": known.get(way),
        "reasons": [
            (one.code, names.label(one.words))
            for one in turning.pack_of(row).reasons.get("withheld", ())
        ],
        "personal": publishing.personal(row, way, summary) if way in known else [],
        "summary": summary,
        "typed": request.POST,
        "proposed": row.disclosure_reason,
    }
    if request.method != "POST" or request.POST.get("do") == "look":
        return render(request, "replies/release.html", context)
    try:
        version = forms.number(request.POST, "version")
        publishing.release(actor, uid, asked, version=version, now=doors.now())
    except HuiyinError as refusal:
        return doors.again(request, "replies/release.html", context, refusal)
    messages.success(request, names.say("reply.released"))
    return redirect(f"/replies/{uid}/")


@doors.answering
def letter(request: HttpRequest, uid: str, form: str) -> Any:
    """Give the letter as it was issued, byte for byte."""
    actor = doors.actor_of(request)
    row = rows.reply(actor, uid, lock=False)
    if row.covered and replies.page(actor, row)["letters"] == []:
        raise HuiyinError("NOT_FOUND")
    seen = permissions.visible(actor, models.Letter)
    found = gates.get(models.Letter, seen, reply=row, form=form)
    path = keeping.where(found)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{row.number}.{form}")


@doors.signed_in
@doors.answering
def record_paper(request: HttpRequest, uid: str, form: str) -> HttpResponse:
    """Give the record of a reply given face to face, to be printed and signed; a draft of the room, written anew each time."""
    actor = doors.actor_of(request)
    row = rows.reply(actor, uid, lock=False)
    if form not in ("pdf", "docx") or not permissions_own.sees_whole(actor, row):
        raise HuiyinError("NOT_FOUND")
    if permissions_own.only_released(actor, row):
        raise HuiyinError("NOT_FOUND")
    made = ports.write_paper(letters.record_of(row), form)
    answer = HttpResponse(made.raw, content_type=made.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="record.{form}"'
    return answer


@doors.signed_in
@doors.answering
def editions(request: HttpRequest, uid: str) -> HttpResponse:
    """Lay two editions of a reply side by side, or one beside what is being written."""
    actor = doors.actor_of(request)
    row = rows.reply(actor, uid, lock=False)
    seen = models.ReplyEdition.objects.filter(
        permissions.visible(actor, models.ReplyEdition), reply=row
    )
    kept = {one.number: one.content for one in seen}
    if not kept:
        raise HuiyinError("NOT_FOUND")
    inside = row.assignment.body_id in actor.bodies(*OFFICERS)
    if inside and row.state in models.WRITTEN_ON:
        kept[0] = row.content()
    last = max(kept)
    a, b = forms.number(request.GET, "a") or last, forms.number(request.GET, "b")
    if a not in kept or b not in kept:
        a, b = last, max((n for n in kept if n not in (0, last)), default=last)
    texts = {
        one.suggestion_id: one.suggestion.text for one in row.answers.select_related("suggestion")
    }
    context = {
        "row": row,
        "a": a,
        "b": b,
        "known": sorted(kept),
        "pairs": _pairs(kept[a], kept[b], texts),
    }
    return render(request, "replies/editions.html", context)


def _pairs(
    left: dict[str, Any], right: dict[str, Any], texts: dict[int, str]
) -> list[dict[str, Any]]:
    def flat(content: dict[str, Any]) -> dict[str, str]:
        said = {name: content[name] for name in ("letter", "opening", "closing")}
        for one in content["answers"]:
            parts = [
                one["disposition"],
                one["promised_on"],
                one["owner"],
                one["text"],
                one["reason"],
                one["reported"],
            ]
            said[str(one["suggestion"])] = "\n".join(part for part in parts if part)
        return said

    a, b = flat(left), flat(right)
    return [
        {
            "label": names.say(f"reply.{key}") if not key.isdecimal() else texts.get(int(key), key),
            "a": a.get(key, ""),
            "b": b.get(key, ""),
            "same": a.get(key, "") == b.get(key, ""),
        }
        for key in [*a, *[key for key in b if key not in a]]
        if a.get(key) or b.get(key)
    ]
