# SPDX-License-Identifier: Apache-2.0
"""The pages of evaluations: the form with its step-up, what comes back with a refusal, the ruling, the printed form."""

import datetime as dt

from django.contrib.auth.hashers import make_password

from huiyin.web.accounts.models import User
from huiyin.web.docket.services import negotiating, replying, turning
from huiyin.web.evaluations import models
from huiyin.web.evaluations.selectors import closing, figures
from huiyin.web.evaluations.services import ruling
from huiyin.web.kit import ports
from web.docket import making
from web.evaluations import judging
from web.evaluations.test_who_reads import CANARY, client, sent

WORD = "晴川-历历-汉阳树"


def test_the_form_is_given_in_one_go_by_who_signed_in_just_now(cast, bureau, task, now):
    row = judging.opened(cast, bureau, task, now)
    page = client(cast.chen)
    form = page.get(f"/evaluations/{row.uid}/").content.decode()
    assert all(f'name="mark-{one.suggestion_id}"' in form for one in row.reply.answers.all())

    answer = page.post(f"/evaluations/{row.uid}/", sent(row), follow=True)

    assert CANARY in answer.content.decode()
    assert models.Evaluation.objects.get().state == "submitted"


def test_who_signed_in_long_ago_confirms_once_more_and_loses_nothing(cast, bureau, task, now):
    row = judging.opened(cast, bureau, task, now)
    User.objects.filter(pk=cast.chen.user_id).update(password=make_password(WORD))
    page = client(cast.chen, anew=False)

    asked = page.post(f"/evaluations/{row.uid}/", sent(row))
    assert (asked.status_code, "/accounts/reauthenticate/" in asked["Location"]) == (302, True)
    assert not models.Judgement.objects.exists()
    wrong = page.post(asked["Location"], {"password": "猜的"})
    assert (wrong.status_code, models.Judgement.objects.exists()) == (200, False)
    page.post(asked["Location"], {"password": WORD})

    form = models.Judgement.objects.get()
    assert (form.remark, form.author_id) == (CANARY, cast.chen.person_id)


def test_a_refusal_keeps_what_was_typed(cast, bureau, task, now):
    row = judging.opened(cast, bureau, task, now)
    half = {key: value for key, value in sent(row).items() if key != "axis-attitude"}

    answer = client(cast.chen).post(f"/evaluations/{row.uid}/", half)

    said = answer.content.decode()
    assert answer.status_code == 422
    assert "EVALUATION_INCOMPLETE" in said
    assert CANARY in said
    assert said.count(" checked") == len(half) - 3


HOSTILE = (
    {"mark-99999999999999999999": "met"}, {"mark-x": "met"}, {"axis-result": "\x00"}, {"version": "nine"},
    {"axis-": "met"}, {"reason": "长" * 50_000, "axis-result": ""}, {"axis-result": "dissatisfied", "reason": ""},
)  # fmt: skip


def test_whatever_is_sent_is_answered_and_never_fails(cast, bureau, task, now):
    row = judging.opened(cast, bureau, task, now)
    page = client(cast.chen)

    for extra in HOSTILE:
        answer = page.post(f"/evaluations/{row.uid}/", sent(row) | extra)
        assert answer.status_code in (302, 400, 409, 422), extra


def test_the_ruling_the_ladder_and_the_paper_are_done_on_their_pages(
    cast, bureau, task, now, monkeypatch
):
    row = judging.twice_dissatisfied(cast, bureau, task, now)
    later = now + dt.timedelta(days=9)
    monkeypatch.setattr("huiyin.web.kit.doors.now", lambda: later)
    monkeypatch.setattr("huiyin.web.kit.doors.today", later.date)
    page = client(cast.committee)
    at = f"/evaluations/{row.uid}/"
    assert "提请上一级" in page.get(at).content.decode()

    empty = page.post(at + "acts/climb", {"version": row.version, "words": ""})
    assert (empty.status_code, "REASON_REQUIRED" in empty.content.decode()) == (422, True)
    assert (
        page.post(at + "acts/climb", {"version": row.version, "words": "再不满意"}).status_code
        == 302
    )
    row.refresh_from_db()
    given = {
        "version": row.version,
        "held_on": later.date(),
        "participants": "陈、王",
        "record": "",
        "outcome": "定",
    }
    half = page.post(at + "rung", given)
    assert (half.status_code, "陈、王" in half.content.decode()) == (422, True)
    assert page.post(at + "rung", given | {"record": "谈"}).status_code == 302
    row.refresh_from_db()
    assert (
        page.post(at + "acts/rehandle", {"version": row.version, "words": "再办"}).status_code
        == 302
    )
    assert "当面会商" in client(cast.wang).get(at).content.decode()


