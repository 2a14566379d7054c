# SPDX-License-Identifier: Apache-2.0
"""The scenes of the crawl's store, made by the services alone: what everybody may know of, and what is hidden from somebody."""

import datetime as dt

from huiyin.core.docket.transitions import Given
from huiyin.web.accounts import tokens
from huiyin.web.accounts.models import (
    Committee,
    Delegation,
    Person,
    User,
)
from huiyin.web.commitments.services import (
    extracting,
    keying,
    moving,
    planning,
    promising,
    reporting,
)
from huiyin.web.docket.services import (
    assigning,
    drafting,
    examining,
    merging,
    negotiating,
    signing,
    withdrawing,
    writing,
)
from huiyin.web.evaluations.models import Evaluation
from huiyin.web.kit.models import SavedView
from huiyin.web.meetings.services import papers, settling
from huiyin.web.opendata.models import Mapping
from huiyin.web.overviews.services import composing
from huiyin.web.portal import models as portal
from huiyin.web.replies.models import Comment, LetterTemplate
from huiyin.web.replies.services import opinions, publishing
from huiyin.web.supervision.services import instructing, looking
from huiyin.web.supervision.services import keying as keys
from web.docket import making
from web.evaluations import judging
from web.meetings import talking
from web.replies import answering

FILE = b"kanari-file-"  # what stands in every file, before its name


def _open(cast, now):
    case = making.assigned(cast, now, title=making.TITLES[0])
    task = _accepted(cast, case, now)
    reply = answering.received(cast, cast.bureau, task, now)
    way = publishing.Way("full", cover=("石工",))
    reply = publishing.release(cast.oversight, reply.uid, way, version=reply.version, now=now)
    _promised(cast, reply, now)
    row = Evaluation.objects.get(reply=reply)
    judging.given(cast, row, now, "dissatisfied", remark="只给办公室看的附言")
    _supervised(cast, case, task, now)


def _accepted(cast, case, now):
    row = case.assignments.get(body=cast.housing)
    negotiating.sign_for(cast.wang, row.uid, now=now)
    return negotiating.accept(cast.wang, row.uid, now=now)


def _promised(cast, reply, now):
    """One promise kept to, with a report for all and one for those inside; the others wait for the body."""
    extracting.read_left(now=now)
    first = reply.promises.order_by("pk").first()
    said = promising.Said(owner="城建科", due_on=dt.date(2026, 6, 30))
    row = promising.confirm(cast.wang, first.uid, said, now=now)
    row.refresh_from_db()
    row = moving.start(cast.wang, row.uid, version=row.version, now=now)
    for public in (True, False):
        proof = reporting.Proof("验收单", name="验收.txt", data=FILE + (b"shown-" if public else b"inner-"))  # fmt: skip
        told = reporting.Told("进展正常。", percent=40, public=public, proofs=[proof])
        row.refresh_from_db()
        with cast.store.scene("open" if public else "inside"):
            reporting.report(cast.wang, row.uid, told, version=row.version, now=now)
    row.refresh_from_db()
    moving.slip(cast.wang, row.uid, to=dt.date(2026, 8, 31), words="管线迁改", version=row.version, now=now)  # fmt: skip
    plan = planning.plan(cast.committee, planning.Named("停车治理三年计划", "Parking plan"), starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2028, 12, 31), now=now)  # fmt: skip
    planning.goal(cast.committee, plan.uid, "1", planning.Named("新增车位", "New bays"), now=now)  # fmt: skip


