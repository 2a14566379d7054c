# SPDX-License-Identifier: Apache-2.0
"""Rules packs: the shipped ones are fit for use; every fault is found, at its place and in words."""

import copy

import pytest

from huiyin.adapters.packs import adapter
from huiyin.core.docket import explaining, pack_blocks, pack_checking, pack_merging, pack_reading
from huiyin.core.values.refusals import HuiyinError

PACKS = adapter.shipped()


def whole(pack_id="cn-cppcc"):
    return copy.deepcopy(adapter.data_of(adapter.shipped_text(pack_id)))


def test_six_packs_are_shipped_and_the_default_stands_first():
    assert PACKS[0] == "cn-cppcc"
    assert set(PACKS) == {
        "cn-cppcc", "cn-shanghai-2015", "cn-chongqing-2018", "cn-qingdao-2021", "uk-commons", "citizens-assembly"
    }  # fmt: skip


@pytest.mark.parametrize("pack_id", PACKS)
def test_a_shipped_pack_is_fit_for_use(pack_id):
    assert [explaining.fault(one, "en") for one in pack_checking.check(whole(pack_id))] == []
    pack = adapter.load(pack_id)
    assert (pack.id, pack.version) == (pack_id, adapter.versions(pack_id)[0])


ANCHORS = {
    "invited": "proposal.invite", "filed": "proposal.file", "assigned": "assignment.issue", "received": "assignment.sign_for",
    "objected": "assignment.object", "merged": "proposal.merge", "published": "assignment.issue", "bounced": "opinion.bounce",
    "replied": "reply.issue", "reply_received": "reply.receive", "rehandled": "assignment.rehandle", "met": "meeting.close",
    "instructed": "instruction.return", "selected": "look_back.find_wanting",
}  # fmt: skip


@pytest.mark.parametrize("pack_id", PACKS)
def test_each_clock_is_started_by_the_act_its_anchor_names_and_stopped_by_some_act(pack_id):
    pack = adapter.load(pack_id)
    acts = {
        f"{machine.id}.{act.id}": act
        for machine in pack.machines.values()
        for act in machine.acts.values()
    }
    for clock in pack.clocks.values():
        if clock.limit is None:
            continue
        if clock.anchor == "reply_says":  # begun and ended by looking back at a reply
            continue
        if clock.anchor != "before_meeting":  # reckoned back from the day of the meeting
            assert clock.id in acts[ANCHORS[clock.anchor]].starts, clock.id
        assert (
            any(clock.id in act.stops for act in acts.values()) or clock.id == "member_objection"
        ), clock.id


@pytest.mark.parametrize("pack_id", PACKS)
def test_whoever_is_left_with_a_final_state_is_told_something(pack_id):
    for machine in adapter.load(pack_id).machines.values():
        for act in machine.acts.values():
            if (
                machine.id == "proposal"
                and act.backward
                and act.to in ("not_filed", "converted", "returned")
            ):
                assert "proposer" in act.notifies, act.id


@pytest.mark.parametrize("pack_id", PACKS)
def test_every_value_cites_an_instrument_of_the_pack_or_is_marked_unsure(pack_id):
    pack = adapter.load(pack_id)
    for clock in pack.clocks.values():
        if clock.limit is not None and clock.sure:
            assert any(key in clock.cite for key in pack.cites), (clock.id, clock.cite)


CONGRESS = [one for one in PACKS if one.startswith("cn-") and one != "cn-cppcc"]
FIGURES = {  # of the project's table of rules: assignment, return window, first contact, joint opinion, reply, its maximum
    "cn-shanghai-2015": ("7 wd", "7 wd", None, "1 m", "3 m", "6 m"),
    "cn-chongqing-2018": ("10 wd", "10 wd", "20 wd", "30 wd", "3 m", "6 m"),
    "cn-qingdao-2021": ("5 wd", "5 wd", None, "1 m", "3 m", "6 m"),
    "uk-commons": (None, None, None, None, "2 m", None),
}


@pytest.mark.parametrize(("pack_id", "figures"), FIGURES.items(), ids=FIGURES)
def test_the_clocks_of_a_place_are_those_of_its_instrument(pack_id, figures):
    pack = adapter.load(pack_id)
    names = ("assign", "objection", "first_contact", "joint_opinion", "reply")
    limits = [pack.clocks[name].limit for name in names] + [pack.clocks["reply"].extension]
    said = tuple(f"{one.count} {one.unit}" if one else None for one in limits)
    assert said == figures


@pytest.mark.parametrize("pack_id", CONGRESS)
def test_a_congress_has_no_filing_gate_and_its_own_words(pack_id):
    machine = adapter.load(pack_id).machines["proposal"]
    assert machine.acts["file"].sources == ("received",)
    assert machine.states["filed"].words == {"zh": "已受理", "en": "confirmed"}
    assert {"examine_first", "examine_second"}.isdisjoint(machine.acts)
    assert adapter.load(pack_id).term("proposal", "zh") == "代表建议"


