# SPDX-License-Identifier: Apache-2.0
"""Examination, merging, assignment and clocks on their pages: done, refused by name, undone."""

import pytest
from making import TITLES, assigned, examined, filed, received

from huiyin.web.docket import models
from huiyin.web.docket.services import assigning, merging, negotiating, ticking
from huiyin.web.kit.models import Notice

Task = assigning.Task


def item(row):
    return f"{row.uid}:{row.version}"


def state(row):
    row.refresh_from_db()
    return row.state


# --- examination ---------------------------------------------------------------------------------------------------


def test_the_queue_shows_what_waits_longest_first(enter, cast, now, clock):
    first = received(cast, now)
    clock.forward(days=2)
    second = received(cast, clock.now, who=cast.su, title=TITLES[1])
    clock.forward(days=9)
    page = enter(cast.clerk).get("/examination/").content.decode()

    assert page.index(first.title) < page.index(second.title)
    assert "已等 11 天" in page


def test_the_examination_is_not_for_members(enter, cast):
    assert enter(cast.chen).get("/examination/").status_code == 403
    assert enter().get("/examination/").status_code == 302


def test_several_are_passed_on_at_once_and_each_may_be_undone(enter, cast, now):
    rows = [received(cast, now), received(cast, now, who=cast.su, title=TITLES[1])]
    clerk = enter(cast.clerk)
    answer = clerk.post(
        "/examination/batch",
        {"stage": "received", "act": "examine_first", "item": [item(row) for row in rows]},
    )
    assert [state(row) for row in rows] == ["first_examined"] * 2

    page = answer.content.decode()
    assert "办成 2 件" in page
    clerk.post("/examination/undo", {"stage": "received", "uid": rows[0].uid})
    assert [state(row) for row in rows] == ["received", "first_examined"]


def test_of_a_batch_what_changed_meanwhile_is_left_and_named(enter, cast, now):
    rows = [received(cast, now), received(cast, now, who=cast.su, title=TITLES[1])]
    stale = f"{rows[0].uid}:{rows[0].version - 1}"
    answer = enter(cast.clerk).post(
        "/examination/batch",
        {"stage": "received", "act": "examine_first", "item": [stale, item(rows[1])]},
    )

    assert "CHANGED_MEANWHILE" in answer.content.decode()
    assert [state(row) for row in rows] == ["received", "first_examined"]


def test_a_return_without_its_code_is_refused_and_what_was_chosen_stays(enter, cast, now):
    row = received(cast, now)
    answer = enter(cast.clerk).post(
        "/examination/batch",
        {"stage": "received", "act": "return", "item": item(row), "words_return": "请补充"},
    )

    assert answer.status_code == 422
    assert "REASON_CODE_REQUIRED" in answer.content.decode()
    assert answer.context["chosen"] == [row.uid]
    assert state(row) == "received"


def test_a_refusal_tells_the_proposer_why_and_where_it_went(enter, cast, now):
    row = examined(cast, received(cast, now), now)
    enter(cast.committee).post(
        f"/proposals/{row.uid}/acts/refuse",
        {"version": row.version, "code": "R10", "words": "只谈了现象"},
    )
    assert state(row) == "not_filed"

    member = enter(cast.chen)
    told = member.get("/notices/").content.decode()
    page = member.get(f"/proposals/{row.uid}/").content.decode()
    assert "不予立案" in told
    assert "只谈了现象" in told
    assert "已告知理由和内容去向" in page


def test_advice_decides_nothing_and_stands_beside_the_decision(enter, cast, now):
    row = received(cast, now)
    clerk = enter(cast.clerk)
    clerk.post("/examination/batch", {
        "stage": "received", "act": "advise", "advice": "refuse", "item": item(row), "words_advise": "与去年一件重复",
    })  # fmt: skip

    assert state(row) == "received"
    assert "与去年一件重复" in clerk.get("/examination/").content.decode()


def test_a_reviewer_finds_what_was_given_to_them(enter, cast, now):
    rows = [received(cast, now), received(cast, now, who=cast.su, title=TITLES[1])]
    clerk = enter(cast.clerk)
    given = {"stage": "received", "act": "give", "item": item(rows[0])}
    assert clerk.post("/examination/batch", given).status_code == 422
    clerk.post("/examination/batch", given | {"reviewer": cast.reviewer.user_id})

    mine = enter(cast.reviewer).get("/examination/?stage=received&mine=1").content.decode()
    assert rows[0].title in mine
    assert rows[1].title not in mine