def _supervised(cast, case, task, now):
    leader = cast.actor("秦", "leader")
    instructing.instruct(leader, task.uid, leader="秦主席", words="请专题研究", given_on=now.date(), now=now)  # fmt: skip
    other = _accepted(cast, making.assigned(cast, now, title="催办过的一件"), now)
    instructing.remind(cast.oversight, other.uid, words="请抓紧", due_on=None, now=now)
    _voted_on(cast, leader, case.proposals.get(), now)
    round_ = looking.open_round(
        cast.oversight, title="2026年回头看", letters=("B",), since=now.date() - dt.timedelta(days=30), until=now.date(), now=now
    )  # fmt: skip
    assert round_.items.exists()
    looking.assess(cast.oversight, task.uid, {"effect": "good", "process": "good", "heard": "fair", "lasting": "poor"}, assessor="评估人", words="评估里的话", now=now)  # fmt: skip
    looking.rate(cast.wang, task.uid, {"topic": "good", "evidence": "fair", "feasible": "good"}, words="对提案的评价", now=now)  # fmt: skip


def _voted_on(cast, leader, proposal, now):
    row = keys.nominate(
        cast.committee, proposal.uid, recommended="民盟市委", why="涉及面广", now=now
    )
    row = keys.act(cast.committee, row.uid, "shortlist", words="", version=row.version, now=now)
    board = Committee.objects.create(name="城市建设委员会")
    row = keys.approve(leader, row.uid, official="秦主席", committee=board.pk, version=row.version, now=now)  # fmt: skip
    what = keys.Happened("visit", now.date(), "陈委员、住建局", "看了三处地块。")
    keys.note_event(cast.committee, row.uid, what, version=row.version, now=now)
    row.refresh_from_db()
    panel = [cast.member(name) for name in ("甲", "乙", "丙")]
    row = keys.open_vote(cast.committee, row.uid, [one.user_id for one in panel], version=row.version, now=now)  # fmt: skip
    keys.cast(panel[0], row.uid, "dissatisfied", now=now)


def _meeting(cast, now):
    row = talking.opened(cast, now, is_public=True, title="公开的会")
    talking.standing(cast, row, now=now)


def _unconfirmed(cast, now):
    row = talking.opened(cast, now, is_public=True, title="公开的会里有未确认的")
    with cast.store.scene("not confirmed"):
        talking.caught(cast, row, now=now)


def _draft(cast, now):
    row = making.draft(cast.chen, cast.session, now, title="未交的草稿", asks=["草稿里的建议"])
    drafting.attach_source(cast.chen, row.uid, name="源文.txt", text="源文的话", sha256="0" * 64, now=now)  # fmt: skip
    writing.attach(cast.chen, row.uid, name="附件.txt", data=FILE + b"draft-", now=now)


def _draft_of_another(cast, now):
    making.draft(
        cast.other_member, cast.session, now, title="别人的草稿", asks=["别人草稿里的建议"]
    )


def _received(cast, now):
    row = making.received(cast, now, title="刚收到的一件", asks=["刚收到的建议"])
    examining.advise(
        cast.clerk, row.uid, stage="received", advice="return", note="审查内部意见", now=now
    )


def _refused(cast, now):
    row = making.received(cast, now, title="不予立案的一件", asks=["不予立案的建议"])
    row = examining.decide(
        cast.committee, row.uid, "refuse", version=row.version, given=Given("R08", "不立案的理由"), now=now
    )  # fmt: skip


def _withdrawn(cast, now):
    row = making.received(cast, now, title="撤回的一件", asks=["撤回的建议"])
    withdrawing.withdraw(cast.chen, row.uid, version=row.version, words="撤回的话", now=now)


def _saved(who, cast, now, title, **fields):
    row = making.draft(who, cast.session, now, title=title, asks=[f"{title}里的建议", "另一条建议"])
    row = drafting.save(who, row.uid, version=row.version, fields=fields, asks=None, now=now)
    row = drafting.submit(who, row.uid, version=row.version, now=now)
    row = making.examined(cast, row, now)
    return examining.file(cast.committee, row.uid, version=row.version, now=now)


