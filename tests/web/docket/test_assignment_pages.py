# SPDX-License-Identifier: Apache-2.0
"""Assignment, clocks and the ledger on their pages: done, refused by name, shown to those concerned only."""

import pytest
from making import TITLES, assigned, filed, received

from huiyin.web.docket import models
from huiyin.web.docket.services import assigning, negotiating, ticking
from huiyin.web.kit.models import Notice

Task = assigning.Task


def state(row):
    row.refresh_from_db()
    return row.state


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


def test_a_task_that_is_only_proposed_is_not_seen_by_its_body(enter, cast, now):
    row = filed(cast, now)
    task = assigning.propose(
        cast.assigner, row.case.uid, [assigning.Task(cast.housing, "sole")], now=now
    )[0]
    assert enter(cast.assigner).get(f"/assignments/{task.uid}/").status_code == 200
    assert enter(cast.wang).get(f"/assignments/{task.uid}/").status_code == 404


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
