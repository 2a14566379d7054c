# SPDX-License-Identifier: Apache-2.0
"""The pages of replies: each hand's work through the doors, what is typed is kept, and nobody sees what is not theirs."""

import datetime as dt

import pytest

from huiyin.web.accounts import actors
from huiyin.web.replies import models
from huiyin.web.replies.services import drafting, publishing
from web.docket.conftest import clock, enter, plain_alike, reader  # noqa: F401
from web.replies import answering


def text(response):
    return response.content.decode()


@pytest.fixture
def at(enter, cast, bureau):  # noqa: F811
    return {
        name: enter(who)
        for name, who in {
            "shi": bureau.shi, "wang": bureau.wang, "gao": bureau.gao, "oversight": cast.oversight, "chen": cast.chen,
            "su": cast.su, "zhao": cast.zhao, "clerk": cast.clerk, "public": actors.NOBODY,
        }.items()
    }  # fmt: skip


def fields(row, **more):
    found = {
        "version": row.version,
        "opening": "",
        "closing": "",
        "letter": "B",
        "disclosure": "full",
    }
    uids = []
    for one, said in zip(drafting.living(row), answering.GOOD, strict=True):
        uids.append(one.uid)
        found |= {
            f"{one.uid}-version": one.version, f"{one.uid}-disposition": "in_progress", f"{one.uid}-text": said,
            f"{one.uid}-promised_on": "2026-11-30", f"{one.uid}-owner": "城建科", f"{one.uid}-reason": "",
            f"{one.uid}-reported": "",
        }  # fmt: skip
    return found | {"answer": uids} | more


def test_a_reply_is_written_reviewed_signed_issued_and_opened_through_the_doors(at, cast, task):
    page = at["wang"].get(f"/assignments/{task.uid}/")
    assert "起草答复" in text(page)
    person = cast.chen.person_id
    said = {"person": person, "kind": "visit", "held_on": "2026-03-02", "summary": "实地看了地块"}
    assert at["wang"].post(f"/assignments/{task.uid}/contacts", said).status_code == 302
    assert at["shi"].post(f"/assignments/{task.uid}/begin-reply").status_code == 302
    row = models.Reply.objects.get()
    place = f"/replies/{row.uid}/"
    assert "增设停车位两百个" in text(at["shi"].get(place + "write"))
    answer = at["shi"].post(place + "write", fields(row, do="submit"))
    assert answer.status_code == 302, text(answer)
    for who, act in (("wang", "pass"), ("gao", "sign"), ("oversight", "issue")):
        row.refresh_from_db()
        shown = text(at[who].get(place))
        assert f"{place}acts/{act}" in shown
        done = at[who].post(f"{place}acts/{act}", {"version": row.version})
        assert done.status_code == 302, text(done)
    row.refresh_from_db()
    assert row.state == "issued"
    assert "收到的答复" in text(at["chen"].get("/"))
    opened = text(at["chen"].get(place))
    assert "您已收到这份答复" in opened
    assert answering.GOOD[0] in opened
    letter = at["chen"].get(place + "letter.html")
    assert letter.status_code == 200
    assert answering.GOOD[0].encode() in b"".join(letter.streaming_content)
    row.refresh_from_db(), task.refresh_from_db()
    assert (row.state, task.state) == ("received", "done")
    assert row.number in text(at["chen"].get(f"/cases/{task.case.uid}/"))


def test_a_refusal_keeps_what_was_typed(at, cast, bureau, task, now):
    row = drafting.begin(bureau.shi, task.uid, now=now)
    uid = drafting.living(row)[0].uid
    page = at["shi"].post(
        f"/replies/{row.uid}/write", fields(row, **{f"{uid}-promised_on": "2026-02-30"})
    )
    assert page.status_code == 422
    assert "DATE_INVALID" in text(page)
    assert answering.GOOD[0] in text(page)
    page = at["shi"].post(
        f"/replies/{row.uid}/write", fields(row, do="submit", **{f"{uid}-owner": ""})
    )
    assert page.status_code == 409
    assert "GUARD_EVERY_SUGGESTION_ANSWERED" in text(page)
    assert answering.GOOD[0] in text(page)
    # What was refused is saved: the page goes on from there and does not clash with itself.
    saved = models.Answer.objects.get(uid=uid)
    assert f'id="v-{uid}" value="{saved.version}"' in text(page)
    mended = at["shi"].post(
        f"/replies/{row.uid}/write",
        fields(row, version=models.Reply.objects.get().version) | {f"{uid}-version": saved.version},
    )
    assert mended.status_code == 302, text(mended)


