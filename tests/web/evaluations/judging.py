# SPDX-License-Identifier: Apache-2.0
"""Evaluations in the states that tests begin from, made by the services alone."""

import datetime as dt

from huiyin.web.docket.services import assigning, examining, negotiating
from huiyin.web.evaluations.models import Evaluation
from huiyin.web.evaluations.services import rows, ruling, submitting
from huiyin.web.replies.services import issuing, receiving
from web.docket import making
from web.replies import answering
from web.replies.conftest import Bureau

WHY = "第二条说的是另一件事，停车数据接到哪一级没有讲。"


def said(row, result="satisfied", mark="met", *, marks=None, **more):
    """A whole form: every axis of the pack, every suggestion."""
    values = {axis.id: axis.values[0].id for axis in rows.axes(row)} | {"result": result}
    asked = rows.answered(row)
    chosen = marks or [mark] * len(asked)
    given = {one.suggestion_id: value for one, value in zip(asked, chosen, strict=True)}
    more.setdefault("reason", WHY if result == "dissatisfied" else "")
    return submitting.Said(values, given, **more)


def opened(cast, bureau, task, now):
    """陈 has received the reply and is asked."""
    answering.received(cast, bureau, task, now)
    return Evaluation.objects.get()


def opened_unlettered(cast, now):
    """陈 has received a reply whose letter was never made: for tests that have no folder of their own for it."""
    bureau, case = Bureau(cast), making.assigned(cast, now)
    task = case.assignments.get()
    negotiating.sign_for(cast.wang, task.uid, now=now)
    negotiating.accept(cast.wang, task.uid, now=now)
    reply = answering.issued(cast, bureau, task, now, sent=False)
    issuing._send(reply.deliveries.get().pk, now)
    receiving.opened(cast.chen, reply.uid, now=now)
    return Evaluation.objects.get()


def given(cast, row, now, result="satisfied", **more):
    row.refresh_from_db()
    return submitting.submit(
        cast.chen, row.uid, said(row, result, **more), version=row.version, now=now
    )


def dissatisfied(cast, bureau, task, now):
    return given(
        cast, opened(cast, bureau, task, now), now, "dissatisfied", marks=["met", "not_met"]
    )


def rehandled(cast, bureau, task, now):
    row = dissatisfied(cast, bureau, task, now)
    return ruling.rehandle(
        cast.committee, row.uid, words="理由成立，请重新答复。", version=row.version, now=now
    )


def second(cast, bureau, task, now):
    """The second round is received; 陈 is asked again."""
    rehandled(cast, bureau, task, now)
    return again(cast, bureau, task, now + dt.timedelta(days=3))


def again(cast, bureau, task, now):
    row = answering.issued(cast, bureau, task, now)
    receiving.opened(cast.chen, row.uid, now=now)
    return Evaluation.objects.get(reply=row, person_id=cast.chen.person_id)


def twice_dissatisfied(cast, bureau, task, now):
    row = second(cast, bureau, task, now)
    return given(cast, row, now + dt.timedelta(days=3), "dissatisfied")


def of_two(cast, bureau, now):
    """Proposed by 陈, signed by 苏; both have received the reply."""
    proposal = making.examined(cast, making.joint(cast, now), now)
    filed = examining.file(cast.committee, proposal.uid, version=proposal.version, now=now)
    assigning.propose(
        cast.assigner, filed.case.uid, (assigning.Task(cast.housing, "sole"),), now=now
    )
    case = assigning.issue(cast.assigner, filed.case.uid, now=now)
    task = case.assignments.get()
    negotiating.sign_for(cast.wang, task.uid, now=now)
    negotiating.accept(cast.wang, task.uid, now=now)
    reply = answering.issued(cast, bureau, task, now)
    for who in (cast.chen, cast.su):
        receiving.opened(who, reply.uid, now=now)
    return task
