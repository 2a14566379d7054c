# SPDX-License-Identifier: Apache-2.0
"""The pages of figures: what they show, whom they let in, and what they refuse."""

from dataclasses import replace

import pytest

from huiyin.web.figures.selectors import records
from huiyin.web.kit import ports
from web.docket import making
from web.replies import answering


@pytest.mark.parametrize(("lang", "said"), [("zh-hans", "应答复件 1 中的 1"), ("en", "1 of 1 replies due")])  # fmt: skip
def test_a_number_stands_with_its_base_and_leads_to_the_matter_behind_it(enter, cast, bureau, task, now, lang, said):  # fmt: skip
    answering.received(cast, bureau, task, now)
    client = enter(cast.clerk, lang)
    page = client.get("/figures/").content.decode()
    assert "100.0%" in page
    assert said in page
    behind = client.get("/figures/answered/?session=6-5&rows=hits").content.decode()
    assert f"/assignments/{task.uid}/" in behind
    assert "1 ÷ 1 = 100.000" in behind


def test_every_tab_and_axis_can_be_opened(enter, cast, bureau, task, now):
    answering.received(cast, bureau, task, now)
    client = enter(cast.clerk)
    for by in ("body", "sector", "category", "kind", "class", "session"):
        assert client.get(f"/figures/?by={by}").status_code == 200
    for figure in ("received", "by_class", "by_disposition", "suggestions_per_proposal", "members_submitting", "satisfied"):  # fmt: skip
        for rows in ("base", "hits", "misses"):
            assert client.get(f"/figures/{figure}/?rows={rows}").status_code == 200
    part = client.get("/figures/by_class/?part=B").content.decode()
    assert "列入计划逐步解决" in part


@pytest.mark.parametrize(
    "address",
    ["/figures/?session=9-9", "/figures/?by=person", "/figures/approval/", "/figures/answered/?rows=all", "/figures/answered/?part=A"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(enter, cast, address):
    assert enter(cast.clerk).get(address).status_code == 404


def test_an_unknown_value_narrows_to_nothing_and_says_so(enter, cast, task):
    page = enter(cast.clerk).get("/figures/answered/?body=%27--").content.decode()
    assert "无从计算" in page


def test_a_table_of_the_rows_can_be_taken_away(enter, cast, task):
    answer = enter(cast.clerk).get("/figures/replies_due/?export=csv")
    assert making.TITLES[0] in b"".join(answer.streaming_content).decode()


def test_who_is_not_signed_in_is_asked_to_sign_in(client, cast):
    assert client.get("/figures/").status_code == 302
    assert client.get("/figures/answered/").status_code == 302


def test_others_see_their_own_matters_and_are_told_so(enter, cast, bureau, task, now):
    answering.received(cast, bureau, task, now)
    page = enter(cast.qian).get("/figures/").content.decode()
    assert "这里只统计与您有关的" in page
    assert "100.0%" not in page
    assert "100.0%" in enter(cast.wang).get("/figures/").content.decode()


def test_a_member_reads_every_act_of_their_own_and_the_office_too(enter, cast, bureau, task, now):
    answering.received(cast, bureau, task, now)
    own = enter(cast.chen).get("/record/").content.decode()
    uid = task.case.proposals.get().uid
    assert own.count(f'href="/proposals/{uid}/"') == 2  # proposed, and filed
    assert "<dt>分</dt>" not in own  # no pack gives points by default
    address = f"/people/{cast.chen.person_id}/record"
    assert enter(cast.clerk).get(address).context["record"].counts == {"proposed": 1, "filed": 1}
    assert address in enter(cast.clerk).get(f"/people/{cast.chen.person_id}/").content.decode()
    for who in (cast.su, cast.wang, cast.assigner):
        assert enter(who).get(address).status_code == 404
        assert address not in enter(who).get(f"/people/{cast.chen.person_id}/").content.decode()
    assert enter(cast.clerk).get("/record/").status_code == 404


def test_points_are_those_of_the_pack_and_each_leads_to_its_act(cast, task, monkeypatch):
    pack = ports.pack("cn-cppcc", "2026.1")
    given = replace(pack, options={**pack.options, "points_filed": "10", "points_signed": "2"})
    monkeypatch.setattr(ports, "pack", lambda pack_id, version="": given)
    found = records.of(cast.chen, cast.chen.person_id, cast.session)
    assert found.points == {"filed": 10, "signed": 2}
    assert found.total == 10
