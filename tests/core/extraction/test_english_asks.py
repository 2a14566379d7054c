# SPDX-License-Identifier: Apache-2.0
"""What one English sentence asks, and what only looks like asking."""

import pytest

from huiyin.core.extraction.english import asks, cues, forms, splitting

ASKED = [
    ("Please add a bench at the tram stop.", "en_please"),
    ("It would be nice if the library opened on Sundays.", "en_would_be_good"),
    ("The ticket machine should accept coins.", "en_should"),
    ("Add a setting for larger letters.", "en_imperative"),
    ("I'd like to see more shade in the square.", "en_would_like"),
    ("Could you move the bus stop nearer to the clinic?", "en_could_you"),
    ("Could the operator run two more buses at night?", "en_could_you"),
    ("Thank you. Could the council paint the posts?", "en_could_you"),
    ("Why not open the school yard in summer?", "en_could_you"),
    ("There should be a ramp at the side door.", "en_would_help_if"),
    ("I suggest that the ferry run until midnight.", "en_suggest"),
    ("The kiosk would do better, so allow us to pay by card.", "en_let_us"),
    ("We need a crossing at the mill.", "en_need"),
    ("Ensures that every boat carries two lamps.", "en_imperative"),
]
NOT_ASKED = [
    "The footbridge was opened in 1974.",
    "Many thanks to the staff of the swimming pool.",
    "You should have seen the queue at the gate.",
    "Click on the second tab.",
    "When could the operator run two more buses?",
    "We do not know how the council could build it.",
    "In those years the company could run six boats.",
    "The proposal on school meals came third.",
    "She wrote about the suggestion box in the hall.",
]


@pytest.mark.parametrize(("line", "rule"), ASKED)
def test_a_post_that_asks_is_found_with_its_rule(line: str, rule: str) -> None:
    found = asks.find(line, forms.Manner.ROW, cues.tokens(line))

    assert [ask.rule for ask in found] == [rule]


@pytest.mark.parametrize("line", NOT_ASKED)
def test_a_post_that_only_tells_is_left_alone(line: str) -> None:
    assert asks.find(line, forms.Manner.ROW, cues.tokens(line)) == []


def test_a_topic_named_by_its_place_asks_nothing_of_who_hears_it() -> None:
    line = "Speed on Castle Hill."

    assert asks.find(line, forms.Manner.SPEECH, cues.tokens(line)) == []


@pytest.mark.parametrize(
    ("line", "whom"),
    [
        ("We recommend that the Harbour Office review its fees.", "Harbour Office"),
        ("We urge the Ministry of Roads to light the tunnel.", "Ministry of Roads"),
        ("By May the Council and the Water Board shall publish a plan.", "Council and the Water Board"),
        ("The ferry company should add a ramp.", "ferry company"),
        ("Fifth, the Port Authority should stop this practice.", "Port Authority"),
    ],
)  # fmt: skip
def test_an_ask_names_whom_it_asks(line: str, whom: str) -> None:
    found = asks.find(line, forms.Manner.LISTED, cues.tokens(line))

    assert [ask.addressee for ask in found] == [whom]


@pytest.mark.parametrize(
    "line",
    [
        "The changes which I recommend (see below) will cost little.",
        "I propose to examine this question in the next chapter.",
        "The panel asked whether the ministry should pay.",
        "It seems that the Ministry must have known of the leak.",
        "The witness suggested that there were two kinds of delay.",
        "Accordingly, I recommend:",
    ],
)
def test_the_body_of_a_report_is_not_turned_into_asks(line: str) -> None:
    assert asks.find(line, forms.Manner.REPORT, cues.tokens(line)) == []


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        (
            "add a bench by the pond and remove the fence",
            ["add a bench by the pond", "remove the fence"],
        ),
        (
            "the Council (a) publish the list of streets; (b) set a date for each; and (c) report to the Forum",
            ["the Council (a) publish the list of streets", "(b) set a date for each", "(c) report to the Forum"],
        ),
        (
            "a body which shall, when asked, plan and run the scheme",
            ["a body which shall, when asked, plan and run the scheme"],
        ),
        (
            "the Port and the Department should cease the practice",
            ["the Port and the Department should cease the practice"],
        ),
        (
            "the school open its yard and that the club pay for the lights",
            ["the school open its yard", "the club pay for the lights"],
        ),
    ],
)  # fmt: skip
def test_a_sentence_is_cut_into_its_asks(line: str, pieces: list[str]) -> None:
    assert [line[a:b] for a, b in splitting.cut(line, 0, len(line))] == pieces


def test_what_is_not_needed_and_what_is_wanted_instead_are_one_suggestion() -> None:
    line = "There is no need to build a garage; rent the old depot instead."

    found = asks.find(line, forms.Manner.SPEECH, cues.tokens(line))

    assert [line[ask.start : ask.end] for ask in found] == [line[:-1]]
