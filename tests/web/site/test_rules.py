# SPDX-License-Identifier: Apache-2.0
"""The rules packs: read, compared, tried, checked and kept."""

import pytest
import yaml

from huiyin.adapters.packs import adapter as packs
from huiyin.core.docket import comparing
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import User
from huiyin.web.kit import ports
from huiyin.web.kit.models import LedgerEntry


@pytest.fixture
def policy(cast, client, tmp_path):
    actor = cast.actor("齐", "policy_admin")
    client.force_login(User.objects.get(pk=actor.user_id))
    shelf = packs.Shelf(tmp_path)
    kept = {
        name: getattr(ports._ports, name) for name in ("pack", "pack_ids", "pack_text", "keep_pack")
    }
    ports.provide(pack=shelf.load, pack_ids=shelf.ids, pack_text=shelf.text, keep_pack=shelf.keep)
    yield client
    ports.provide(**kept)


def own(**changes):
    data = yaml.safe_load(packs.Shelf(__import__("pathlib").Path("/nowhere")).text("cn-cppcc"))
    return yaml.safe_dump(data | {"id": "own-city", "version": "1"} | changes, allow_unicode=True)


@pytest.mark.parametrize("pack_id", packs.shipped())
def test_every_shipped_pack_is_read_aloud_in_both_languages(policy, pack_id):
    for lang in ("zh-hans", "en"):
        policy.cookies["huiyin_language"] = lang
        page = policy.get(f"/packs/{pack_id}/")
        assert page.status_code == 200
        assert "None" not in page.content.decode().replace("Nonet", "")


def test_a_date_is_tried_through_a_clock_with_every_step(policy):
    text = policy.get(
        "/packs/cn-cppcc/?clock=assign&anchor=2026-09-28", headers={"accept-language": "zh"}
    ).content.decode()

    assert "2026-10-" in text
    assert "国庆" in text
    assert "当日不计" in text


@pytest.mark.parametrize(
    "query", ["clock=nix&anchor=2026-03-02", "clock=assign&anchor=never", "clock=assign"]
)
def test_a_try_that_cannot_be_is_answered_beside_the_field(policy, query):
    page = policy.get(f"/packs/cn-cppcc/?{query}")

    assert (page.status_code, 'class="fault"' in page.content.decode()) == (200, True)


def test_two_packs_are_held_against_each_other(policy):
    ports.keep_pack("own-city", own(limits={"title_chars": 30}))
    text = policy.get("/packs/cn-cppcc/compare?with=own-city").content.decode()

    assert "limits.title_chars" in text
    assert policy.get("/packs/cn-cppcc/compare?with=nix").status_code == 422


def test_an_own_pack_is_checked_shown_and_kept_only_when_confirmed(policy):
    shown = policy.post("/packs/new", {"text": own()})
    assert (shown.status_code, ports.pack_ids().count("own-city")) == (200, 0)
    kept = policy.post("/packs/new", {"text": own(), "keep": "1"})

    assert kept.headers["Location"] == "/packs/own-city/"
    assert ports.pack("own-city", "1").version == "1"
    assert LedgerEntry.objects.get().act == "pack.kept"
    again = policy.post("/packs/new", {"text": own(limits={"a": 1}), "keep": "1"})
    assert "PACK_VERSION_KEPT" in again.content.decode()


def test_all_faults_of_a_pack_are_explained_and_none_is_kept(policy):
    page = policy.post(
        "/packs/new", {"text": own(name={"zh": "只有中文"}, colour="red"), "keep": "1"}
    )
    text = page.content.decode()

    assert page.status_code == 422
    assert "not_words" in text
    assert "unknown_key" in text
    assert "own-city" not in ports.pack_ids()


@pytest.mark.parametrize(
    ("text", "code"), [("a: [", "PACK_NOT_YAML"), ("", "bad_type"), ("- 1", "bad_type")]
)
def test_what_is_no_pack_is_refused(policy, text, code):
    assert code in policy.post("/packs/new", {"text": text}).content.decode()


def test_a_shipped_pack_is_not_overwritten(tmp_path):
    shelf = packs.Shelf(tmp_path)
    with pytest.raises(HuiyinError, match="PACK_SHIPPED"):
        shelf.keep("cn-cppcc", shelf.text("cn-cppcc"))
    with pytest.raises(HuiyinError, match="PACK_UNKNOWN"):
        shelf.load("../secret")


@pytest.mark.parametrize(
    ("ours", "theirs", "meant"),
    [
        ({"a": 1}, {"a": 1}, []),
        (
            {"a": {"zh": "甲", "en": "A"}},
            {"a": {"zh": "乙", "en": "B"}},
            [("a", "甲 / A", "乙 / B")],
        ),
        (
            {"r": [{"code": "R1", "x": 1}]},
            {"r": [{"code": "R2", "x": 1}]},
            [("r.R1.x", "1", ""), ("r.R2.x", "", "1")],
        ),
        ({"s": True}, {"s": False}, [("s", "yes", "no")]),
        ({"version": 1}, {"version": 2}, []),
    ],
)
def test_differences_name_the_place_and_both_sides(ours, theirs, meant):
    assert [
        (one.path, one.ours, one.theirs) for one in comparing.differences(ours, theirs)
    ] == meant
