# SPDX-License-Identifier: Apache-2.0
"""For each operation on contacts, opinions and replies a place where it can be done."""

from huiyin.web.docket.services import assigning, negotiating
from huiyin.web.replies.services import drafting, handing_on, issuing, opinions
from web.docket import making
from web.replies import answering


class _Bureau:
    """The officers of the lead body: 王 writes here, 李 reviews, 高 signs."""

    def __init__(self, cast):
        self.shi = cast.wang
        self.wang = cast.actor("李", "handler", cast.housing)
        self.gao = cast.actor("高", "signer", cast.housing)


def _task(cast, now):
    case = making.assigned(cast, now)
    row = case.assignments.get()
    negotiating.sign_for(cast.wang, row.uid, now=now)
    return negotiating.accept(cast.wang, row.uid, now=now)


def _joint(cast, now):
    """The housing bureau is a joint body of the traffic bureau's case; gives its task."""
    case = making.assigned(
        cast, now, assigning.Task(cast.traffic, "lead"), assigning.Task(cast.housing, "joint")
    )
    for row, who in zip(case.assignments.order_by("pk"), (cast.zhao, cast.wang), strict=True):
        negotiating.sign_for(who, row.uid, now=now)
        negotiating.accept(who, row.uid, now=now)
    return case.assignments.get(role="joint")


def _written(cast, now):
    return answering.written(cast, _Bureau(cast), _task(cast, now), now)


def _signed(cast, now):
    task = _task(cast, now)
    answering.contact(cast, task, now)
    return answering.signed(cast, _Bureau(cast), task, now)


def _issued(cast, now):
    row = _signed(cast, now)
    row = issuing.issue(cast.oversight, row.uid, version=row.version, now=now)
    issuing.dispatch(now=now)
    return row


def _contact(cast, now):
    return answering.contact(cast, _task(cast, now), now)


def _opinion(cast, now, *, sent=False):
    task = _joint(cast, now)
    row = opinions.begin(cast.wang, task.uid, now=now)
    if sent:
        texts = {ask.uid: answering.OPINION for ask in task.scope.all()}
        row = opinions.save(cast.wang, row.uid, version=row.version, texts=texts, now=now)
    return row


def _ready(cast, now):
    return _opinion(cast, now, sent=True)


def _with_lead(cast, now):
    """An opinion of the traffic bureau that lies with the housing bureau, the lead."""
    case = making.assigned(
        cast, now, assigning.Task(cast.housing, "lead"), assigning.Task(cast.traffic, "joint")
    )
    for row, who in zip(case.assignments.order_by("pk"), (cast.wang, cast.zhao), strict=True):
        negotiating.sign_for(who, row.uid, now=now)
        negotiating.accept(who, row.uid, now=now)
    task = case.assignments.get(role="joint")
    row = opinions.begin(cast.zhao, task.uid, now=now)
    texts = {ask.uid: answering.OPINION for ask in task.scope.all()}
    row = opinions.save(cast.zhao, row.uid, version=row.version, texts=texts, now=now)
    return opinions.send(cast.zhao, row.uid, version=row.version, now=now)


def on(make, place, end="", method="POST", *, versioned=True, **body):
    """A scene on a row of the room; values that can be called are asked of the row."""

    def scene(cast, now):
        row = make(cast, now)
        said = {key: value(row) if callable(value) else value for key, value in body.items()}
        if versioned:
            said["version"] = row.version
        return method, f"/{place}/{row.uid}{end}", None if method == "GET" else said

    return scene


def _findings(cast, now):
    row = _written(cast, now)
    answer = drafting.living(row)[0]
    typed = [drafting.Typed(answer.uid, answer.version, {"text": "请致电13800001111。"})]
    drafting.save(cast.wang, row.uid, version=row.version, head=None, typed=typed, now=now)
    row.refresh_from_db()
    return row


def _mark(row):
    from huiyin.web.replies.services import checking

    return next(one.mark for one in checking.find(row) if one.check == "personal_data")


def _cosigning(cast, now):
    """The housing bureau is asked to co-sign what the traffic bureau wrote; gives the call."""
    task = _joint(cast, now)
    lead = task.case.assignments.get(role="lead")
    row = drafting.begin(cast.zhao, lead.uid, now=now)
    typed = [
        drafting.Typed(one.uid, one.version, {"disposition": "done", "text": text})
        for one, text in zip(drafting.living(row), answering.GOOD, strict=True)
    ]
    drafting.save(cast.zhao, row.uid, version=row.version, head=None, typed=typed, now=now)
    row.refresh_from_db()
    handing_on.submit(cast.zhao, row.uid, version=row.version, now=now)
    return "POST", f"/replies/{row.uid}/cosigns/{task.uid}", {"how": "sign"}


def _log(cast, now):
    task = _task(cast, now)
    said = {"person": cast.chen.person_id, "kind": "call", "held_on": now.date().isoformat()}
    return "POST", f"/assignments/{task.uid}/contacts", said | {"summary": "通话，补充了点位。"}


SCENES = {
    "list_contacts": lambda cast, now: ("GET", f"/contacts?assignment={_contact(cast, now).assignment.uid}", None),
    "log_contact": _log,
    "confirm_contact": on(_contact, "contacts", "/confirmation", versioned=False, held=True),
    "list_opinions": lambda cast, now: ("GET", f"/opinions?assignment={_with_lead(cast, now).assignment.uid}", None),
    "get_opinion": on(_with_lead, "opinions", method="GET"),
    "begin_opinion": on(_joint, "assignments", "/opinion"),
    "keep_opinion": on(
        _opinion, "opinions", method="PATCH",
        texts=lambda row: {ask.uid: answering.OPINION for ask in row.assignment.scope.all()},
    ),
    "send_opinion": on(_ready, "opinions", "/send"),
    "judge_opinion": on(_with_lead, "opinions", "/verdict", take=False, words="请写明工期"),
    "waive_opinion": on(_joint, "assignments", "/opinion/waiver", versioned=False, words="会议纪要已载明"),
    "list_replies": lambda cast, now: ("GET", f"/replies?state={_issued(cast, now).state}", None),
    "get_reply": on(_issued, "replies", method="GET"),
    "reply_findings": on(_findings, "replies", "/findings", method="GET"),
    "get_letter": on(_issued, "replies", "/letter.html", method="GET"),
    "begin_reply": on(_task, "assignments", "/replies"),
    "keep_reply": on(
        _written, "replies", method="PATCH", opening="您的提案收悉。",
        answers=lambda row: [
            {"uid": one.uid, "version": one.version, "disposition": "done", "text": "已增设停车位二百个。"}
            for one in drafting.living(row)[:1]
        ],
    ),
    "overrule_finding": on(
        _findings, "replies", "/overruling", versioned=False, check="personal_data", mark=_mark, words="公开的热线号码"
    ),
    "hand_on_reply": on(_written, "replies", "/hand-on", act="submit"),
    "cosign_reply": _cosigning,
    "oversee_reply": on(_signed, "replies", "/oversight", act="issue"),
    "receive_reply": on(_issued, "replies", "/receipt", versioned=False),
    "record_receipt": on(
        _issued, "replies", "/receipts", versioned=False, how="paper", words="签收单",
        delivery=lambda row: row.deliveries.get().pk,
    ),
    "release_reply": on(_issued, "replies", "/release", way="full"),
}  # fmt: skip
