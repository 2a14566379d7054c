# SPDX-License-Identifier: Apache-2.0
"""Examination and merging on their pages: done, refused by name, undone."""

import pytest
from making import TITLES, examined, received

from huiyin.web.docket import models
from huiyin.web.docket.services import merging


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