def test_two_tabs_show_both_texts_and_the_writer_chooses(at, bureau, task, now):
    row = drafting.begin(bureau.shi, task.uid, now=now)
    stale = fields(row)
    uid = drafting.living(row)[0].uid
    assert (
        at["wang"]
        .post(f"/replies/{row.uid}/autosave", fields(row, **{f"{uid}-text": "王的文字"}))
        .status_code
        == 200
    )
    answer = at["shi"].post(f"/replies/{row.uid}/autosave", stale)
    assert answer.status_code == 409
    assert "王的文字" in text(answer)
    assert answering.GOOD[0] in text(answer)
    page = at["shi"].post(f"/replies/{row.uid}/write", stale)
    assert page.status_code == 409
    assert text(page).count("王的文字") >= 1
    over = stale | {"do": "over", f"{uid}-over": models.Answer.objects.get(uid=uid).version}
    assert at["shi"].post(f"/replies/{row.uid}/write", over).status_code == 302
    assert models.Answer.objects.get(uid=uid).text == answering.GOOD[0]


def test_nobody_sees_a_draft_but_those_who_make_it(at, cast, bureau, task, now):
    row = answering.written(cast, bureau, task, now)
    for who in ("chen", "su", "zhao", "clerk", "oversight", "public"):
        for place in ("", "editions", "letter.html"):
            assert at[who].get(f"/replies/{row.uid}/{place}").status_code in (404, 302), (
                who,
                place,
            )
    for who in ("shi", "wang", "gao"):
        assert at[who].get(f"/replies/{row.uid}/").status_code == 200


SECRET = "内部测算二百三十万元"


def test_only_what_is_released_is_seen_by_those_it_was_not_sent_to(at, cast, bureau, task, now):
    row = answering.issued(cast, bureau, task, now)
    models.Answer.objects.filter(reply=row).update(reason=SECRET)
    place = f"/replies/{row.uid}/"
    assert at["chen"].get(place).status_code == 200
    for who in ("su", "public", "zhao"):
        assert at[who].get(place).status_code == 404
        assert row.number not in text(at[who].get("/replies/"))
        assert row.number not in text(at[who].get(f"/cases/{task.case.uid}/"))
    row.refresh_from_db()
    way = publishing.Way("summary", summary="增设二百个车位，年内完成。")
    row = publishing.release(cast.oversight, row.uid, way, version=row.version, now=now)
    for who in ("su", "public"):
        page = text(at[who].get(place))
        assert "增设二百个车位" in page
        assert SECRET not in page
        assert answering.GOOD[0] not in page
        assert at[who].get(place + "letter.html").status_code == 404
    way = publishing.Way("withheld", "W01", "涉密")
    row = publishing.release(cast.oversight, row.uid, way, version=row.version, now=now)
    for who in ("su", "public"):
        assert at[who].get(place).status_code == 404
    row = publishing.release(
        cast.oversight, row.uid, publishing.Way("full"), version=row.version, now=now
    )
    for who in ("su", "public"):
        page = text(at[who].get(place))
        assert SECRET in page
        assert "<h2>送达</h2>" not in page


def test_what_is_covered_is_covered_also_in_the_letter(at, cast, bureau, task, now):
    row = answering.issued(cast, bureau, task, now)
    models.Answer.objects.filter(reply=row).update(text="请联系13800001111。")
    row.refresh_from_db()
    way = publishing.Way("full", cover=["13800001111"])
    row = publishing.release(cast.oversight, row.uid, way, version=row.version, now=now)
    page = text(at["public"].get(f"/replies/{row.uid}/"))
    assert "13800001111" not in page
    assert "■" in page
    assert at["public"].get(f"/replies/{row.uid}/letter.html").status_code == 404
    assert "13800001111" in text(at["chen"].get(f"/replies/{row.uid}/"))


def test_a_joint_body_writes_its_opinion_and_the_lead_returns_it(at, cast, joined):
    traffic = cast.traffic.assignments.get()
    assert "写会办意见" in text(at["zhao"].get(f"/assignments/{traffic.uid}/"))
    at["zhao"].post(f"/assignments/{traffic.uid}/begin-opinion")
    row = models.Opinion.objects.get()
    place = f"/opinions/{row.uid}/"
    assert at["wang"].get(place).status_code == 404  # not sent yet
    said = {ask.uid: "同意" for ask in traffic.scope.all()}
    page = at["zhao"].post(place, said | {"version": row.version, "do": "send"})
    assert page.status_code == 409
    assert "GUARD_HAS_SUBSTANCE" in text(page)
    row.refresh_from_db()
    said = {ask.uid: answering.OPINION for ask in traffic.scope.all()}
    assert at["zhao"].post(place, said | {"version": row.version, "do": "send"}).status_code == 302
    row.refresh_from_db()
    assert answering.OPINION in text(at["wang"].get(place))
    for who in ("chen", "su", "public", "clerk"):
        assert at[who].get(place).status_code in (404, 302)
    bounce = {"version": row.version, "do": "bounce", "words": "请写明工期"}
    assert at["wang"].post(place, bounce).status_code == 302
    assert "请写明工期" in text(at["zhao"].get(place))
    assert "被退回的会办意见" in text(at["zhao"].get("/"))