def _closed(cast, now):
    """Not disclosed, in hand at the housing bureau, answered: nobody outside may know."""
    row = _saved(
        cast.chen, cast, now, "不公开的一件", disclosure="no", disclosure_reason="涉及个案"
    )
    writing_task = assigning.Task(cast.housing, "sole")
    case = assigning.propose_and_issue(cast.assigner, row.case.uid, [writing_task], now=now)
    answering.received(cast, cast.bureau, _accepted(cast, case, now), now)
    task = case.assignments.get()
    instructing.instruct(cast.actor("许", "leader"), task.uid, leader="许", words="内部批示", given_on=now.date(), now=now)  # fmt: skip


def _masked(cast, now):
    shy = cast.shy
    row = _saved(shy, cast, now, "隐名的一件", masked=True)
    assigning.propose_and_issue(cast.assigner, row.case.uid, [assigning.Task(cast.housing, "sole")], now=now)  # fmt: skip


def _in_hand(cast, now):
    """A lead and a joint body have begun; another has signed for its task."""
    case = making.assigned(
        cast, now, assigning.Task(cast.housing, "lead"), assigning.Task(cast.traffic, "joint"), title="正在办的一件"
    )  # fmt: skip
    for row, who in zip(case.assignments.order_by("pk"), (cast.wang, cast.zhao), strict=True):
        negotiating.sign_for(who, row.uid, now=now)
        negotiating.accept(who, row.uid, now=now)
    cast.in_hand = case
    cast.to_return = making.assigned(cast, now, title="退办的一件").assignments.get()
    negotiating.sign_for(cast.wang, cast.to_return.uid, now=now)


def _inner(cast, now):
    """What bodies do among themselves: a contact, an opinion, a draft of the reply with a remark, a task given back."""
    task, joint = (cast.in_hand.assignments.get(role=role) for role in ("lead", "joint"))
    answering.contact(cast, task, now)
    opinion = opinions.begin(cast.zhao, joint.uid, now=now)
    texts = {ask.uid: answering.OPINION for ask in joint.scope.all()}
    opinion = opinions.save(cast.zhao, opinion.uid, version=opinion.version, texts=texts, now=now)
    opinion = opinions.send(cast.zhao, opinion.uid, version=opinion.version, now=now)
    opinions.take(cast.wang, opinion.uid, version=opinion.version, now=now)
    reply = answering.written(cast, cast.bureau, task, now)
    Comment.objects.create(reply=reply, text="改一改", by_id=cast.wang.user_id, at=now)
    negotiating.hand_back(
        cast.wang, cast.to_return.uid, code="O02", words="退办的理由", names=cast.traffic, now=now
    )


def _unreleased(cast, now):
    case = making.assigned(cast, now, title="答复未公开的一件")
    answering.received(cast, cast.bureau, _accepted(cast, case, now), now)


def _withheld(cast, now):
    case = making.assigned(cast, now, title="答复不予公开的一件")
    row = answering.received(cast, cast.bureau, _accepted(cast, case, now), now)
    way = publishing.Way("withheld", code="W05", words="还在研究")
    publishing.release(cast.oversight, row.uid, way, version=row.version, now=now)


def _summed_up(cast, now):
    case = making.assigned(cast, now, title="只公开摘要的一件")
    row = answering.received(cast, cast.bureau, _accepted(cast, case, now), now)
    way = publishing.Way("summary", summary="今年建成。", words="篇幅较长")
    publishing.release(cast.oversight, row.uid, way, version=row.version, now=now)


def _signed(cast, now):
    row = making.draft(cast.chen, cast.session, now, title="联名的一件", asks=["联名的建议"])
    su = cast.co_signer
    row = signing.invite(cast.chen, row.uid, [Person.objects.get(pk=su.person_id)], version=row.version, now=now)  # fmt: skip
    signing.answer(su, row.uid, sign=True, opinion="附议的内心意见", now=now)
    drafting.submit(cast.chen, row.uid, version=row.version, now=now)