@pytest.mark.parametrize("pack_id", PACKS)
def test_a_pack_says_how_a_suggestion_may_be_answered_and_what_each_answer_must_give(pack_id):
    pack = adapter.load(pack_id)
    rules = pack.replies
    assert (
        {"done", "planned", "declined"} <= set(rules.dispositions) <= set(pack_blocks.DISPOSITIONS)
    )
    letters = {one.letter for one in rules.dispositions.values()} - {""}
    assert letters == set(pack.classes)
    assert "reason" in rules.dispositions["declined"].needs
    assert rules.level("unanswered") == rules.level("secrecy") == "blocking"
    assert sum(axis.decides for axis in rules.evaluation.values()) == 1
    assert {"full", "withheld"} <= set(rules.disclosure)
    assert pack.reasons["withheld"]


REPLY_FIGURES = {  # second reply, evaluation window, the opinion once more
    "cn-cppcc": ("1 m", "20 wd", "5 wd"),
    "cn-shanghai-2015": ("1 m", None, None),
    "cn-chongqing-2018": ("2 m", "20 wd", "5 wd"),
    "cn-qingdao-2021": (None, None, None),
    "uk-commons": (None, None, None),
}


@pytest.mark.parametrize(("pack_id", "figures"), REPLY_FIGURES.items(), ids=REPLY_FIGURES)
def test_the_clocks_after_a_reply_are_those_of_the_instrument(pack_id, figures):
    pack = adapter.load(pack_id)
    limits = [pack.clocks[name].limit for name in ("second_reply", "evaluate", "opinion_again")]
    assert tuple(f"{one.count} {one.unit}" if one else None for one in limits) == figures


@pytest.mark.parametrize("pack_id", PACKS)
def test_a_reply_never_leaves_without_what_the_rules_ask(pack_id):
    issue = adapter.load(pack_id).machines["reply"].acts["issue"]
    asked = {
        "signed_by_signer",
        "every_suggestion_answered",
        "opinions_in",
        "cosigned",
        "contact_logged",
        "checks_passed",
    }
    assert set(issue.guards) == asked
    assert set(issue.by).isdisjoint({"handler", "liaison"})


def _set(path, value):
    def change(data):
        at = data
        *way, last = path.split(".")
        for step in way:
            at = at[int(step)] if isinstance(at, list) else at[step]
        if value is ...:
            del at[last]
        else:
            at[int(last) if isinstance(at, list) else last] = value

    return change


ACTS = "machines.proposal.acts"
FAULTS = [
    ("missing", "clocks", _set("clocks", ...)),
    ("missing", "terms.member", _set("terms.member", ...)),
    ("missing", "machines.assignment", _set("machines.assignment", ...)),
    ("missing", f"{ACTS}.file.by", _set(f"{ACTS}.file.by", [])),
    ("unknown_key", "colour", _set("colour", "red")),
    ("unknown_key", f"{ACTS}.file.form", _set(f"{ACTS}.file.form", "to")),
    ("bad_type", "clocks", _set("clocks", ["reply"])),
    ("bad_type", "version", _set("version", 2026.1)),
    ("bad_type", f"{ACTS}.file", _set(f"{ACTS}.file", "from received")),
    ("bad_type", "machines.proposal.states", _set("machines.proposal.states", ["draft"])),
    ("not_words", "name", _set("name", {"zh": "政协"})),
    ("not_words", "classes.A", _set("classes.A", {"zh": "解决", "en": "solved", "partly": None})),
    ("bad_id", "categories.0.id", _set("categories.0.id", "Eco nomic")),
    ("twice", "categories.1.id", _set("categories.1.id", "economic")),
    ("twice", "reasons.returned.1.code", _set("reasons.returned.1.code", "R10")),
    ("bad_number", "limits.title_chars", _set("limits.title_chars", "fifty")),
    ("bad_pattern", "numbering.case", _set("numbering.case", "No. {number}")),
    ("bad_pattern", "numbering.receipt", _set("numbering.receipt", "receipt")),
    ("bad_limit", "clocks.reply.limit", _set("clocks.reply.limit", "3 weeks")),
    ("bad_rung", "clocks.reply.ladder", _set("clocks.reply.ladder", [[1, "shout"]])),
    ("no_citation", "clocks.reply.cite", lambda data: data["clocks"]["reply"].update(sure=True, cite="")),
    ("unknown_state", ACTS + ".file", _set(f"{ACTS}.file.to", "filled")),
    ("unknown_state", "machines.proposal.initial", _set("machines.proposal.initial", "begin")),
    ("unknown_role", ACTS + ".file", _set(f"{ACTS}.file.by", ["mayor"])),
    ("unknown_guard", f"{ACTS}.file.guards", _set(f"{ACTS}.file.guards", ["sunny"])),
    ("unknown_clock", ACTS + ".file", _set(f"{ACTS}.file.starts", ["hourglass"])),
    ("unknown_reasons", f"{ACTS}.refuse.reasons", _set(f"{ACTS}.refuse.reasons", "moods")),
    ("backward_without_reason", ACTS + ".return", _set(f"{ACTS}.return.reason", "none")),
    ("unknown_disposition", "dispositions.granted", _set("dispositions.granted", {"name": {"zh": "准", "en": "granted"}})),
    ("unknown_class", "dispositions.done.class", _set("dispositions.done.class", "Z")),
    ("unknown_value", "dispositions.done.needs", _set("dispositions.done.needs", ["luck"])),
    ("unknown_value", "checks.secrecy", _set("checks.secrecy", "loud")),
    ("unknown_value", "disclosure.full.shows", _set("disclosure.full.shows", "half")),
    ("unknown_reasons", "disclosure.withheld.reasons", _set("disclosure.withheld.reasons", "moods")),
    ("unknown_value", "evaluation.result.values.satisfied.counts", _set("evaluation.result.values.satisfied.counts", "much")),
    ("bad_type", "evaluation.leader_replied.values.True", _set("evaluation.leader_replied.values", {True: {"zh": "是", "en": "yes", "counts": "good"}})),
    ("missing", "ladder.0.id", _set("ladder.0.id", "")),
    ("unreachable", "machines.proposal.states.lost", _set("machines.proposal.states.lost", {"name": {"zh": "失", "en": "lost"}, "final": True})),
    ("stuck", "machines.proposal.states.withdrawn", _set("machines.proposal.states.withdrawn.final", False)),
]  # fmt: skip
EXTENDING = [
    ("unpinned_base", "extends", {"extends": "cn-cppcc"}),
    ("unknown_base", "extends", {"extends": "cn-nowhere@1"}),
    ("extends_itself", "extends", {"extends": "loop@1"}),
    ("nothing_to_remove", "clocks.hourglass", {"extends": "cn-cppcc@2026.1", "clocks": {"hourglass": None}}),
]  # fmt: skip