def test_a_finished_text_is_laid_beside_the_suggestions_for_confirmation(at, bureau, task, now):
    row = drafting.begin(bureau.shi, task.uid, now=now)
    place = f"/replies/{row.uid}/align"
    whole = f"一、关于停车诱导系统，{answering.GOOD[1]}\n二、关于增设停车位，{answering.GOOD[0]}"
    page = text(at["shi"].post(place, {"text": whole}))
    assert page.index('value="2" selected') < page.index('value="1" selected')
    passages = whole.split("\n")
    done = at["shi"].post(place, {"do": "confirm", "passage": passages, "place": ["2", "1"]})
    assert done.status_code == 302
    first, second = drafting.living(row)
    assert (first.text, second.text) == (passages[1], passages[0])
    assert at["shi"].post(place, {"text": " "}).status_code == 422
    assert at["zhao"].get(place).status_code == 404


def test_beside_the_draft_stand_the_checks_and_what_like_ones_were_answered(
    at,
    cast,
    bureau,
    task,
    now,
    reader,  # noqa: F811
):
    from huiyin.web.docket.services import assigning, negotiating
    from web.docket import making

    answering.received(cast, bureau, task, now)
    case = making.assigned(cast, now + dt.timedelta(hours=1))
    later = case.assignments.get()
    negotiating.sign_for(cast.wang, later.uid, now=now)
    negotiating.accept(cast.wang, later.uid, now=now)
    row = drafting.begin(bureau.shi, later.uid, now=now)
    page = text(at["shi"].get(f"/replies/{row.uid}/beside"))
    assert "没有答全" in page
    assert answering.GOOD[0] in page
    assert assigning.ROLES


def test_remarks_and_editions(at, cast, bureau, task, now):
    row = answering.signed(cast, bureau, task, now)
    place = f"/replies/{row.uid}/"
    at["gao"].post(place + "comments", {"text": "请写明批次"})
    assert "请写明批次" in text(at["shi"].get(place))
    row.refresh_from_db()
    at["oversight"].post(place + "acts/return_oversight", {"version": row.version, "words": "请改"})
    page = text(at["shi"].get(place + "write"))
    assert "请改" in page
    row.refresh_from_db()
    uid = drafting.living(row)[0].uid
    at["shi"].post(
        place + "write", fields(row, **{f"{uid}-text": "改后的答复，增设停车位二百个。"})
    )
    page = text(at["shi"].get(place + "editions?a=1&b=0"))
    assert "改后的答复" in page
    assert answering.GOOD[0] in page
    at["shi"].post(place + "comments", {"settle": row.comments.get().pk})
    assert row.comments.get().settled_at is not None


def test_the_clerk_records_a_paper_receipt_and_the_oversight_office_decides_on_publishing(
    at, cast, bureau, task, now
):
    row = answering.issued(cast, bureau, task, now)
    place = f"/replies/{row.uid}/"
    assert "登记签收" in text(at["clerk"].get(place))
    delivery = row.deliveries.get()
    bad = at["clerk"].post(f"{place}deliveries/{delivery.pk}", {"how": "paper", "words": ""})
    assert bad.status_code == 422
    at["clerk"].post(f"{place}deliveries/{delivery.pk}", {"how": "paper", "words": "签收单"})
    row.refresh_from_db()
    assert row.state == "received"
    assert "个人信息" in text(at["oversight"].get(place + "release"))
    bad = at["oversight"].post(place + "release", {"way": "withheld", "version": row.version})
    assert bad.status_code == 409
    at["oversight"].post(place + "release", {"way": "full", "version": row.version})
    row.refresh_from_db()
    assert row.released_at is not None
    assert at["su"].get(place + "release").status_code in (403, 404)


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_every_page_speaks_both_languages(enter, cast, bureau, joined, now, lang):  # noqa: F811
    answering.opinion(cast, now)
    answering.contact(cast, joined, now)
    row = answering.signed(cast, bureau, joined, now)
    client = enter(bureau.wang, lang)
    opinion = models.Opinion.objects.get()
    contact = models.Contact.objects.get()
    for place in (
        "/replies/", f"/replies/{row.uid}/", f"/replies/{row.uid}/editions", f"/opinions/{opinion.uid}/",
        f"/contacts/{contact.uid}/", f"/assignments/{joined.uid}/contacts", f"/assignments/{joined.uid}/", "/",
    ):  # fmt: skip
        page = client.get(place)
        assert page.status_code == 200, place
    watcher = enter(cast.oversight, lang)
    for place in ("", "class", "release"):
        assert watcher.get(f"/replies/{row.uid}/{place}").status_code == 200


def test_a_desk_asks_no_more_with_more_replies(
    cast, bureau, task, now, django_assert_max_num_queries
):
    from huiyin.web.replies.selectors import desks

    answering.written(cast, bureau, task, now)
    with django_assert_max_num_queries(24):
        assert desks.desk(bureau.shi, None, "zh")
