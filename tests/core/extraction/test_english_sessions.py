# SPDX-License-Identifier: Apache-2.0
"""Records of a session with a response behind it: who is present, who recommends, who answers what by number."""

import pytest

from huiyin.core.extraction import drafts, english
from huiyin.core.extraction.english import headed, present, responses
from huiyin.core.text import sentences, structure
from huiyin.core.values import findings

SESSION = """WENLOW CITIZENS' FORUM
Second evening: the market hall

Members present: Mrs Ines Carrow (Chair), Mr Piet Olsen, Dr Amara Bell.
Officers in attendance: Ms Gwen Tarrant, Head of Markets, Wenlow Town Council; Mr Otto Pryce, Quay Warden.

The Chair: Good evening. Let us begin.

Mr Olsen: The stalls stand in the wet. I suggest that the council mend the east gutter before winter, and shut the side gate after dark.

Ms Tarrant: The new gutter is on order. It'll be up by the end of October. I can't promise the gate.

Dr Bell: There's no need to buy more tables. Forty are stacked in the cellar. Rent those to the traders. Could the toilets be open until nine?

Mr Pryce: We'll gladly take that away and think about it.

The Chair: We'll resume after the break. We'll adjourn until seven.


RECOMMENDATIONS OF THE FORUM
Agreed on 4 April 2026

1. We recommend that the council mend the roof of the market hall.
2. The Quay Warden should mark the loading bay in yellow.
3. The council should halve the rent of empty stalls.


WENLOW TOWN COUNCIL: RESPONSE TO THE CITIZENS' FORUM
Cabinet, 11 May 2026

The council is grateful to the forum for its work.

Recommendation 1: Accepted. Work on the roof will start on 3 August 2026.

Recommendation 2: The bay was repainted in April.
It is swept every Monday.

Recommendation 3: Not accepted. The rent pays for the cleaning."""


def page_of(text: str) -> drafts.Page:
    blocks = structure.outline(text)
    return drafts.Page(text, blocks, sentences.split(text, blocks))


def found_in(text: str, kind: findings.Kind) -> list[drafts.Draft]:
    some, _ = english.read(page_of(text))
    return sorted((draft for draft in some if draft.kind is kind), key=lambda draft: draft.start)


def words(text: str, draft: drafts.Draft) -> str:
    return text[draft.start : draft.end].rstrip(".?")


def test_a_response_below_a_heading_answers_by_number_in_the_name_of_the_body() -> None:
    replies = [draft for draft in found_in(SESSION, findings.Kind.REPLY) if draft.number]

    assert [(reply.number, reply.position) for reply in replies][:2] == [
        ("1", "accepted"),
        ("2", ""),
    ]
    assert (replies[-1].number, replies[-1].position) == ("3", "rejected")
    assert {reply.speaker for reply in replies} == {
        findings.Speaker("Wenlow Town Council", findings.Capacity.DEPARTMENT)
    }


def test_the_courtesy_that_opens_a_response_answers_nothing() -> None:
    assert not any("grateful" in words(SESSION, d) for d in found_in(SESSION, findings.Kind.REPLY))


def test_nothing_in_a_response_is_a_suggestion() -> None:
    begin = SESSION.index("WENLOW TOWN COUNCIL: RESPONSE")

    assert all(draft.end <= begin for draft in found_in(SESSION, findings.Kind.SUGGESTION))


def test_numbered_recommendations_are_those_of_the_body_in_heading_and_record() -> None:
    found = [draft for draft in found_in(SESSION, findings.Kind.SUGGESTION) if draft.number]

    assert [draft.number for draft in found] == ["1", "2", "3"]
    assert {draft.speaker for draft in found} == {
        findings.Speaker("Citizens' Forum", findings.Capacity.PROPOSING_BODY)
    }


def test_what_is_asked_in_turns_is_cut_into_its_asks() -> None:
    found = [draft for draft in found_in(SESSION, findings.Kind.SUGGESTION) if not draft.number]

    assert [(draft.speaker.name, words(SESSION, draft)) for draft in found] == [
        ("Mr Olsen", "the council mend the east gutter before winter"),
        ("Mr Olsen", "shut the side gate after dark"),
        ("Dr Bell", "There's no need to buy more tables. Forty are stacked in the cellar. Rent those to the traders"),
        ("Dr Bell", "Could the toilets be open until nine"),
    ]  # fmt: skip


