# SPDX-License-Identifier: Apache-2.0
"""The four rates: what each kind of row counts for, above and below the line."""

from datetime import date
from fractions import Fraction

from huiyin.core.overview.figures import Figure, Query, compute
from huiyin.core.rates import rates

DAY = date(2026, 11, 3)


def rate(figure, rows, **more):
    return compute(Query(figure), [row.fact() for row in rows], **more)


def forms(good=0, middling=0, bad=0, **silent):
    said = {"good": good, "middling": middling, "bad": bad}
    rows = [rates.FormRow(f"{name}-{n}", "submitted", name) for name, count in said.items() for n in range(count)]  # fmt: skip
    return rows + [
        rates.FormRow(f"{state}-{n}", state)
        for state, count in silent.items()
        for n in range(count)
    ]


def test_answered_means_received():
    found = rate(
        "answered",
        [
            rates.ReplyRow("a", DAY),
            rates.ReplyRow("b", None, marks=frozenset({"issued"})),
            rates.ReplyRow("c", None, left_out="withdrawn"),
        ],
    )
    assert (found.hits, found.base, found.excluded) == (("a",), ("a", "b"), (("withdrawn", 1),))


def test_silence_is_neither_satisfied_nor_dissatisfied():
    rows = forms(good=4, middling=1, bad=1, lapsed=3, open=2)
    found = rate("satisfied", rows)
    assert (found.numerator, found.denominator) == (4, 6)
    assert found.excluded == (("lapsed", 3), ("open", 2))
    assert rate("satisfied_broadly", rows).numerator == 5
    assert rate("forms_returned", rows).share == Fraction(6, 9)


def test_few_forms_are_not_shown():
    found = rate("satisfied", forms(good=4, lapsed=9))
    assert found.hidden
    assert (found.hits, found.base, found.excluded, found.percent()) == ((), (), (), "")


def test_solved_counts_what_was_never_answered_below_the_line():
    rows = [
        rates.SuggestionRow("1", "done"),
        rates.SuggestionRow("2", "partly_done"),
        rates.SuggestionRow("3", ""),
        rates.SuggestionRow("4", "", left_out="withdrawn"),
    ]
    assert rate("solved", rows).share == Fraction(1, 3)
    assert rate("by_disposition", rows).denominator == 3


def test_promises_kept_leaves_out_what_is_not_yet_due_and_keeps_what_was_given_up():
    rows = [
        rates.PromiseRow("early", "verified", date(2027, 1, 1)),
        rates.PromiseRow("claimed", "done_claimed", date(2026, 6, 30)),
        rates.PromiseRow("given up", "infeasible", DAY),
        rates.PromiseRow("later", "in_progress", date(2026, 11, 4)),
        rates.PromiseRow("undated", "promised", None),
    ]
    found = compute(Query("kept"), [row.fact(DAY) for row in rows])
    assert (found.hits, found.base) == (("early",), ("claimed", "early", "given up"))
    assert found.excluded == (("no_date", 1), ("not_yet_due", 1))


def test_contentment_without_solutions_is_warned_of():
    content = rate("satisfied", forms(good=9, bad=1))
    little = rate("solved", [rates.SuggestionRow(str(n), "done" if n < 5 else "planned") for n in range(10)])  # fmt: skip
    assert rates.is_far_above(content, little)
    assert not rates.is_far_above(little, content)
    assert not rates.is_far_above(Figure(Query("satisfied"), hidden=True), little)
