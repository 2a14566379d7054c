# SPDX-License-Identifier: Apache-2.0
"""What a sentence of an overview must have before it is published."""

import pytest

from huiyin.core.overview.supporting import Lack, Source, Standing, faults, numbers

ASK = Source("suggestion", "s1", "x", "三年内换完云桥片区旧水管", 0, 12, says=("陈望舒委员",))
COUNT = Source("figure", "filed", "", "", says=("12", "10", "83.3%"))


@pytest.mark.parametrize(
    ("text", "sources", "lacks"),
    [
        ("陈望舒委员建议“三年内换完云桥片区旧水管”。", [ASK], []),
        ("陈望舒委员建议换旧水管。", [ASK], []),
        ("收到提案12件，立案10件，立案率83.3%。", [COUNT], []),
        ("收到提案1,2件。", [], [Lack.NO_SOURCE]),
        ("会议开得很好。", [], [Lack.NO_SOURCE]),
        ("委员建议“两年内换完云桥片区旧水管”。", [ASK], [Lack.QUOTE_DIFFERS]),
        ("立案11件。", [COUNT], [Lack.NUMBER_UNPROVED]),
        ("立案率83.33%。", [COUNT], [Lack.NUMBER_UNPROVED]),
        ("立案率83.30%。", [COUNT], []),
        ("委员建议“三年内换完云桥片区旧水管”，涉及12件。", [ASK], [Lack.NUMBER_UNPROVED]),
        ("委员建议“三年内换完云桥片区旧水管”，涉及12件。", [ASK, COUNT], []),
        ("称之为“水管”。", [ASK], []),
    ],
)
def test_a_sentence_lacks_what_its_sources_do_not_say(text, sources, lacks):
    assert [one.lack for one in faults(text, sources)] == lacks


def test_an_opinion_needs_no_source_but_keeps_what_it_has():
    gone = Source("answer", "a1", "x", "已完成", standing=Standing.WITHDRAWN)

    assert faults("这一年，建议提得更实了。", [], owned=True) == []
    assert [one.lack for one in faults("这一年更实了。", [gone], owned=True)] == [
        Lack.SOURCE_WITHDRAWN
    ]


@pytest.mark.parametrize(
    ("standing", "lack"),
    [(Standing.CHANGED, Lack.SOURCE_CHANGED), (Standing.WITHDRAWN, Lack.SOURCE_WITHDRAWN)],
)
def test_a_source_that_moved_flags_the_sentence(standing, lack):
    moved = Source("suggestion", "s1", "x", ASK.quote, standing=standing)

    assert lack in [one.lack for one in faults(f"委员建议“{ASK.quote}”。", [moved])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共1,204件，占98.50%", ["1204", "98.5"]),
        ("2026-03-05", ["2026", "3", "5"]),
        ("as of 5 March 2026", ["5", "2026", "3"]),
        ("it may be", []),
        ("〇", []),
    ],
)
def test_numbers_are_told_in_one_form(text, found):
    assert numbers(text) == found