def test_officers_promise_with_a_date_and_the_chair_who_adjourns_does_not() -> None:
    found = [draft for draft in found_in(SESSION, findings.Kind.COMMITMENT) if not draft.number]

    assert [(draft.speaker.name, draft.due, words(SESSION, draft)) for draft in found] == [
        ("Ms Tarrant", "by the end of October", "It'll be up by the end of October")
    ]


def test_officers_answer_and_what_is_only_taken_away_is_considered() -> None:
    found = [draft for draft in found_in(SESSION, findings.Kind.REPLY) if not draft.number]

    assert [(draft.speaker.name, draft.position) for draft in found] == [
        ("Ms Tarrant", "rejected"),
        ("Mr Pryce", "considering"),
    ]


@pytest.mark.parametrize(
    ("name", "capacity", "affiliation"),
    [
        ("Mrs Carrow", "leader", "Chair"),
        ("Mr Olsen", "member", ""),
        ("Ms Tarrant", "department", "Head of Markets, Wenlow Town Council"),
        ("Mr Pryce", "department", "Quay Warden"),
        ("Mr Stranger", "unknown", ""),
    ],
)
def test_the_list_of_those_present_tells_who_speaks(
    name: str, capacity: str, affiliation: str
) -> None:
    there = present.find(page_of(SESSION))

    known = there.fill(findings.Speaker(name))

    assert known == findings.Speaker(name, findings.Capacity(capacity), affiliation)


def test_an_introduction_tells_who_speaks_and_an_address_does_not() -> None:
    text = "The Chair: I welcome Mr Lund, Director of Highways, who is new. Mr Shaw, the council waits for you.\nMr Lund: Hello."
    there = present.find(page_of(text))

    assert there.fill(findings.Speaker("Mr Lund")).affiliation == "Director of Highways"
    assert there.fill(findings.Speaker("Mr Shaw")) == findings.Speaker("Mr Shaw")


def test_two_of_one_name_are_told_apart_by_title_or_not_at_all() -> None:
    text = "Present: Mr Ivo Hart, Head of Parks; Mrs Ada Hart, Tenants' Union.\nThe Chair: Good day.\nMrs Hart: Hello."
    there = present.find(page_of(text))

    assert there.fill(findings.Speaker("Mrs Hart")).affiliation == "Tenants' Union"
    assert there.fill(findings.Speaker("Dr Hart")) == findings.Speaker("Dr Hart")


@pytest.mark.parametrize(
    ("opening", "position"),
    [
        ("Accepted. We will build it.", "accepted"),
        ("Accepted: the plan is ready.", "accepted"),
        ("Accepted in principle, subject to funds.", "partly"),
        ("We accept this recommendation in part.", "partly"),
        ("Partly agreed. The rest costs too much.", "partly"),
        ("Not accepted. There is no room.", "rejected"),
        ("We do not accept this recommendation.", "rejected"),
        ("We note this recommendation and thank the jury.", "considering"),
        ("Noted.", "considering"),
        ("Accepted practice elsewhere should be followed.", ""),
        ("The council should publish the list.", ""),
        ("We recommend that the pool stay open.", ""),
    ],
)
def test_the_first_words_of_an_answer_take_a_position(opening: str, position: str) -> None:
    assert responses.opening_position(opening) == position


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("TARN BOROUGH COUNCIL: RESPONSE TO THE RIVER PANEL", ("Tarn Borough Council", "River Panel")),
        ("Response of the Harbour Office to the Youth Forum", ("Harbour Office", "Youth Forum")),
        ("The Council's response", ("Council", "")),
        ("Response to the recommendations", ("", "recommendations")),
        ("Recommendations of the panel", None),
        ("What the panel heard", None),
    ],
)  # fmt: skip
def test_a_heading_says_who_responds_to_whom(heading: str, said: tuple[str, str] | None) -> None:
    assert headed.response(heading) == said


def test_a_numbered_paragraph_that_opens_with_a_position_answers_in_a_list_too() -> None:
    text = "Notes of the panel\nRecommendations\n1. The school should open its yard.\n2. The club should lend its nets.\n3. The park should close at ten.\nRecommendation 2: Rejected. The nets are torn."

    replies = found_in(text, findings.Kind.REPLY)

    assert [(reply.number, reply.position) for reply in replies] == [("2", "rejected")]
