# SPDX-License-Identifier: Apache-2.0
"""Sets of shares found in prose and tables, with their bases and places."""

from pathlib import Path

import pytest

from huiyin.core.overview import statements

TEXTS = {
    lang: Path(__file__).with_name(f"published.{lang}.md").read_text("utf-8")
    for lang in ("zh", "en")
}


@pytest.mark.parametrize("lang", TEXTS)
def test_the_slips_of_a_text_that_quotes_ten_published_sets_are_found(lang: str) -> None:
    found = statements.find(TEXTS[lang])
    told = [(one.finding.verdict, one.finding.base, one.finding.named_base) for one in found]
    assert told == [
        ("forced_sum", 602, 718),
        ("exact", 616, None),
        ("wrong", 773, None),
        ("mixed_base", 1103, 848),
        ("wrong", 5005, None),
        ("boundary", 5005, None),
        ("boundary", 5005, None),
        ("mislabelled_base", 588, 591),
        ("truncation", 329, None),
        ("forced_sum", 93, None),
        ("truncation", 93, None),
    ]


@pytest.mark.parametrize("lang", TEXTS)
def test_every_place_holds_its_number(lang: str) -> None:
    text = TEXTS[lang]
    for one in statements.find(text):
        for cell, count, share in zip(one.finding.cells, one.counts, one.percentages, strict=True):
            assert text[count.start : count.end].replace(",", "") == str(cell.count)
            printed = text[share.start : share.end]
            assert printed.partition("%")[0].partition(" ")[0].removesuffix("percent") == str(cell.printed)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "verdict", "base"),
    [
        ("满意率为96.6%（711件），基本满意3.3%（24件），不满意0.1%（1件）。", "exact", 736),
        ("In all, 93 of the 120 recommendations (77.5%) were accepted.", "exact", 120),
        ("承办的1,200件中，办结1,080件，占百分之九十。", "exact", 1200),
        ("类别\t件数\t占比\n经济\t271\t45.0%\n社会\t331\t55.0%\n合计\t602\t100%", "exact", 602),
        ("kind\tproposals\tshare\nmember\t90\t90\ncollective\t11\t11", "wrong", 101),
        ("297、357、86和33件，分别占38.4%、46.2%、11.1%和4.3%。", "exact", 773),
        ("已办结108件，办结率为98.2%。", "no_base", 0),
    ],
)
def test_ways_of_saying_it(text: str, verdict: str, base: int) -> None:
    (one,) = statements.find(text)
    assert (one.finding.verdict, one.finding.base) == (verdict, base)


@pytest.mark.parametrize(
    "text",
    [
        "今年立案93件，同比增长5.2%。",
        "全市经济增长5.2%，有93件提案涉及民生。",
        "On 3 March the hall was 80% full.",
        "",
        "\t\n\t\t\n",
    ],
)
def test_what_states_no_share_is_left_alone(text: str) -> None:
    assert statements.find(text) == []
