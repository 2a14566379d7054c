# SPDX-License-Identifier: Apache-2.0
"""Writing a proposal on its pages: nothing typed is lost, nothing is overwritten, and what is wrong is said."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from making import draft

from huiyin.web.accounts.models import Delegation, User
from huiyin.web.docket import models


def form(row, **more):
    return {
        "version": row.version, "title": "关于延长社区食堂开放时间的提案", "kind": "individual", "category": "social",
        "facts": "食堂五点半关门。", "analysis": "按坐班时间安排。", "disclosure": "yes",
        "ask": ["晚餐延长到七点半", "周末照常开放"], "ask_start": ["", ""], "ask_end": ["", ""],
        "ask_addressee": ["市民政局", ""], "ask_provenance": ["typed", "typed"], "do": "save",
    } | more  # fmt: skip


def test_a_member_begins_a_draft_and_lands_in_it(enter, cast):
    answer = enter(cast.chen).post("/proposals/new", {"kind": "individual", "how": "write"})

    row = models.Proposal.objects.get()
    assert answer.url == f"/proposals/{row.uid}/edit"
    assert row.proposer_id == cast.chen.person_id


def test_an_officer_is_told_why_there_is_nothing_to_write(enter, cast):
    page = enter(cast.clerk).get("/proposals/new").content.decode()

    assert "只有委员和受委员委托的助手" in page
    assert enter(cast.clerk).post("/proposals/new", {"kind": "individual"}).status_code == 403


def test_an_assistant_drafts_for_the_member_who_delegated(enter, cast, now):
    user = User.objects.create(username="helper")
    Delegation.objects.create(member_id=cast.chen.person_id, assistant=user, starts_on=now.date())
    from huiyin.web.accounts import actors

    helper = enter(actors.of(user, on=now.date()))
    helper.post(
        "/proposals/new", {"kind": "individual", "behalf": cast.chen.person_id, "how": "write"}
    )

    assert models.Proposal.objects.get().proposer_id == cast.chen.person_id


def test_saving_keeps_the_parts_and_each_suggestion_as_a_row(enter, cast, now):
    row = draft(cast.chen, cast.session, now)
    enter(cast.chen).post(f"/proposals/{row.uid}/edit", form(row, wish=[cast.housing.pk, "", ""]))

    row.refresh_from_db()
    asks = row.suggestions.filter(dropped_at=None).values_list("text", "addressee")
    assert row.facts == "食堂五点半关门。"
    assert list(asks) == [("晚餐延长到七点半", "市民政局"), ("周末照常开放", "")]
    assert [one.body for one in row.handlers.filter(standing="wished")] == [cast.housing]


@pytest.mark.parametrize(
    ("do", "shown"),
    [
        ("add", ["晚餐延长到七点半", "周末照常开放", ""]),
        ("remove-0", ["周末照常开放"]),
        ("down-0", ["周末照常开放", "晚餐延长到七点半"]),
        ("up-0", ["晚餐延长到七点半", "周末照常开放"]),
        ("remove-9", ["晚餐延长到七点半", "周末照常开放"]),
    ],
)
def test_rows_are_added_moved_and_taken_out_without_javascript(enter, cast, now, do, shown):
    row = draft(cast.chen, cast.session, now)
    answer = enter(cast.chen).post(f"/proposals/{row.uid}/edit", form(row, do=do))

    assert [ask.text for ask in answer.context["asks"]] == shown
    assert answer.context["form"]["facts"].value() == "食堂五点半关门。"


def test_autosave_answers_with_the_new_version(enter, cast, now):
    row = draft(cast.chen, cast.session, now)
    answer = enter(cast.chen).post(f"/proposals/{row.uid}/autosave", form(row))

    row.refresh_from_db()
    assert answer.status_code == 200
    assert f'value="{row.version}" hx-swap-oob' in answer.content.decode()


def test_of_two_windows_the_slower_sees_both_texts_and_overwrites_nothing(enter, cast, now):
    row = draft(cast.chen, cast.session, now)
    window = enter(cast.chen)
    window.post(f"/proposals/{row.uid}/autosave", form(row, facts="第一个窗口写的。"))
    slower = form(row, facts="第二个窗口写的。")
    for address in ("autosave", "edit"):
        answer = window.post(f"/proposals/{row.uid}/{address}", slower)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "第一个窗口写的。" in page
        assert "第二个窗口写的。" in page
    row.refresh_from_db()
    assert row.facts == "第一个窗口写的。"

    kept = slower | {"do": "over", "over_version": row.version}
    window.post(f"/proposals/{row.uid}/edit", kept)
    row.refresh_from_db()
    assert row.facts == "第二个窗口写的。"


def test_autosave_of_a_dead_session_says_so_and_saves_nothing(enter, cast, now):
    row = draft(cast.chen, cast.session, now)
    answer = enter().post(f"/proposals/{row.uid}/autosave", form(row))

    assert answer.status_code == 401
    assert "登录已到期" in answer.content.decode()


def test_a_stranger_finds_no_draft_on_any_address(enter, cast, now):
    row = draft(cast.chen, cast.session, now)
    stranger = enter(cast.su)
    for part in ("", "edit", "read", "split", "invite", "submit", "sign", "beside"):
        assert stranger.get(f"/proposals/{row.uid}/{part}").status_code == 404, part
    assert stranger.post(f"/proposals/{row.uid}/autosave", form(row)).status_code == 404


def test_handing_in_gives_the_receipt_number_at_once(enter, cast, now):
    row = draft(cast.chen, cast.session, now)
    answer = enter(cast.chen).post(
        f"/proposals/{row.uid}/submit", {"version": row.version}, follow=True
    )

    row.refresh_from_db()
    assert row.state == "received"
    assert row.receipt_no in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "asks", "code"),
    [
        ({"facts": ""}, ["增设停车位"], "GUARD_COMPLETE"),
        ({}, [], "GUARD_ONE_SUGGESTION"),
        ({"facts": "秘密★\n情况如下"}, ["增设停车位"], "CHECK_SECRECY"),
        ({"facts": "长" * 2600}, ["增设停车位"], "GUARD_COMPLETE"),
        ({"disclosure": "no"}, ["增设停车位"], "GUARD_COMPLETE"),
    ],
)
def test_what_may_not_be_handed_in_is_refused_by_name(enter, cast, now, fields, asks, code):
    row = draft(cast.chen, cast.session, now)
    member = enter(cast.chen)
    member.post(f"/proposals/{row.uid}/edit", form(row, ask=asks, **fields))
    row.refresh_from_db()
    answer = member.post(f"/proposals/{row.uid}/submit", {"version": row.version})

    assert answer.status_code in (409, 422)
    assert code in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "draft"


@pytest.mark.parametrize(
    ("facts", "warning"),
    [
        ("联系电话 138 1234 5678。", "个人信息"),
        ("身份证号 110101199003074514。", "个人信息"),
        ("情况如实记述。", "形式上没有问题"),
    ],
)
def test_personal_data_is_a_warning_that_shows_little_of_it(enter, cast, now, facts, warning):
    row = draft(cast.chen, cast.session, now)
    member = enter(cast.chen)
    member.post(f"/proposals/{row.uid}/edit", form(row, facts=facts))
    page = member.get(f"/proposals/{row.uid}/beside").content.decode()

    assert warning in page
    assert "1234" not in page


def test_a_late_draft_is_refused_with_the_page_kept(enter, cast, now, clock):
    row = draft(cast.chen, cast.session, now)
    clock.forward(days=10)
    member = enter(cast.chen)
    answer = member.post(f"/proposals/{row.uid}/submit", {"version": row.version})

    assert "GUARD_SESSION_OPEN" in answer.content.decode()
    assert "不在提交时间内" in answer.content.decode()


def test_a_pasted_text_is_split_and_each_suggestion_confirmed_with_its_place(
    enter, cast, now, reader
):
    row = draft(cast.chen, cast.session, now, asks=())
    text = "社区食堂五点半关门，老人晚饭没有着落。\n1. 晚餐延长到七点半\n2. 周末照常开放\n"
    member = enter(cast.chen)
    member.post(f"/proposals/{row.uid}/read", {"pasted": text})
    page = member.get(f"/proposals/{row.uid}/split")
    assert page.content.decode().count('class="mark mark-ask"') == 2

    found = page.context["split"].asks
    row.refresh_from_db()
    member.post(f"/proposals/{row.uid}/split", {
        "version": row.version, "take_facts": "yes", "facts": "社区食堂五点半关门。", "take_ask": ["1"],
        "ask": [one.text for one in found], "ask_start": [one.start for one in found], "ask_end": [one.end for one in found],
        "ask_addressee": ["", ""], "ask_provenance": ["split", "split"],
    })  # fmt: skip

    row.refresh_from_db()
    (ask,) = row.suggestions.filter(dropped_at=None)
    assert (ask.text, ask.provenance) == ("晚餐延长到七点半", "split")
    assert row.source_text[ask.start : ask.end] == ask.text


def test_without_a_reader_the_text_stays_on_the_page(enter, cast, now, monkeypatch):
    from huiyin.web.kit import ports

    monkeypatch.setattr(ports._ports, "read_document", None)
    row = draft(cast.chen, cast.session, now)
    file = SimpleUploadedFile("稿.docx", b"PK\x03\x04")
    answer = enter(cast.chen).post(f"/proposals/{row.uid}/read", {"file": file})

    assert answer.status_code == 422
    assert "READER_ABSENT" in answer.content.decode()


def test_similar_ones_are_shown_with_what_became_of_them_also_the_refused(enter, cast, now, reader):
    from making import examined, received

    from huiyin.core.docket.transitions import Given
    from huiyin.web.docket.services import examining

    old = examined(cast, received(cast, now, who=cast.su, title="关于增设社区停车位的提案"), now)
    examining.decide(
        cast.committee,
        old.uid,
        "refuse",
        version=old.version,
        given=Given("R10", "没有具体建议"),
        now=now,
    )
    hidden = draft(cast.su, cast.session, now, title="关于增设停车位的另一份草稿")
    row = draft(cast.chen, cast.session, now)
    mine = enter(cast.chen).get(f"/proposals/{row.uid}/beside").content.decode()
    hers = enter(cast.su).get(f"/proposals/{hidden.uid}/beside").content.decode()

    assert old.title not in mine  # a refused one of somebody else is not open to a member
    assert old.title in hers
    assert "已告知理由和内容去向" in hers


FILE = b"%PDF-1.4 \xe6\x8f\x90\xe6\xa1\x88"


def test_an_attachment_is_given_out_to_those_who_see_the_proposal_and_never_shown_inline(
    enter, cast, now
):
    row = draft(cast.chen, cast.session, now)
    member = enter(cast.chen)
    member.post(f"/proposals/{row.uid}/files", {"file": SimpleUploadedFile("照片/说明.pdf", FILE)})
    kept = models.Attachment.objects.get()
    answer = member.get(f"/attachments/{kept.pk}/")

    assert b"".join(answer.streaming_content) == FILE
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    for other in (enter(cast.su), enter(cast.clerk), enter()):
        assert other.get(f"/attachments/{kept.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.exe", b"MZ", "TYPE_UNSUPPORTED"),
        ("a.pdf", b"PK\x03\x04", "TYPE_MISMATCH"),
        ("a.html", b"<script>", "TYPE_UNSUPPORTED"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(enter, cast, now, name, data, code):
    row = draft(cast.chen, cast.session, now)
    answer = enter(cast.chen).post(
        f"/proposals/{row.uid}/files", {"file": SimpleUploadedFile(name, data)}, follow=True
    )

    assert code in answer.content.decode()
    assert not models.Attachment.objects.exists()
