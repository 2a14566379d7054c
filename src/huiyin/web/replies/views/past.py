# SPDX-License-Identifier: Apache-2.0
"""The page on which the oversight office takes replies of past years from a table: first a preview, then the act."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import doors, ports, words
from huiyin.web.replies.services import past

_HOUR, _SALT = 3600, "replies.import"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _again(request: HttpRequest, refusal: HuiyinError) -> HttpResponse:
    return _page(request, {"refusal": refusal}, doors.status_of(refusal.code))


@doors.needing("oversight")
@doors.answering(again=_again)
def import_replies(request: HttpRequest) -> HttpResponse:
    """Preview a table of replies, or take the one that was previewed."""
    if request.method != "POST":
        return _page(request, {})
    if signed := request.POST.get("rows", ""):
        try:
            some = signing.loads(signed, salt=_SALT, max_age=_HOUR)
        except signing.BadSignature as fault:
            raise HuiyinError("PREVIEW_STALE") from fault
        n = past.take(doors.actor_of(request), some, now=doors.now())
        messages.success(request, names.say("past.done", n=n))
        return redirect("replies")
    file = request.FILES.get("file")
    if file is None:
        raise HuiyinError("FILE_EMPTY")
    plan = past.plan(ports.table(file.name or "", file.read()), on=doors.today())
    lang = words.language()
    bad = [{"row": one, "says": HuiyinError(one.code).say(lang)} for one in plan.bad]
    rows = "" if bad else signing.dumps(plan.rows, salt=_SALT, compress=True)
    context = {"plan": plan, "bad": bad, "signed": rows, "file_name": file.name}
    return _page(request, context, 422 if bad else 200)


def _heads() -> list[str]:
    place = 0 if words.language() == "zh" else -1
    return [some[place] for some in past.HEADS.values()]


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "replies/past.html", {"heads": _heads(), **context}, status=status)


@doors.needing("oversight")
def pattern(request: HttpRequest) -> HttpResponse:
    """Give an empty table with the heads an import understands."""
    answer = HttpResponse(ports.write_table([_heads()]), content_type=_XLSX)
    answer.headers["Content-Disposition"] = 'attachment; filename="replies.xlsx"'
    return answer
