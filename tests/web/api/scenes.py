# SPDX-License-Identifier: Apache-2.0
"""For each operation a place in the docket where it can be done: gives method, path and body; later rooms add theirs."""

from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.core.docket.transitions import Given
from huiyin.web.accounts.models import Body, Person
from huiyin.web.docket.services import (
    assigning,
    examining,
    merging,
    negotiating,
    signing,
    timing,
    withdrawing,
    writing,
)
from web.api import scenes_commitments, scenes_replies, scenes_supervision
from web.docket import making
from web.evaluations import judging
from web.meetings import talking


def _draft(cast, now):
    return making.draft(cast.chen, cast.session, now)


def _cosigning(cast, now):
    row = _draft(cast, now)
    su = Person.objects.get(pk=cast.su.person_id)
    return signing.invite(cast.chen, row.uid, [su], version=row.version, now=now)


def _task(cast, now, *steps, tasks=()):
    """A task at the housing bureau, after some steps of its negotiation."""
    case = making.assigned(cast, now, *tasks)
    row = case.assignments.order_by("pk").first()
    for step in steps:
        step(cast, row, now)
    row.refresh_from_db()
    return row


def _sign_for(cast, row, now):
    negotiating.sign_for(cast.wang, row.uid, now=now)


def _accept(cast, row, now):
    negotiating.accept(cast.wang, row.uid, now=now)


def _accept_with(cast, row, now):
    negotiating.accept(cast.wang, row.uid, add=cast.water, words="涉及供水", now=now)


def _hand_back(cast, row, now):
    negotiating.hand_back(
        cast.wang, row.uid, code="O01", words="不属本局", names=cast.traffic, now=now
    )


def _dispute(cast, row, now):
    negotiating.dispute(cast.assigner, row.uid, words="各执一词", head_signed=True, now=now)


def _pause(cast, row, now):
    timing.pause(cast.assigner, row.uid, words="等委员补充", now=now)


def _merged(cast, now):
    first = making.received(cast, now, who=cast.su, title=making.TITLES[1])
    second = making.received(cast, now, title=making.TITLES[2])
    merging.merge(cast.committee, first.uid, second.uid, reason="同一事项", basis={}, now=now)
    second.refresh_from_db()
    return second


def _objected(cast, now):
    row = _merged(cast, now)
    merging.object_to(cast.chen, row.uid, words="不是一件事", now=now)
    return row


def _with_file(cast, now):
    row = _draft(cast, now)
    return row, writing.attach(cast.chen, row.uid, name="图.txt", data=b"text", now=now)


def _decided(cast, now):
    row = making.received(cast, now)
    return examining.decide(
        cast.clerk, row.uid, "return", version=row.version, given=Given("R10", "请补充"), now=now
    )


def _asked(cast, now):
    row = making.joint(cast, now)
    return withdrawing.ask(cast.chen, row.uid, version=row.version, words="另行调研", now=now)


def _below(cast):
    return Body.objects.create(name="市住房保障中心", parent=cast.housing).pk


def on_proposal(make, end, method="POST", **body):
    def scene(cast, now):
        row = make(cast, now)
        return method, f"/proposals/{row.uid}{end}", {"version": row.version, **body}

    return scene


def on_task(steps, end, tasks=(), **body):
    def scene(cast, now):
        row = _task(cast, now, *steps, tasks=tasks)
        said = {name: value(cast) if callable(value) else value for name, value in body.items()}
        return "POST", f"/assignments/{row.uid}{end}", {"version": row.version, **said}

    return scene


def reading(make, path):
    return lambda cast, now: ("GET", path.format(make(cast, now)), None)


def _merge(cast, now):
    first = making.received(cast, now, who=cast.su, title=making.TITLES[1])
    row = making.received(cast, now)
    return (
        "POST",
        f"/proposals/{row.uid}/merger",
        {"version": row.version, "into": first.uid, "words": "同一事项"},
    )


def _split(cast, now):
    ask = making.received(cast, now).suggestions.first()
    return "POST", f"/suggestions/{ask.uid}/split", {"parts": [[0, 4], [4, 8]]}


