# SPDX-License-Identifier: Apache-2.0
"""Search: what is found, in which order, and that nothing hidden is told."""

import datetime as dt

import pytest

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket import models, search
from huiyin.web.docket.services import drafting


def _proposal(cast, now, title, facts, asks=("增设指示牌",), who=None, submit=True, **fields):
    who = who or cast.chen
    row = drafting.begin(who, cast.session, now=now)
    row = drafting.save(
        who, row.uid, version=row.version, fields={"title": title, "facts": facts, **fields},
        asks=[drafting.Ask(text) for text in asks], now=now,
    )  # fmt: skip
    return drafting.submit(who, row.uid, version=row.version, now=now) if submit else row


def _ids(actor, query, limit=50):
    return [one.object_id for one in search.find(actor, query, limit)]


@pytest.fixture
def three(cast, now):
    return [
        _proposal(cast, now, "关于老城区停车难的提案", "车位缺口 40%，路边_停车混乱。", ["建设立体车库"]),
        _proposal(cast, now, "关于改善公园无线网络的提案", "The WiFi of the Bridge park fails.", ["更换 5G 基站"]),
        _proposal(cast, now, "关于停放电动自行车的提案", "充电桩不足，ＡＩ摄像头缺失。", ["增设充电棚"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("停车", [0]),
        ("停", [2, 0]),
        ("难", [0]),
        ("车库", [0]),
        ("wifi", [1]),
        ("WIFI bridge", [1]),
        ("5g基站", []),
        ("5G 基站", [1]),
        ("ai摄像头", [2]),
        ("提案", [2, 1, 0]),
        ("关于 充电", [2]),
        ("停车位充电", []),
        ("车停", []),
        ("40%", [0]),
        ("%", []),
        ("路边_停车", [0]),
        ("路边x停车", []),
        ("_", []),
        ("", []),
        ("   ", []),
        ('停车" OR "提案', []),
        ("停车 AND 提案", []),
        ("停车*", []),
        ("NEAR(停车)", []),
        ("grams:停车", []),
        ("-停车", []),
        ("'; DROP TABLE docket_proposal; --", []),
        ("停车\x00", []),
        ("😀", []),
    ],
)
def test_a_query_finds_what_holds_all_its_words_newest_first(three, cast, query, places):
    assert _ids(cast.clerk, query) == [three[place].pk for place in places]


def test_a_thousand_words_are_answered_and_too_many_signs_refused(three, cast):
    assert _ids(cast.clerk, " ".join(f"词{n}" for n in range(1_000))) == []
    assert _ids(cast.clerk, " ".join(["停车"] * 1_000)) == [three[0].pk]
    with pytest.raises(HuiyinError, match="QUERY_TOO_LONG"):
        search.find(cast.clerk, "停" * 6_001)


def test_drafts_and_hidden_rows_are_found_by_their_own_people_only(three, cast, now):
    draft = _proposal(cast, now, "关于停车收费的提案", "草稿一份。", who=cast.su, submit=False)
    assert _ids(cast.su, "停车") == [draft.pk]
    assert _ids(cast.clerk, "停车") == [three[0].pk]
    assert _ids(cast.chen, "停车") == [three[0].pk]
    assert _ids(cast.public, "停车") == []


def test_the_limit_is_met_by_visible_rows_however_many_are_hidden(cast, now):
    mine = _proposal(cast, now, "关于停车的提案", "停车。", submit=False)
    for n in range(5):
        _proposal(cast, now, f"关于停车的提案{n}", "停车。", who=cast.su, submit=False)
    assert _ids(cast.chen, "停车", limit=1) == [mine.pk]


def test_a_masked_name_is_no_way_to_its_proposal(cast, now):
    row = _proposal(cast, now, "关于匿名的提案", "说明情况。", masked=True)
    plain = _proposal(cast, now, "关于署名的提案", "说明情况。")
    assert _ids(cast.clerk, "说明情况") == [plain.pk, row.pk]
    assert _ids(cast.clerk, row.proposer.name) == [plain.pk]


def test_what_was_said_before_is_found_no_more(cast, now):
    row = _proposal(cast, now, "关于路灯的提案", "路灯坏了。", submit=False)
    row = drafting.save(
        cast.chen, row.uid, version=row.version, fields={"title": "关于桥梁的提案", "facts": "桥梁老化。"},
        asks=[drafting.Ask("加固桥墩")], now=now + dt.timedelta(minutes=1),
    )  # fmt: skip
    assert (_ids(cast.chen, "路灯"), _ids(cast.chen, "桥墩")) == ([], [row.pk])


def test_an_index_built_anew_finds_the_same(three, cast):
    before = {query: _ids(cast.clerk, query) for query in ("停车", "wifi", "提案", "5g")}
    assert search.reindex() == models.Proposal.objects.count()
    assert {query: _ids(cast.clerk, query) for query in before} == before


def test_an_excerpt_shows_the_words(three, cast):
    (one,) = search.find(cast.clerk, "立体车库")
    assert "立体车库" in one.excerpt
