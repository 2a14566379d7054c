# SPDX-License-Identifier: Apache-2.0
"""The pages of commitments: who reaches them, what they say, and that what was typed comes back with a refusal."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.web.accounts.models import User
from huiyin.web.commitments import models
from huiyin.web.commitments.services import moving, planning, promising, reporting
from huiyin.web.replies.services import publishing
from web.commitments import keeping
from web.docket.conftest import clock  # noqa: F401

pytestmark = pytest.mark.usefixtures("clock")

LISTS = ("/commitments/", "/commitments/list", "/commitments/timeline", "/commitments/calendar?month=2026-06",
         "/commitments/bodies", "/plans/")  # fmt: skip


def page(actor, path, **more):
    client = Client()
    if actor.user_id:
        client.force_login(
            User.objects.get(pk=actor.user_id), "django.contrib.auth.backends.ModelBackend"
        )
    return client.get(path, **more)


def post(actor, path, **data):
    client = Client()
    client.force_login(
        User.objects.get(pk=actor.user_id), "django.contrib.auth.backends.ModelBackend"
    )
    return client.post(path, data)


def released(cast, reply, now, **way):
    reply.refresh_from_db()
    return publishing.release(
        cast.oversight, reply.uid, publishing.Way("full", **way), version=reply.version, now=now
    )


def test_every_list_is_there_for_everybody_and_shows_only_what_may_be_seen(cast, bureau, task, now):
    row = keeping.begun(cast, bureau, task, now)
    for path in LISTS:
        for who in (cast.public, cast.chen, bureau.shi, cast.zhao, cast.oversight, cast.committee):
            answer = page(who, path)
            assert answer.status_code == 200, (path, who)
            sees = who in (cast.chen, bureau.shi, cast.oversight, cast.committee)
            if not path.startswith("/plans"):
                assert (row.uid in answer.text or cast.housing.name in answer.text) == sees, (
                    path,
                    who,
                )
    released(cast, row.reply, now)
    assert row.uid in page(cast.public, "/commitments/").text
    assert row.uid in page(cast.zhao, f"/commitments/{row.uid}/").text


def test_a_commitment_nobody_may_see_is_not_there(cast, bureau, task, now):
    row = keeping.begun(cast, bureau, task, now)
    for who in (cast.public, cast.zhao, cast.su):
        assert page(who, f"/commitments/{row.uid}/").status_code == 404
        assert page(who, "/commitments/list?export=csv").getvalue().count(b"\n") == 1
    assert page(cast.public, "/commitments/nothere/").status_code == 404


def test_the_page_tells_the_whole_story(cast, bureau, task, now):
    row = keeping.begun(cast, bureau, task, now)
    for day in (dt.date(2026, 8, 31), dt.date(2026, 10, 31)):
        row = moving.slip(
            bureau.shi, row.uid, to=day, words="管线迁改", version=row.version, now=now
        )
    told = reporting.Told("完成两处", percent=60, proofs=[keeping.PROOF])
    reporting.report(bureau.shi, row.uid, told, version=row.version, now=now)
    text = page(cast.chen, f"/commitments/{row.uid}/").text
    for words in (
        "承诺 2026-06-30 前完成，已调整 2 次，现为 2026-10-31",
        "管线迁改",
        "60%",
        "三处停车场已投用",
        row.quote,
    ):
        assert words in text, words
    assert "石" in text
    released(cast, row.reply, now)
    public = page(cast.public, f"/commitments/{row.uid}/").text
    assert "完成两处" not in public
    assert "未知：没有报告" in public
    assert "管线迁改" in public


def test_what_is_covered_in_a_released_reply_is_covered_here_too(cast, bureau, task, now):
    row = keeping.made(cast, bureau, task, now, owner="老城区专班")
    reply = released(cast, row.reply, now)
    type(reply).objects.filter(pk=reply.pk).update(covered=["老城区"])
    for path in (f"/commitments/{row.uid}/", "/commitments/", "/commitments/list", "/commitments/timeline",
                 "/commitments/calendar?month=2026-06"):  # fmt: skip
        for who in (cast.public, cast.zhao):
            text = page(who, path).text
            assert row.uid in text
            assert "老城区建成" not in text, (path, who)
            assert "老城区专班" not in text, (path, who)
    assert "老城区建成" not in page(cast.public, "/commitments/list?export=csv").getvalue().decode()
    assert "老城区建成" in page(cast.chen, f"/commitments/{row.uid}/").text


def test_a_handler_confirms_on_the_page_of_the_reply(cast, bureau, task, now):
    reply = keeping.read(cast, bureau, task, now)
    first, *rest = keeping.promises(reply)
    text = page(bureau.shi, f"/replies/{reply.uid}/").text
    assert f"/promises/{first.uid}/" in text
    assert f"/promises/{first.uid}/" not in page(cast.chen, f"/replies/{reply.uid}/").text
    shown = page(bureau.shi, f"/promises/{first.uid}/").text
    assert "城建科" in shown
    assert 'value="2026-06-30"' in shown
    answer = post(
        bureau.shi,
        f"/promises/{first.uid}/",
        do="confirm",
        text=first.quote,
        owner="城建科",
        due_on="2026-06-30",
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/promises/{rest[0].uid}/"
    answer = post(bureau.shi, f"/promises/{rest[0].uid}/", do="reject", reason="")
    assert (answer.status_code, "REASON_REQUIRED" in answer.text) == (422, True)
    answer = post(
        bureau.shi,
        f"/promises/{rest[0].uid}/",
        do="confirm",
        text="打字",
        owner="甲",
        due_on="2026-13-40",
    )
    assert (answer.status_code, "DATE_INVALID" in answer.text, "打字" in answer.text) == (
        422,
        True,
        True,
    )
    assert models.Commitment.objects.count() == 1
    assert page(bureau.shi, f"/replies/{reply.uid}/promises").status_code == 200
    assert page(cast.chen, f"/promises/{first.uid}/").status_code == 404


def test_the_forms_do_what_they_say_and_keep_what_was_typed(cast, bureau, task, now, monkeypatch):
    row = keeping.made(cast, bureau, task, now, owner="")
    at = f"/commitments/{row.uid}"
    answer = post(bureau.shi, f"{at}/schedule", version=row.version, owner="")
    assert (answer.status_code, "GUARD_HAS_OWNER" in answer.text) == (409, True)
    assert (
        post(bureau.shi, f"{at}/schedule", version=row.version, owner="城建科").status_code == 302
    )
    row.refresh_from_db()
    assert post(bureau.shi, f"{at}/acts/start", version=row.version).status_code == 302
    row.refresh_from_db()
    answer = post(
        bureau.shi, f"{at}/slip", version=row.version, to="2026-06-01", words="想提前说明的理由"
    )
    assert (answer.status_code, "想提前说明的理由" in answer.text) == (409, True)
    answer = post(bureau.shi, f"{at}/claim", version=row.version, words="全部建成了", percent="100")
    assert (
        answer.status_code,
        "GUARD_HAS_EVIDENCE" in answer.text,
        "全部建成了" in answer.text,
    ) == (409, True, True)
    file = SimpleUploadedFile("验收单.pdf", b"%PDF-1.7 signed")
    answer = post(
        bureau.shi, f"{at}/claim", version=row.version, words="全部建成了", percent="100",
        **{"shows-0": "竣工验收", "file-0": file, "shows-1": "位数", "figure-1": "205"},
    )  # fmt: skip
    assert answer.status_code == 302
    kept = models.Evidence.objects.get(kind="file")
    given = page(cast.chen, f"/commitments/evidence/{kept.pk}")
    assert given.getvalue() == b"%PDF-1.7 signed"
    assert given.headers["Content-Disposition"].startswith("attachment")
    for who in (cast.public, cast.zhao, cast.su):
        assert page(who, f"/commitments/evidence/{kept.pk}").status_code == 404
    row.refresh_from_db()
    assert row.state == "done_claimed"
    assert post(cast.chen, f"{at}/acts/verify", version=row.version).status_code == 302
    row.refresh_from_db()
    assert post(cast.committee, f"{at}/acts/close", version=row.version).status_code == 302
    answer = post(
        cast.oversight, f"{at}/upgrade", version=row.version + 1, letter="A", words="已建成"
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.class_now == "A"


@pytest.mark.parametrize(
    "path",
    ["slip", "report", "claim", "follow", "goals", "schedule", "upgrade", "carry_over", "nope"],
)
def test_forms_are_for_those_who_may(cast, bureau, task, now, path):
    row = keeping.begun(cast, bureau, task, now)
    may = {
        "slip": bureau.shi, "report": bureau.shi, "claim": bureau.shi, "follow": bureau.shi, "goals": bureau.wang,
        "schedule": bureau.shi, "upgrade": cast.oversight, "carry_over": cast.committee,
    }  # fmt: skip
    for who in (bureau.shi, cast.chen, cast.committee, cast.oversight):
        answer = page(who, f"/commitments/{row.uid}/{path}")
        if who is may.get(path):
            assert answer.status_code == 200
        else:
            assert answer.status_code in (200, 403, 422)
    assert page(cast.chen, f"/commitments/{row.uid}/{path}").status_code in (403, 422)
    assert page(cast.public, f"/commitments/{row.uid}/{path}").status_code == 302
    assert page(cast.zhao, f"/commitments/{row.uid}/{path}").status_code == 404


def test_milestones_and_indicators_are_set_and_reported_on(cast, bureau, task, now):
    row = keeping.begun(cast, bureau, task, now)
    at = f"/commitments/{row.uid}/follow"
    assert post(bureau.shi, at, do="step", step="完成招标", step_on="2026-04-30").status_code == 302
    answer = post(bureau.shi, at, do="indicate", name="建成车位", unit="个", target="200", every="month",
                  first_on="2026-03-31", last_on="2026-06-30")  # fmt: skip
    assert answer.status_code == 302
    answer = post(
        bureau.shi,
        at,
        do="indicate",
        name="别的",
        every="month",
        first_on="2026-06-30",
        last_on="2026-03-31",
    )
    assert (answer.status_code, "SCHEDULE_BACKWARDS" in answer.text, "别的" in answer.text) == (
        422,
        True,
        True,
    )
    owed = models.Owed.objects.order_by("due_on").first()
    step = models.Milestone.objects.get()
    row.refresh_from_db()
    answer = post(bureau.shi, f"/commitments/{row.uid}/report", version=row.version, words="三月进展", reached=step.uid,
                  **{f"owed-{owed.pk}": "40"})  # fmt: skip
    assert answer.status_code == 302
    owed.refresh_from_db()
    step.refresh_from_db()
    assert (owed.value, step.reached_id) == ("40", owed.progress_id)
    text = page(cast.chen, f"/commitments/{row.uid}/").text
    for words in (
        "完成招标",
        "建成车位",
        "40 个",
        "逾期未报" if now.date() > dt.date(2026, 4, 30) else "未报",
    ):
        assert words in text


def test_a_plan_says_unknown_where_nothing_was_reported(cast, bureau, task, now):
    row = keeping.begun(cast, bureau, task, now)
    named = planning.Named
    plan = planning.plan(
        cast.committee, named("澄州市“十五五”规划", "The 15th Five-Year Plan of Chengzhou"), starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2030, 12, 31), now=now,
    )  # fmt: skip
    top = planning.goal(cast.committee, plan.uid, "3", named("宜居城市"), now=now)
    low = planning.goal(cast.committee, plan.uid, "3.1", named("停车"), under=top.uid, now=now)
    other = planning.goal(cast.committee, plan.uid, "4", named("文化"), now=now)
    assert post(bureau.shi, f"/commitments/{row.uid}/goals", goal=[low.uid]).status_code == 302
    text = page(cast.chen, f"/plans/{plan.uid}/").text
    assert text.count("未知：没有任何报告") == 2
    assert "没有承诺服务于它" in text
    assert row.uid in page(cast.chen, f"/commitments/list?goal={low.uid}").text
    row.refresh_from_db()
    reporting.report(
        bureau.shi, row.uid, reporting.Told("过半", percent=50), version=row.version, now=now
    )
    assert page(cast.chen, f"/plans/{plan.uid}/").text.count("50%（1 项中 1 项有数）") == 2
    assert "50%" in page(cast.chen, "/plans/").text
    assert (
        "未知" in page(cast.public, f"/plans/{plan.uid}/").text
        or "没有承诺" in page(cast.public, f"/plans/{plan.uid}/").text
    )
    assert other.code in text
    answer = post(cast.committee, f"/plans/{plan.uid}/", code="3", title="重复")
    assert (answer.status_code, "ALREADY_THERE" in answer.text) == (422, True)
    assert (
        post(
            cast.chen, "/plans/", title="我的规划", starts_on="2026-01-01", ends_on="2030-01-01"
        ).status_code
        == 403
    )


def test_the_office_carries_over_what_is_open_all_or_none(cast, bureau, task, now):
    from huiyin.web.accounts.models import Session, Term

    row = keeping.begun(cast, bureau, task, now)
    term = Term.objects.create(
        number=7, opens_on=dt.date(2027, 1, 1), closes_on=dt.date(2031, 12, 31)
    )
    into = Session.objects.create(
        term=term, number=1, opens_on=dt.date(2027, 1, 20), closes_on=dt.date(2027, 1, 25), pack="cn-cppcc",
        pack_version="2026.1", submission_opens_at=now, submission_deadline=now,
    )  # fmt: skip
    assert page(cast.chen, "/commitments/handover").status_code == 403
    assert row.uid in page(cast.committee, "/commitments/handover").text
    answer = post(
        cast.committee,
        "/commitments/handover",
        one=[row.uid, "nothere"],
        into=into.pk,
        words="换届",
    )
    assert answer.status_code == 404
    row.refresh_from_db()
    assert row.session == cast.session
    answer = post(cast.committee, "/commitments/handover", one=[row.uid], into=into.pk, words=" ")
    assert (answer.status_code, "REASON_REQUIRED" in answer.text) == (422, True)
    assert (
        post(
            cast.committee, "/commitments/handover", one=[row.uid], into=into.pk, words="换届移交"
        ).status_code
        == 302
    )
    row.refresh_from_db()
    assert row.session == into
    table = page(cast.committee, "/commitments/handover?export=xlsx")
    assert b"".join(table.streaming_content)[:2] == b"PK"


def test_each_desk_shows_what_waits_for_it(cast, bureau, task, now):
    reply = keeping.read(cast, bureau, task, now)
    assert f"/replies/{reply.uid}/#promises" in page(bureau.shi, "/").text
    row = promising.confirm(
        bureau.shi,
        keeping.promises(reply)[0].uid,
        promising.Said(owner="城建科", due_on=keeping.JUNE),
        now=now,
    )
    row.refresh_from_db()
    row = moving.start(bureau.shi, row.uid, version=row.version, now=now)
    told = reporting.Told("建成", proofs=[keeping.PROOF])
    reporting.claim(bureau.shi, row.uid, told, version=row.version, now=now)
    for who in (cast.chen, cast.committee):
        assert row.uid in page(who, "/").text
    row.refresh_from_db()
    moving.verify(cast.chen, row.uid, version=row.version, now=now)
    assert "已核实，可办结" in page(cast.oversight, "/").text


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?state=nope&body=²&session=x&when=?",
        "?q=%25&page=99",
        "?when=overdue",
        "?when=unknown",
        "?when=slipped",
        "?sort=-due_on",
    ],
)
def test_lists_take_any_question(cast, bureau, task, now, asked):
    keeping.begun(cast, bureau, task, now)
    for path in ("/commitments/list", "/commitments/timeline"):
        assert page(cast.oversight, path + asked).status_code == 200
    assert page(cast.oversight, "/commitments/calendar?month=2026-99").status_code == 422
    assert page(cast.oversight, "/commitments/calendar?month=9999-12").status_code == 422
