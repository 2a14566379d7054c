# SPDX-License-Identifier: Apache-2.0
"""Figures: definitions that can be read, numbers with their rows, and what small groups do not give away."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.overview import balances, definitions, figures, telling
from huiyin.core.overview.figures import Fact, Query
from huiyin.core.values.refusals import HuiyinError

DAY = date(2026, 11, 3)
DEFINED = definitions.catalog().values()


def form(n, said="good", **groups):
    marks = {"submitted", said} if said in ("good", "bad") else {said}
    return Fact(f"f{n}", "forms", frozenset(marks), {axis: (value,) for axis, value in groups.items()})  # fmt: skip


def proposal(n, *marks, **groups):
    return Fact(f"p{n}", "proposals", frozenset(marks), {axis: (value,) for axis, value in groups.items()})  # fmt: skip


@pytest.mark.parametrize("known", DEFINED, ids=lambda known: known.id)
def test_a_definition_names_units_and_an_axis_that_exist(known):
    assert {known.unit, known.above} <= definitions.units().keys()
    assert (known.kind == "parts") == (known.over in definitions.axes())
    assert (known.kind == "ratio") == (known.above != known.unit)
    assert known.base.isdisjoint(known.leave_out)


@pytest.mark.parametrize("balance", definitions.balances().values(), ids=lambda one: one.id)
def test_a_balance_names_figures_of_one_unit(balance):
    some = [definitions.get(one) for one in (balance.whole, *balance.parts)]
    assert len({one.unit for one in some}) == 1
    assert len({one.id for one in some}) == len(some)


def test_an_unknown_figure_is_refused_by_name():
    with pytest.raises(HuiyinError, match="FIGURE_UNKNOWN"):
        figures.compute(Query("approval"), [])


def test_nothing_over_nothing_is_no_share_and_says_so():
    found = figures.compute(Query("answered"), [])
    assert (found.share, found.percent(), telling.arithmetic(found, "zh")) == (None, "", "")
    assert telling.value(found, "zh") == "无从计算：应答复件为 0"


@pytest.mark.parametrize(
    ("hits", "base", "half_up", "cut"),
    [(1, 8, "12.5", "12.5"), (1, 16, "6.3", "6.2"), (2, 3, "66.7", "66.6"), (3, 3, "100.0", "100.0")],
)  # fmt: skip
def test_a_share_is_rounded_as_its_query_says(hits, base, half_up, cut):
    facts = [proposal(n, "filed" if n < hits else "not_filed") for n in range(base)]
    query = Query("filing_rate")
    assert figures.compute(query, facts).percent() == half_up
    assert figures.compute(replace(query, rounding="cut"), facts).percent() == cut


def test_a_ratio_divides_one_unit_by_another():
    asks = [Fact(f"s{n}", "suggestions", frozenset()) for n in range(7)]
    gone = [Fact("s9", "suggestions", frozenset({"withdrawn"}))]
    found = figures.compute(
        Query("suggestions_per_proposal"), [*asks, *gone, *(proposal(n, "filed") for n in range(2))]
    )
    assert (found.quotient(), found.denominator, found.excluded) == ("3.5", 2, (("withdrawn", 1),))
    assert telling.value(found, "en") == "3.5 (7 suggestions ÷ 2 proposals)"


def test_parts_share_one_base_and_unnamed_rows_are_a_part():
    facts = [
        proposal(1, "filed", category="social"),
        proposal(2, "merged", category="social"),
        proposal(3, "filed"),
        proposal(4, "not_filed", category="economic"),
    ]
    found = figures.parts(Query("by_category"), facts)
    assert {value: (one.numerator, one.denominator) for value, one in found.items()} == {
        "": (1, 3),
        "social": (2, 3),
    }
    assert figures.compute(Query("by_category", part="social"), facts) == found["social"]


def test_a_figure_is_broken_down_over_bases_of_its_own_and_narrowed_alike():
    facts = [proposal(1, "filed", kind="party"), proposal(2, "not_filed", kind="party"), proposal(3, "filed", kind="joint")]  # fmt: skip
    found = figures.parts(Query("filing_rate"), facts, "kind")
    assert {value: one.share for value, one in found.items()} == {
        "joint": 1,
        "party": Fraction(1, 2),
    }
    assert figures.compute(Query("filing_rate", where=(("kind", "party"),)), facts) == found["party"]  # fmt: skip


def test_one_hidden_group_takes_another_with_it_however_it_is_asked():
    facts = [form(f"a{n}", body="a") for n in range(9)] + [form(f"b{n}", body="b") for n in range(6)]  # fmt: skip
    facts += [form("c1", "bad", body="c"), form("c2", "bad", body="c")]
    found = figures.parts(Query("satisfied"), facts, "body")
    assert {value for value, one in found.items() if one.hidden} == {"b", "c"}
    for value, one in found.items():
        alone = figures.compute(Query("satisfied", where=(("body", value),)), facts)
        assert alone.hidden == one.hidden
    assert figures.compute(Query("satisfied"), facts).denominator == 17


def test_a_difference_names_what_came_and_went():
    query = Query("filing_rate", as_of=DAY)
    before = figures.compute(query, [proposal(1, "filed"), proposal(2, "pending")])
    after = figures.compute(query, [proposal(1, "not_filed"), proposal(2, "filed")])
    found = figures.difference(before, after)
    assert (found.hits_in, found.hits_out, found.base_in, found.base_out) == (("p2",), ("p1",), ("p2",), ())  # fmt: skip
    assert not found.same
    assert figures.difference(before, before).same


def test_a_proof_stands_for_the_query_and_the_rows_and_for_no_other():
    query = Query("filing_rate", session="6-5", as_of=DAY)
    facts = [proposal(n, "filed" if n % 3 else "not_filed") for n in range(9)]
    one = figures.compute(query, facts)
    assert one.proof == figures.compute(query, list(reversed(facts))).proof
    others = [
        figures.compute(replace(query, as_of=date(2026, 11, 4)), facts),
        figures.compute(replace(query, digits=2), facts),
        figures.compute(query, facts[1:]),
        figures.compute(query, [*facts, proposal(10, "pending")]),
    ]
    assert len({one.proof, *(other.proof for other in others)}) == 5


def test_a_balance_that_fails_names_the_difference():
    balance = definitions.balances()["disposition"]
    good = [proposal(1, "filed"), proposal(2, "merged"), proposal(3, "pending")]
    held = balances.check(balance, Query("received"), good)
    assert held.holds
    assert telling.balanced(held, "zh").startswith(
        "收到提案 3 = 审查中 1 + 退回修改中 0 + 立案 1 + 并案 1"
    )
    found = balances.check(balance, Query("received"), [*good, proposal(4), proposal(5, "filed", "withdrawn")])  # fmt: skip
    assert (found.holds, found.difference, found.nowhere, found.doubled) == (False, 0, ("p4",), ("p5",))  # fmt: skip
    assert "≠" in telling.balanced(found, "en")
    assert "1 in no part, 1 in several" in telling.balanced(found, "en")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_hidden_figure_tells_nothing(lang):
    found = figures.compute(Query("satisfied"), [form(n) for n in range(4)])
    assert found == figures.Figure(Query("satisfied"), hidden=True)
    assert "5" in telling.value(found, lang)
    assert "4" not in telling.value(found, lang)


GROUPS = st.sampled_from("abc")
STATES = st.sampled_from(("good", "bad", "open", "lapsed"))
TOLD = st.lists(st.tuples(GROUPS, GROUPS, STATES), max_size=25)


@given(TOLD)
def test_a_figure_accounts_for_every_row_and_parts_for_the_whole(told):
    facts = [form(n, said, body=body, sector=sector) for n, (body, sector, said) in enumerate(told)]
    whole = figures.compute(Query("satisfied"), facts, least=0)
    some = figures.parts(Query("satisfied"), facts, "body", least=0)

    assert whole.denominator + sum(count for _, count in whole.excluded) == len(facts)
    assert set(whole.hits) <= set(whole.base)
    assert sorted(row for part in some.values() for row in part.base) == list(whole.base)
    assert sorted(row for part in some.values() for row in part.hits) == list(whole.hits)


@given(TOLD)
def test_no_small_group_can_be_had_by_asking_or_by_subtracting(told):
    facts = [form(n, said, body=body, sector=sector) for n, (body, sector, said) in enumerate(told)]
    for where in ((), (("sector", "a"),)):
        query = Query("satisfied", where=where)
        some = figures.parts(query, facts, "body")
        assert all(one.denominator >= 5 for one in some.values() if one.base)
        hidden = [value for value, one in some.items() if one.hidden]
        shown = [value for value, one in some.items() if one.base]
        assert len(hidden) != 1 or not shown
        for value, one in some.items():
            asked = figures.compute(replace(query, where=tuple(sorted({*where, ("body", value)}))), facts)  # fmt: skip
            assert one.hidden or asked == one or asked.hidden
            assert not (one.hidden and asked.base)