def test_converting_asks_for_the_consent(enter, cast, now):
    row = examined(cast, received(cast, now), now)
    committee = enter(cast.committee)
    given = {"version": row.version, "code": "V02", "words": "适合作社情民意"}
    refused = committee.post(f"/proposals/{row.uid}/convert", given)
    assert refused.status_code == 409
    assert "适合作社情民意" in refused.content.decode()

    committee.post(f"/proposals/{row.uid}/convert", given | {"consented": "yes"})
    assert state(row) == "converted"


def test_a_suggestion_is_split_by_lines_of_its_own_words(enter, cast, now):
    row = received(cast, now, asks=("增设停车位两百个，引入停车诱导系统",))
    ask = row.suggestions.get()
    clerk = enter(cast.clerk)
    wrong = clerk.post(f"/suggestions/{ask.uid}/split", {"parts": "增设车位\n引入系统"})
    assert "SPLIT_RANGES" in wrong.content.decode()

    clerk.post(f"/suggestions/{ask.uid}/split", {"parts": "增设停车位两百个\n引入停车诱导系统"})
    living = row.suggestions.filter(dropped_at=None).values_list("text", flat=True)
    assert sorted(living) == ["增设停车位两百个", "引入停车诱导系统"]


# --- merging -------------------------------------------------------------------------------------------------------


@pytest.fixture
def two(cast, now):
    return (
        received(cast, now, asks=("在云桥街道增设停车位两百个",)),
        received(
            cast,
            now,
            who=cast.su,
            title="关于缓解停车难的提案",
            asks=("在云桥街道增设停车位五十个",),
        ),
    )


def test_candidates_stand_with_what_they_share(enter, cast, two, reader):
    page = enter(cast.committee).get("/merging/").content.decode()

    assert all(row.title in page for row in two)
    assert '<span class="word">' in page


def test_side_by_side_the_common_and_the_differing_are_marked(enter, cast, two, reader):
    page = enter(cast.committee).get(f"/merging/{two[0].uid}/{two[1].uid}/").content.decode()

    assert '<mark class="mark mark-same">在云桥街道增设停车位</mark>' in page
    assert '<mark class="mark mark-other">两百个</mark>' in page


def test_merging_wants_a_reason_and_keeps_what_was_typed(enter, cast, two, reader):
    first, second = two
    committee = enter(cast.committee)
    refused = committee.post(
        f"/merging/{first.uid}/{second.uid}/", {"into": second.uid, "words": " "}
    )
    assert "REASON_REQUIRED" in refused.content.decode()
    assert refused.context["into"] == second.uid

    committee.post(f"/merging/{first.uid}/{second.uid}/", {"into": first.uid, "words": "同为停车"})
    assert state(second) == "merged"
    assert models.Merger.objects.get().basis["shared"]


def test_a_proposer_objects_and_the_committee_undoes_or_upholds(enter, cast, now, two):
    first, second = two
    merging.merge(cast.committee, first.uid, second.uid, reason="同为停车", basis={}, now=now)
    member, committee = enter(cast.su), enter(cast.committee)
    assert "提出异议" in member.get(f"/proposals/{second.uid}/").content.decode()
    member.post(f"/proposals/{second.uid}/object-merger", {"words": "我提的是夜间错时"})
    assert "我提的是夜间错时" in committee.get("/merging/mergers/").content.decode()

    blank = committee.post(f"/merging/mergers/{second.uid}/rule", {"how": "uphold", "words": ""})
    assert "REASON_REQUIRED" in blank.content.decode()
    committee.post(f"/merging/mergers/{second.uid}/rule", {"how": "unmerge", "words": "异议成立"})
    assert state(second) == "received"


def test_nobody_but_the_proposer_objects(enter, cast, now, two):
    first, second = two
    merging.merge(cast.committee, first.uid, second.uid, reason="同为停车", basis={}, now=now)

    answer = enter(cast.clerk).post(f"/proposals/{second.uid}/object-merger", {"words": "不妥"})
    assert answer.status_code == 403


# --- assignment ----------------------------------------------------------------------------------------------------


def test_the_board_shows_loads_waiting_cases_and_wishes_apart(enter, cast, now, reader):
    row = filed(cast, now)
    models.Handler.objects.create(
        proposal=row, body=cast.traffic, role="lead", standing="wished", at=now
    )
    assigned(cast, now, title=TITLES[1], who=cast.su)
    context = enter(cast.assigner).get("/assignment-meeting/").context

    (waiting,) = context["waiting"]
    assert (waiting.case, waiting.wished) == (row.case, [cast.traffic.name])
    assert {one["row"].pk: one["n"] for one in context["loads"]}[cast.housing.pk] == 1


