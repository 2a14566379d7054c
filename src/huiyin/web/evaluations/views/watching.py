# SPDX-License-Identifier: Apache-2.0
"""The list of evaluations one may see, and the figures of those one may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.web.docket.selectors import shown as names
from huiyin.web.evaluations.selectors import evaluations, shown
from huiyin.web.evaluations.selectors import figures as reckoned
from huiyin.web.kit import doors, listing

_COUNT_FOR = ("committee", "oversight", "leader", "auditor", "clerk")  # who reads figures


@doors.signed_in
@doors.answering
def many(request: HttpRequest) -> HttpResponse:
    """List the evaluations one may see, the latest change first."""
    actor = doors.actor_of(request)
    rows = evaluations.seen(actor).prefetch_related("judgements")
    state, how = request.GET.get("state", ""), request.GET.get("how", "")
    if state:
        rows = rows.filter(state=state)
    if how in ("self", "paper"):
        rows = rows.filter(judgements__how=how).distinct()
    hows = [(key, names.say(f"evaluation.by_{key}")) for key in ("self", "paper")]
    found = listing.of(
        request, rows, [], per_page=30,
        filters=[
            listing.Filter("state", "evaluation.state", shown.states()),
            listing.Filter("how", "evaluation.how", hows),
        ],
    )  # fmt: skip
    lines = []
    for row in found.rows:
        forms = list(row.judgements.all())
        lines.append({
            "row": row, "state": shown.state(row), "who": shown.evaluator(actor, row),
            "body": names.body(row.reply.assignment.body), "number": names.number(row.reply.assignment.case),
            "decided": shown.decided(row, forms[-1] if forms else None),
            "paper": bool(forms) and forms[-1].how == "paper",
        })  # fmt: skip
    context = {"listing": found, "some": lines, "may_count": actor.has(*_COUNT_FOR)}
    return render(request, "evaluations/list.html", context)


@doors.needing(*_COUNT_FOR)
@doors.answering
def figures(request: HttpRequest) -> HttpResponse:
    """Show how the replies were judged, with what was asked and what came back; of too few forms nothing."""
    rows = evaluations.seen(doors.actor_of(request))
    pack = names.present_pack()
    least = pack.limits.get("small_group", 5)
    axes = list(pack.replies.evaluation.values())
    context = {
        "bodies": reckoned.by_body(rows, least=least),
        "axes": reckoned.by_axis(rows, axes, least=least),
        "least": least,
    }
    return render(request, "evaluations/figures.html", context)