def _invite(cast, now):
    row = _draft(cast, now)
    return (
        "POST",
        f"/proposals/{row.uid}/invitations",
        {"version": row.version, "persons": [cast.su.person_id]},
    )


def _assign(cast, now):
    case = making.filed(cast, now).case
    tasks = [{"body": cast.housing.pk, "role": "lead"}, {"body": cast.water.pk, "role": "joint"}]
    return (
        "POST",
        f"/cases/{case.uid}/assignments",
        {"version": case.version, "tasks": tasks, "issue": True},
    )


def _reopen(cast, now):
    case = making.assigned(cast, now)
    return "POST", f"/cases/{case.uid}/reopen", {"version": case.version, "words": "重新研究"}


def _drop(cast, now):
    case = making.filed(cast, now).case
    row = assigning.propose(
        cast.assigner, case.uid, [assigning.Task(cast.housing, "lead")], now=now
    )[0]
    return "POST", f"/assignments/{row.uid}/drop", {"version": row.version, "words": "另议"}


def _detach(cast, now):
    row, file = _with_file(cast, now)
    return "DELETE", f"/proposals/{row.uid}/attachments/{file.pk}", None


def _attach(cast, now):
    return (
        "POST",
        f"/proposals/{_draft(cast, now).uid}/attachments",
        {"file": SimpleUploadedFile("a.txt", b"text")},
    )


def _read_file(cast, now):
    row, file = _with_file(cast, now)
    return "GET", f"/proposals/{row.uid}/attachments/{file.pk}", None


def _paper(cast, now):
    row = judging.opened_unlettered(cast, now)
    said = judging.said(row)
    marks = {one.suggestion.uid: "met" for one in row.reply.answers.all()}
    body = {
        "values": said.values,
        "suggestions": marks,
        "proxy": "签名原件",
        "version": row.version,
    }
    return "POST", f"/evaluations/{row.uid}/paper", body


def _rule_on(cast, now):
    row = judging.given(cast, judging.opened_unlettered(cast, now), now, "dissatisfied")
    body = {"act": "uphold", "words": "属实", "version": row.version}
    return "POST", f"/evaluations/{row.uid}/ruling", body


ASK = {"text": "增设车位三百个"}
NEW = {"title": "关于增设车位的提案", "facts": "情况", "category": "social", "suggestions": [ASK]}


def _correct(cast, now):
    (row,) = talking.told(cast, talking.opened(cast, now), f"陈委员：{talking.ASK}", now=now)
    return "PATCH", f"/utterances/{row.uid}", {"version": row.version, "text": "更正后的话。"}