def test_past_routings_speak_for_a_body_and_hand_backs_against_it(enter, cast, now, clock, reader):
    for n in range(3):
        assigned(
            cast, now, Task(cast.traffic, "sole"), title=f"旧案{n}", asks=("增设公共停车位若干个",)
        )
    back = models.Assignment.objects.first()
    negotiating.sign_for(cast.zhao, back.uid, now=now)
    negotiating.hand_back(
        cast.zhao, back.uid, code="O01", words="非本局职责", names=cast.housing, now=now
    )
    assigning.rule(cast.assigner, back.uid, grant=True, to=cast.housing, words="改办", now=now)
    row = filed(cast, now, title="新案", asks=("增设公共停车位三十个",))
    (fit, other) = enter(cast.assigner).get(f"/cases/{row.case.uid}/assign").context["fits"]

    assert fit.body == other.body or {fit.body, other.body} == {cast.traffic, cast.housing}
    said = {one.body: "；".join(one.reasons) for one in (fit, other)}
    assert said[cast.traffic] == "3 件相近的有 2 件交给它；退办过 1 件"
    assert said[cast.housing] == "3 件相近的有 1 件交给它"


def test_a_case_is_proposed_first_and_issued_at_the_meeting(enter, cast, now):
    row = filed(cast, now)
    address = f"/cases/{row.case.uid}/assign"
    assigner = enter(cast.assigner)
    lead = {"body-0": cast.housing.pk, "role-0": "lead"}
    assigner.post(address, lead | {"do": "propose"})
    assert models.Assignment.objects.get().state == "proposed"
    assert enter(cast.wang).get("/").content.decode().count(row.title) == 0

    assigner.post(address, {"body-0": cast.traffic.pk, "role-0": "joint", "do": "issue"})
    assert set(models.Assignment.objects.values_list("role", "state")) == {
        ("lead", "issued"), ("joint", "issued"),
    }  # fmt: skip
    assert row.title in enter(cast.wang).get("/").content.decode()


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, "GUARD_HAS_LEAD"),
        (
            {"body-0": "housing", "role-0": "lead", "body-1": "traffic", "role-1": "lead"},
            "LEAD_TWICE",
        ),
        (
            {"body-0": "housing", "role-0": "lead", "body-1": "housing", "role-1": "joint"},
            "BODY_TWICE",
        ),
    ],
)
def test_an_assignment_that_does_not_hold_is_refused_whole(enter, cast, now, form, code):
    row = filed(cast, now)
    filled = {
        key: getattr(cast, value).pk if key.startswith("body") else value
        for key, value in form.items()
    }
    answer = enter(cast.assigner).post(f"/cases/{row.case.uid}/assign", filled | {"do": "issue"})

    assert code in answer.content.decode()
    assert not models.Assignment.objects.exists()


def test_an_officer_signs_for_hands_back_naming_another_and_the_office_reassigns(enter, cast, now):
    case = assigned(cast, now)
    task = case.assignments.get()
    officer, assigner = enter(cast.wang), enter(cast.assigner)
    officer.post(f"/assignments/{task.uid}/acts/sign_for", {"version": task.version})
    form = {"code": "O01", "words": "水务主管", "do": "x"}
    assert (
        "GUARD_NAMES_BODY" in officer.post(f"/assignments/{task.uid}/object", form).content.decode()
    )
    officer.post(f"/assignments/{task.uid}/object", form | {"body": cast.water.pk})
    assert state(task) == "objected"

    board = assigner.get("/assignment-meeting/").content.decode()
    assert "认为应由 市水务局 办理" in board
    assigner.post(f"/assignments/{task.uid}/grant", {"body": cast.water.pk, "words": "同意"})
    assert state(task) == "handed_on"
    assert enter(cast.qian).get("/").content.decode().count(case.title) >= 1


def test_an_officer_of_another_body_finds_no_task(enter, cast, now):
    task = assigned(cast, now).assignments.get()
    stranger = enter(cast.qian)

    assert stranger.get(f"/assignments/{task.uid}/").status_code == 404
    assert stranger.post(f"/assignments/{task.uid}/acts/sign_for").status_code == 404
    assert stranger.get(f"/assignments/{task.uid}/object").status_code == 404