def find(name):
    return {"cn-cppcc@2026.1": whole(), "loop@1": {"extends": "loop@1"}}.get(name)


@pytest.mark.parametrize(
    ("fault", "path", "change"), FAULTS, ids=[f"{f[0]}-{f[1]}" for f in FAULTS]
)
def test_a_fault_is_found_at_its_place(fault, path, change):
    data = whole()
    change(data)
    with pytest.raises(pack_reading.PackFaults) as refused:
        pack_reading.read(data)
    assert (fault, path) in {(one.id, one.path) for one in refused.value.faults}


@pytest.mark.parametrize(("fault", "path", "data"), EXTENDING, ids=[one[0] for one in EXTENDING])
def test_a_fault_of_extending_is_found(fault, path, data):
    faults = pack_merging.resolve(data, find)[1]
    assert (fault, path) in {(one.id, one.path) for one in faults}


def test_every_fault_has_a_bad_pack_that_gives_it_and_words_in_both_languages():
    said = explaining.catalog()["fault"]
    assert {one[0] for one in [*FAULTS, *EXTENDING]} == set(said)
    for fault in said:
        for lang in ("zh", "en"):
            assert "a.b" in explaining.fault(pack_checking.Fault("a.b", fault, "x"), lang)


def test_all_faults_of_a_pack_are_given_at_once():
    data = whole()
    for _, _, change in (FAULTS[4], FAULTS[15], FAULTS[18]):
        change(data)
    assert len(list(pack_checking.check(data))) == 3


@pytest.mark.parametrize("data", [None, [], "pack", 3, {"machines": None}, {"machines": {"proposal": {}}}, {"reasons": {"a": [None]}},
                                  {"clocks": {"a": None}}, {"categories": [None]}, {"machines": {"proposal": {"states": {"a": None}, "acts": {"b": None}}}}])  # fmt: skip
def test_whatever_the_file_holds_it_is_explained_and_nothing_breaks(data):
    with pytest.raises(pack_reading.PackFaults):
        pack_reading.read(data)


def test_a_file_that_is_no_yaml_is_refused_with_its_line():
    with pytest.raises(HuiyinError, match="PACK_NOT_YAML") as refused:
        adapter.parse("id: a\nname: {zh: 甲")
    assert refused.value.params["line"] >= 2


def test_a_running_case_keeps_its_version_and_an_unknown_one_is_refused_by_code():
    assert adapter.load("cn-cppcc", "2026.1") is not None
    with pytest.raises(HuiyinError, match="PACK_VERSION_UNKNOWN"):
        adapter.load("cn-cppcc", "1999.1")
    with pytest.raises(HuiyinError, match="PACK_UNKNOWN"):
        adapter.load("../secrets", "2026.1")


def test_laying_over_takes_only_what_is_said():
    base = {"a": {"b": 1, "c": {"d": 2}}, "e": [1, 2]}
    assert pack_merging.laid(base, {}) == base
    assert pack_merging.laid(base, {"a": {"c": {"d": 3}}, "e": [9], "f": 1}) == {
        "a": {"b": 1, "c": {"d": 3}}, "e": [9], "f": 1
    }  # fmt: skip
    assert pack_merging.laid(base, {"a": None}) == {"e": [1, 2]}