HEARD = {"utterances": [{"key": "k1", "speaker": "陈委员", "text": talking.ASK}]}
SCENES = {
    "begin_draft": lambda cast, now: ("POST", "/proposals", NEW),
    "keep_draft": on_proposal(_draft, "", "PATCH", title="改了题目", suggestions=[ASK]),
    "attach_file": _attach,
    "detach_file": _detach,
    "invite_members": _invite,
    "answer_invitation": on_proposal(_cosigning, "/signature", sign=True, opinion="赞成"),
    "withdraw_signature": on_proposal(_cosigning, "/signature/withdraw", words="再想想"),
    "submit_proposal": on_proposal(_draft, "/submit"),
    "ask_withdrawal": on_proposal(making.joint, "/withdrawal/ask", words="另行调研"),
    "agree_to_withdraw": on_proposal(_asked, "/withdrawal/agree"),
    "withdraw_proposal": on_proposal(making.received, "/withdrawal", words="另行调研"),
    "decide": on_proposal(making.received, "/decision", act="examine_first"),
    "undo_decision": on_proposal(_decided, "/decision/undo", words="看错"),
    "advise": on_proposal(making.received, "/advice", advice="file", words="可立案"),
    "merge": _merge,
    "unmerge": on_proposal(_merged, "/merger/undo", words="分开办"),
    "uphold_merger": on_proposal(_objected, "/merger/uphold", words="确是一事"),
    "object_to_merger": on_proposal(_merged, "/merger/objection", words="不是一件事"),
    "split_suggestion": _split,
    "assign_case": _assign,
    "reopen_case": _reopen,
    "drop_assignment": _drop,
    "rule": on_task([_sign_for, _hand_back], "/ruling", grant=True, to=lambda cast: cast.traffic.pk, words="同意"),
    "escalate": on_task([_sign_for, _hand_back, _dispute], "/escalate", words="提请"),
    "answer_request": on_task([_sign_for, _accept_with], "/answer-request", granted=False, words="不必"),
    "extend": on_task([_sign_for, _accept], "/extend", months=6, words="需论证"),
    "pause_clock": on_task([_sign_for, _accept], "/pause", words="等委员补充"),
    "resume_clock": on_task([_sign_for, _accept, _pause], "/resume"),
    "register_reply": on_task([_sign_for, _accept], "/reply", reply_no="澄建复〔2026〕1号", replied_on="2026-03-02"),
    "sign_for": on_task([], "/sign-for"),
    "accept": on_task([_sign_for], "/accept"),
    "hand_back": on_task([_sign_for], "/hand-back", code="O01", words="不属本局", names=lambda cast: cast.traffic.pk),
    "dispute": on_task([_sign_for, _accept], "/dispute", words="各执一词", head_signed=True),
    "pass_on": on_task([_sign_for, _accept], "/pass-on", to=_below, words="由中心办理"),
    "list_proposals": reading(making.received, "/proposals"),
    "get_proposal": reading(lambda cast, now: _draft(cast, now).uid, "/proposals/{}"),
    "proposal_timeline": reading(lambda cast, now: making.received(cast, now).uid, "/proposals/{}/timeline"),
    "get_attachment": _read_file,
    "list_suggestions": reading(making.received, "/suggestions"),
    "get_suggestion": reading(
        lambda cast, now: making.received(cast, now).suggestions.first().uid, "/suggestions/{}"
    ),
    "list_cases": reading(making.filed, "/cases"),
    "get_case": reading(lambda cast, now: making.filed(cast, now).case.uid, "/cases/{}"),
    "case_timeline": reading(lambda cast, now: making.filed(cast, now).case.uid, "/cases/{}/timeline"),
    "list_assignments": reading(making.assigned, "/assignments"),
    "get_assignment": reading(lambda cast, now: _task(cast, now).uid, "/assignments/{}"),
    "assignment_timeline": reading(lambda cast, now: _task(cast, now).uid, "/assignments/{}/timeline"),
    "list_deadlines": reading(making.assigned, "/deadlines"),
    "me": reading(lambda cast, now: "", "/me"),
    "list_sessions": reading(lambda cast, now: "", "/sessions"),
    "list_bodies": reading(lambda cast, now: "", "/bodies"),
    "get_body": reading(lambda cast, now: cast.housing.pk, "/bodies/{}"),
    "list_people": reading(lambda cast, now: "", "/people"),
    "hear": lambda cast, now: ("POST", f"/meetings/{talking.opened(cast, now).uid}/utterances", HEARD),
    "correct_utterance": _correct,
    "list_utterances": reading(lambda cast, now: talking.opened(cast, now).uid, "/meetings/{}/utterances"),
    "list_found": reading(lambda cast, now: talking.opened(cast, now).uid, "/meetings/{}/found"),
    "list_evaluations": reading(judging.opened_unlettered, "/evaluations"),
    "get_evaluation": reading(lambda cast, now: judging.opened_unlettered(cast, now).uid, "/evaluations/{}"),
    "enter_paper_form": _paper,
    "rule_on_evaluation": _rule_on,
    "get_echo_map": reading(making.assigned, "/echo-map"),
    "list_figures": reading(making.assigned, "/figures"),
    "get_figure": reading(lambda cast, now: making.assigned(cast, now) and "answered", "/figures/{}"),
    **scenes_replies.SCENES,
    **scenes_commitments.SCENES,
    **scenes_supervision.SCENES,
}  # fmt: skip