def test_a_late_return_is_refused_by_the_clock_with_the_words_kept(enter, cast, now, clock):
    task = assigned(cast, now).assignments.get()
    negotiating.sign_for(cast.wang, task.uid, now=now)
    clock.forward(days=10)
    officer = enter(cast.wang)
    form = {"code": "O01", "words": "水务主管", "body": cast.water.pk}
    answer = officer.post(f"/assignments/{task.uid}/object", form)

    assert answer.status_code == 409
    assert "GUARD_IN_RETURN_WINDOW" in answer.content.decode()
    assert "水务主管" in answer.content.decode()
    assert "GUARD_IN_RETURN_WINDOW" in officer.get(f"/assignments/{task.uid}/").content.decode()


def test_a_wish_for_another_body_is_answered_on_the_board(enter, cast, now):
    task = assigned(cast, now).assignments.get()
    negotiating.sign_for(cast.wang, task.uid, now=now)
    enter(cast.wang).post(
        f"/assignments/{task.uid}/accept_with_request",
        {"body": cast.traffic.pk, "words": "涉及道路"},
    )
    assert state(task) == "accepted"

    assigner = enter(cast.assigner)
    assert "涉及道路" in assigner.get("/assignment-meeting/").content.decode()
    assigner.post(f"/assignments/{task.uid}/answer-request", {"how": "refuse", "words": "会签即可"})
    assert models.Objection.objects.get().ruling == "refused"


def test_extending_and_pausing_show_in_the_reckoning(enter, cast, now, clock):
    task = assigned(cast, now).assignments.get()
    negotiating.sign_for(cast.wang, task.uid, now=now)
    assigner = enter(cast.assigner)
    assigner.post(f"/assignments/{task.uid}/extend", {"count": "6", "words": "需要实地勘察"})
    too_long = assigner.post(f"/assignments/{task.uid}/extend", {"count": "9", "words": "再等等"})
    assert "GUARD_WITHIN_MAXIMUM" in too_long.content.decode()

    page = assigner.get(f"/assignments/{task.uid}/").content.decode()
    assert "需要实地勘察" in page
    assert "起算" in page


def test_when_the_last_reply_is_registered_the_proposal_is_replied(enter, cast, now):
    case = assigned(cast, now)
    task = case.assignments.get()
    negotiating.sign_for(cast.wang, task.uid, now=now)
    negotiating.accept(cast.wang, task.uid, now=now)
    oversight = enter(cast.oversight)
    wrong = oversight.post(
        f"/assignments/{task.uid}/conclude", {"reply_no": "建〔2026〕3号", "day": "x"}
    )
    assert "DATE_INVALID" in wrong.content.decode()
    oversight.post(
        f"/assignments/{task.uid}/conclude", {"reply_no": "建〔2026〕3号", "day": "2026-03-02"}
    )

    assert case.proposals.get().state == "replied"


# --- clocks and ledger ---------------------------------------------------------------------------------------------


def test_an_overdue_clock_climbs_its_ladder_once_and_gets_its_letter(enter, cast, now, clock):
    task = assigned(cast, now).assignments.get()
    negotiating.sign_for(cast.wang, task.uid, now=now)
    clock.forward(days=105)
    for _ in range(2):
        ticking.tick(now=clock.now)
    oversight = enter(cast.oversight)
    context = oversight.get("/clocks/overdue/").context
    (line,) = [one for one in context["late"] if one.row.clock == "reply"]
    letter = oversight.get(f"/clocks/{line.row.pk}/letter").content.decode()

    assert [form for form, _ in line.fired] == ["notice", "notice", "reminder", "letter"]
    assert f"逾期 {line.over} 天" in letter
    assert Notice.objects.filter(user_id=cast.oversight.user_id, words="clock.letter").count() == 1
    assert enter(cast.qian).get("/clocks/overdue/").context["late"] == []
    assert enter(cast.qian).get(f"/clocks/{line.row.pk}/letter").status_code == 404


def test_the_ledger_is_for_the_auditor(enter, cast, now):
    received(cast, now)
    auditor = enter(cast.actor("季", "auditor"))

    assert "proposal.submit" in auditor.get("/ledger/").content.decode()
    assert "proposal.begun" not in auditor.get("/ledger/?q=submit").content.decode()
    assert auditor.get("/ledger/?export=csv")["Content-Type"].startswith("text/csv")
    assert enter(cast.clerk).get("/ledger/").status_code == 403
