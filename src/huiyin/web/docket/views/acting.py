# SPDX-License-Identifier: Apache-2.0
"""The door of the act bar: one address for every act that needs no more than a reason."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.docket.transitions import Given
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models, permissions
from huiyin.web.docket.selectors import shown
from huiyin.web.docket.services import (
    assigning,
    examining,
    merging,
    negotiating,
    timing,
    withdrawing,
)
from huiyin.web.docket.views import matters
from huiyin.web.kit import doors, gates, incoming

Did = Callable[[Actor, str, int | None, Given], object]


def _decide(act: str) -> Did:
    return lambda actor, uid, version, given: examining.decide(
        actor, uid, act, version=version, given=given, now=doors.now()
    )


PROPOSAL: dict[str, Did] = {
    **{
        act: _decide(act) for act in ("examine_first", "examine_second", "file", "refuse", "return")
    },
    "unmerge": lambda actor, uid, version, given: merging.unmerge(
        actor, uid, reason=given.words, now=doors.now()
    ),
    "undo": lambda actor, uid, version, given: examining.undo(
        actor, uid, reason=given.words, now=doors.now()
    ),
    "withdraw": lambda actor, uid, version, given: withdrawing.withdraw(
        actor, uid, version=version, words=given.words, now=doors.now()
    ),
    "ask_withdrawal": lambda actor, uid, version, given: withdrawing.ask(
        actor, uid, version=version, words=given.words, now=doors.now()
    ),
    "reopen_assignment": lambda actor, uid, version, given: assigning.reopen(
        actor, matters.case_uid_of(actor, uid), words=given.words, now=doors.now()
    ),
    "agree_to_withdraw": lambda actor, uid, version, given: withdrawing.agree(
        actor, uid, now=doors.now()
    ),
}
TASK: dict[str, Did] = {
    "sign_for": lambda actor, uid, version, given: negotiating.sign_for(
        actor, uid, now=doors.now()
    ),
    "accept": lambda actor, uid, version, given: negotiating.accept(actor, uid, now=doors.now()),
    "refuse_return": lambda actor, uid, version, given: assigning.rule(
        actor, uid, grant=False, to=None, words=given.words, now=doors.now()
    ),
    "settle": lambda actor, uid, version, given: assigning.rule(
        actor, uid, grant=False, to=None, words=given.words, now=doors.now()
    ),
    "pause": lambda actor, uid, version, given: timing.pause(
        actor, uid, words=given.words, now=doors.now()
    ),
    "escalate": lambda actor, uid, version, given: negotiating.escalate(
        actor, uid, words=given.words, now=doors.now()
    ),
    "resume": lambda actor, uid, version, given: timing.resume(actor, uid, now=doors.now()),
}


def _asked(request: HttpRequest) -> tuple[int | None, Given]:
    version = request.POST.get("version", "")
    given = Given(request.POST.get("code", "").strip(), request.POST.get("words", "").strip())
    return incoming.whole(version), given


def _proposal_again(request: HttpRequest, refusal: HuiyinError, uid: str, act: str) -> HttpResponse:
    row = matters.proposal_of(doors.actor_of(request), uid)
    context = matters.proposal_context(request, row) | {"typed": request.POST.get("words", "")}
    return doors.again(request, "docket/proposal.html", context, refusal)


@require_POST
@doors.signed_in
@doors.answering(again=_proposal_again)
def on_proposal(request: HttpRequest, uid: str, act: str) -> HttpResponse:
    """Do an act to a proposal."""
    if act not in PROPOSAL:
        raise HuiyinError("ACT_UNKNOWN", act=act)
    version, given = _asked(request)
    PROPOSAL[act](doors.actor_of(request), uid, version, given)
    _say_done(request, "proposal", act)
    return redirect(_back(request, f"/proposals/{uid}/"))


def _task_again(request: HttpRequest, refusal: HuiyinError, uid: str, act: str) -> HttpResponse:
    seen = permissions.visible(doors.actor_of(request), models.Assignment)
    row = gates.get(models.Assignment, seen, uid=uid)
    context = matters.task_context(request, row) | {"typed": request.POST.get("words", "")}
    return doors.again(request, "docket/task.html", context, refusal)


@require_POST
@doors.signed_in
@doors.answering(again=_task_again)
def on_task(request: HttpRequest, uid: str, act: str) -> HttpResponse:
    """Do an act to a task."""
    if act not in TASK:
        raise HuiyinError("ACT_UNKNOWN", act=act)
    version, given = _asked(request)
    TASK[act](doors.actor_of(request), uid, version, given)
    _say_done(request, "assignment", act)
    return redirect(_back(request, f"/assignments/{uid}/"))


def _back(request: HttpRequest, default: str) -> str:
    back = request.POST.get("back", "")
    return back if back.startswith("/") and not back.startswith("//") else default


def _say_done(request: HttpRequest, machine: str, act: str) -> None:
    known = shown.present_pack().machines[machine].acts.get(act)
    label = shown.label(known.words) if known else act
    messages.success(request, shown.say("docket.done", act=label))


@doors.signed_in
@doors.answering
def convert(request: HttpRequest, uid: str) -> HttpResponse:
    """Convert a proposal: where the content goes, and that the proposer agrees."""
    actor = doors.actor_of(request)
    row = matters.proposal_of(actor, uid)
    context = {
        "row": row,
        "reasons": [
            (one.code, shown.label(one.words))
            for one in shown.pack_of(row).reasons.get("converted", ())
        ],
        "typed": request.POST,
    }
    if request.method != "POST":
        return render(request, "docket/convert.html", context)
    version, given = _asked(request)
    try:
        examining.decide(
            actor, uid, "convert", version=version, given=given, now=doors.now(),
            consented=request.POST.get("consented") == "yes",
        )  # fmt: skip
    except HuiyinError as refusal:
        return doors.again(request, "docket/convert.html", context, refusal)
    _say_done(request, "proposal", "convert")
    return redirect(f"/proposals/{uid}/")