def test_a_clerk_enters_paper_and_finds_it_in_the_register(cast, bureau, task, now):
    row = judging.opened(cast, bureau, task, now)
    page = client(cast.clerk)
    assert page.get(f"/evaluations/{row.uid}/paper").status_code == 200

    assert page.post(f"/evaluations/{row.uid}/paper", sent(row) | {"proxy": ""}).status_code == 422
    assert (
        page.post(f"/evaluations/{row.uid}/paper", sent(row) | {"proxy": "原件邮寄"}).status_code
        == 302
    )

    assert row.uid in page.get("/evaluations/?how=paper").content.decode()
    assert row.uid not in page.get("/evaluations/?how=self").content.decode()
    assert "原件邮寄" in client(cast.chen).get(f"/evaluations/{row.uid}/").content.decode()


def test_the_printed_form_holds_a_code_that_leads_to_it(cast, bureau, task, now, monkeypatch):
    row = judging.opened(cast, bureau, task, now)
    drawn = []
    draw = ports.draw_code
    monkeypatch.setattr(ports, "draw_code", lambda text: drawn.append(text) or draw(text))

    for who in (cast.chen, cast.clerk):
        answer = client(who).get(f"/evaluations/{row.uid}/form.pdf")
        assert answer.content.startswith(b"%PDF")

    assert drawn == [f"http://testserver/evaluations/{row.uid}/"] * 2
    assert client(cast.committee).get(f"/evaluations/{row.uid}/form.pdf").status_code == 404


def test_of_fewer_than_five_forms_nothing_is_told_and_one_alone_hides_its_neighbour(
    cast, bureau, task, now
):
    row = judging.given(cast, judging.opened(cast, bureau, task, now), now)
    rows = models.Evaluation.objects.select_related("reply__assignment__body")
    (only,) = figures.by_body(rows)
    assert (only.asked, only.returned, only.rate.hidden) == (1, 1, True)
    assert all(one.hidden and not one.values for one in figures.by_axis(rows, _axes(row)))
    page = client(cast.committee).get("/evaluations/figures").content.decode()
    assert "份数少，不显示" in page
    assert "100.0" not in page

    enough = figures.by_axis(rows, _axes(row), least=1)
    assert [one.n for one in enough[3].values] == [1, 0, 0]


def _axes(row):
    return list(turning.pack_of(row).replies.evaluation.values())


def test_how_far_each_suggestion_is_follows_the_reply_and_its_evaluation(cast, bureau, task, now):
    def grounds():
        return {(line.ground, line.closed) for line in closing.of_case(task.case_id)}

    assert grounds() == {("in_hand", False)}
    row = judging.opened(cast, bureau, task, now)
    assert grounds() == {("evaluating", False)}
    row = judging.given(cast, row, now, "dissatisfied")
    assert grounds() == {("disputed", False)}
    ruling.act(cast.committee, row.uid, "uphold", words="属实", version=row.version, now=now)
    assert grounds() == {("closed_upheld", True)}

    page = client(cast.chen).get(f"/cases/{task.case.uid}/").content.decode()
    assert "已结：裁定维持" in page


def test_a_case_without_a_reply_is_not_closed_by_registering_one(cast, now):
    case = making.assigned(cast, now)
    task = case.assignments.get()
    negotiating.sign_for(cast.wang, task.uid, now=now)
    negotiating.accept(cast.wang, task.uid, now=now)
    replying.conclude(
        cast.oversight, task.uid, reply_no="澄建函1号", replied_on=now.date(), now=now
    )

    assert {line.ground for line in closing.of_case(case.pk)} == {"registered"}
