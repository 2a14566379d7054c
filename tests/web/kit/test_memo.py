# SPDX-License-Identifier: Apache-2.0
"""A memo holds for one request, and nothing outlives it."""

from huiyin.web.kit import memo


def test_within_a_memo_a_thing_is_asked_once_and_anew_in_the_next():
    asked = []

    def ask():
        asked.append(1)
        return len(asked)

    with memo.kept():
        assert [memo.once("n", ask), memo.once("n", ask), memo.once("other", ask)] == [1, 1, 2]
    with memo.kept():
        assert memo.once("n", ask) == 3


def test_without_a_memo_a_thing_is_asked_each_time():
    told = iter("ab")
    assert [memo.once("n", lambda: next(told)) for _ in range(2)] == ["a", "b"]