def _merged(cast, now):
    other = cast.first_member
    first = making.received(cast, now, who=other, title="并入的主件", asks=["主件的建议"])
    second = making.received(cast, now, title="并进去的一件", asks=["并件的建议"])
    merging.merge(cast.committee, first.uid, second.uid, reason="同一事项", basis={}, now=now)
    cast.merged = second


def _objected(cast, now):
    merging.object_to(cast.chen, cast.merged.uid, words="不是一件事", now=now)


def _meetings(cast, now):
    row = talking.opened(cast, now, is_public=False, title="不公开的会")
    talking.standing(cast, row, now=now)
    order = talking.caught(cast, row, f"何砚秋市长：{talking.ORDER}", now=now, kind="assignment")
    settling.confirm(cast.clerk, order.uid, now=now)
    for who, kind, name in ((cast.clerk, "material", "材料"), (cast.chen, "speech", "发言")):
        handed = papers.Handed(kind, name, f"{name}的全文", f"{name}.txt", FILE + b"paper-")
        papers.hand_in(who, row.uid, handed, now=now)


def _overview(cast, now):
    composing.begin(cast.clerk, composing.Wanted("overview", cast.session), now=now)
    wanted = composing.Wanted("leaders", cast.session, audience="inside")
    composing.begin(cast.clerk, wanted, now=now)


def _citizens(cast, now):
    common = {"session": cast.session, "language": "zh", "named": True, "raised_at": now}
    for n, state in enumerate(("unverified", "verified", "refused")):
        settled = {"settled_at": now, "settled_by_id": cast.clerk.user_id, "code": "R10", "reason": "空泛"}  # fmt: skip
        portal.CitizenNote.objects.create(
            title="市民的题目", facts="市民说的情况", text="市民的建议", name="周先生", email=f"zhou{n}@chengzhou.example",
            link_sha256=f"{n}" * 43, said_hash=f"{n}", state=state, **common,
            **({} if state == "unverified" else {"verified_at": now}), **(settled if state == "refused" else {}),
        )  # fmt: skip
    portal.Following.objects.create(
        email="follower@chengzhou.example", kind="session", ref=str(cast.session.pk), language="zh",
        link_sha256="9" * 43, asked_at=now, confirmed_at=now, told="", told_at=now,
    )  # fmt: skip


def _own(cast, now):
    """What each keeps for itself: tokens, an address for the calendar, saved views, a template, a mapping."""
    for who in (cast.chen, cast.wang):
        tokens.make(who, "程序用的名字", list(tokens.scopes_of(who)), 30, now=now)
        SavedView.objects.create(
            user_id=who.user_id, path="/proposals/", name="常看", query="q=甲", role=""
        )
        keying.make(who, now=now)
    LetterTemplate.objects.create(
        body=cast.housing, name="模板.docx", sha256="0" * 64, stored="t", by_id=cast.wang.user_id, at=now
    )  # fmt: skip
    Delegation.objects.create(
        member_id=cast.chen.person_id,
        assistant_id=cast.bystander.user_id,
        starts_on=dt.date(2027, 1, 1),
    )
    Mapping.objects.create(name="导入的列", columns={}, by=User.objects.get(pk=cast.clerk.user_id), at=now)  # fmt: skip


HIDDEN = {
    "draft": _draft,
    "draft of another": _draft_of_another,
    "received": _received,
    "refused": _refused,
    "withdrawn": _withdrawn,
    "closed": _closed,
    "inner": _inner,
    "signed": _signed,
    "objection": _objected,
    "private": _meetings,
    "own": _own,
    "citizens": _citizens,
    "overview": _overview,
}
# what everybody may know of, with something behind it that is not for everybody
PARTLY = {
    "open": _open,
    "meeting": _meeting,
    "masked": _masked,
    "merged": _merged,
    "unconfirmed": _unconfirmed,
    "in hand": _in_hand,
    "unreleased": _unreleased,
    "withheld": _withheld,
    "summed up": _summed_up,
}
