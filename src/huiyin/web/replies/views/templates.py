# SPDX-License-Identifier: Apache-2.0
"""The page on which a body brings its own docx template, or goes back to the common form."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Body
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import doors
from huiyin.web.replies.services import rows, templates

_MOST = 5_000_000


def _page(request: HttpRequest, refusal: HuiyinError | None = None) -> HttpResponse:
    actor = doors.actor_of(request)
    bodies = Body.objects.filter(pk__in=actor.bodies(*rows.WRITERS)).order_by("pk")
    context = {
        "some": [(one.pk, names.body(one), templates.present(one.pk)) for one in bodies],
        "refusal": refusal,
    }
    status = doors.status_of(refusal.code) if refusal else 200
    return render(request, "replies/templates.html", context, status=status)


@doors.needing("liaison", "handler")
@doors.answering
def many(request: HttpRequest) -> HttpResponse:
    """Show the templates of one's bodies, and take one."""
    return _page(request)


@require_POST
@doors.needing("liaison", "handler")
@doors.answering(again=lambda request, refusal, **more: _page(request, refusal))
def bring(request: HttpRequest, body: int) -> HttpResponse:
    """Take a template for a body, or drop the one it has."""
    actor, now = doors.actor_of(request), doors.now()
    if request.POST.get("do") == "drop":
        templates.drop(actor, body, now=now)
        messages.success(request, names.say("template.dropped"))
        return redirect("reply_templates")
    file = request.FILES.get("file")
    if file is None or not file.size:
        raise HuiyinError("FILE_EMPTY")
    if file.size > _MOST:
        raise HuiyinError("FILE_TOO_LARGE", limit_mb=_MOST // 1_000_000)
    templates.bring(actor, body, name=file.name or "template.docx", data=file.read(), now=now)
    messages.success(request, names.say("template.brought"))
    return redirect("reply_templates")
