# SPDX-License-Identifier: Apache-2.0
"""Whole English records: minutes, articles, letters, responses and lists of recommendations."""

import pytest

from huiyin.core.extraction import drafts, english
from huiyin.core.text import sentences, structure
from huiyin.core.values import bodies, findings

MINUTES = """Minutes of the joint session of Chengzhou
12 March 2026
Councillor Adeyemi (Harbour Ward): The footbridge has been shut since May. I suggest that the Roads Department repair it before winter and that the bus company extend Line 4. When will it open?
Mr Duarte, Director of Roads: Thank you. We will reopen the footbridge by the end of June 2026 and have set aside £240,000. The lighting has already been replaced.
Mrs Okafor: I am not satisfied with this answer.
Mayor Lin: I want the Roads Department to report back within two weeks."""

ARTICLE = """Residents ask for safer streets
By Nora Whitfield
The council met on Tuesday to hear from residents. Councillor Imran Sadiq suggested that the Parks Department plant trees along Mill Lane. He also urged the council to lower the speed limit near the school. "We need a crossing at the library," said Mrs Okafor.
Ms Berit Hansen, head of the Transport Office, replied that a crossing would be installed by September 2026. The mayor instructed the Parks Department to present a plan within a month. The festival was a great success."""

LETTER = """Chengzhou Water Board
Dear Councillor Adeyemi,
Thank you for your proposal No. 12 of 3 March about drinking fountains. We accept the proposal in principle. Three fountains will be installed in the old town by 1 May 2026 at a cost of £45,000.
We have received your second suggestion and will consider it.
Yours sincerely,
Tomas Brandt
Head of Supply, Water Board"""

RESPONSE = """Response of the Harbour Council to the Ferry Committee
8.1. We recommend that the Harbour Council publish the timetable in large print (paragraph 2.4).
The Council accepts this recommendation. A large-print timetable will be published by 1 June 2026.
8.2. The ferry company should add a wheelchair ramp (paragraph 2.9).
8.3. We further recommend that fares be frozen for two years:
• for pupils; and
• for apprentices (paragraph 3.1).
The Council does not accept these recommendations. Costs have risen by a tenth."""

REPORT = """Report of the Ferry Committee
2. RECOMMENDATIONS
1. The Harbour Council and the ferry company shall publish the timetable by 1 May 2027. Such a timetable should be in large print. It may be printed on both sides.
2. A pilot of the night ferry shall be carried out.
3. The landing stage is in a poor state.
3. THE CROSSING
3.1. The crossing opened in 1931."""


def page_of(text: str, **more: object) -> drafts.Page:
    blocks = structure.outline(text)
    return drafts.Page(text, blocks, sentences.split(text, blocks), **more)  # type: ignore[arg-type]


def found_in(text: str, kind: findings.Kind, **more: object) -> list[drafts.Draft]:
    some, _ = english.read(page_of(text, **more))
    return sorted((draft for draft in some if draft.kind is kind), key=lambda draft: draft.start)


def words(text: str, draft: drafts.Draft) -> str:
    return text[draft.start : draft.end]


def test_a_turn_gives_its_suggestions_with_speaker_and_addressee() -> None:
    found = found_in(MINUTES, findings.Kind.SUGGESTION)

    assert [(words(MINUTES, d), d.addressee) for d in found] == [
        ("the Roads Department repair it before winter", "Roads Department"),
        ("the bus company extend Line 4", "bus company"),
    ]
    assert {d.speaker for d in found} == {
        findings.Speaker("Councillor Adeyemi", findings.Capacity.MEMBER, "Harbour Ward")
    }


def test_a_question_in_a_turn_is_a_question() -> None:
    assert [words(MINUTES, d) for d in found_in(MINUTES, findings.Kind.QUESTION)] == [
        "When will it open?"
    ]


def test_a_promise_keeps_its_date_and_amount() -> None:
    (promise,) = found_in(MINUTES, findings.Kind.COMMITMENT)

    assert (promise.due, promise.amount) == ("by the end of June 2026", "£240,000")
    assert promise.speaker.capacity is findings.Capacity.DEPARTMENT


def test_what_has_been_done_is_an_outcome() -> None:
    (outcome,) = found_in(MINUTES, findings.Kind.OUTCOME)

    assert words(MINUTES, outcome) == "The lighting has already been replaced"


def test_a_judgement_of_an_answer_is_an_evaluation() -> None:
    (judged,) = found_in(MINUTES, findings.Kind.EVALUATION)

    assert judged.speaker.name == "Mrs Okafor"


def test_a_leader_who_gives_a_task_assigns_it() -> None:
    (given,) = found_in(MINUTES, findings.Kind.ASSIGNMENT)

    assert (given.addressee, given.due) == ("Roads Department", "within two weeks")


def test_reported_speech_keeps_its_speaker_behind_a_pronoun_and_a_quotation() -> None:
    found = found_in(ARTICLE, findings.Kind.SUGGESTION)

    assert [(d.speaker.name, words(ARTICLE, d)) for d in found] == [
        ("Councillor Imran Sadiq", "the Parks Department plant trees along Mill Lane"),
        ("Councillor Imran Sadiq", "the council to lower the speed limit near the school"),
        ("Mrs Okafor", "We need a crossing at the library"),
    ]


def test_reported_answers_and_orders_are_read_from_an_article() -> None:
    (reply,) = found_in(ARTICLE, findings.Kind.REPLY)
    (promise,) = found_in(ARTICLE, findings.Kind.COMMITMENT)
    (order,) = found_in(ARTICLE, findings.Kind.ASSIGNMENT)

    assert reply.speaker == findings.Speaker(
        "Ms Berit Hansen", findings.Capacity.DEPARTMENT, "head of the Transport Office"
    )
    assert promise.due == "by September 2026"
    assert (order.addressee, order.due) == ("Parks Department", "within a month")


def test_a_letter_of_reply_answers_in_the_name_of_who_signs_it() -> None:
    replies = found_in(LETTER, findings.Kind.REPLY)
    (promise,) = found_in(LETTER, findings.Kind.COMMITMENT)

    assert [reply.position for reply in replies] == ["partly", "considering"]
    assert replies[0].speaker.affiliation == "Head of Supply, Water Board"
    assert (promise.due, promise.amount) == ("by 1 May 2026", "£45,000")


def test_a_response_answers_by_number_and_by_range() -> None:
    replies = found_in(RESPONSE, findings.Kind.REPLY)

    assert [(reply.number, reply.position) for reply in replies] == [
        ("8.1", "accepted"),
        ("8.2-8.3", "rejected"),
    ]


def test_quoted_recommendations_carry_their_numbers_and_their_committee() -> None:
    found = found_in(RESPONSE, findings.Kind.SUGGESTION)

    assert {draft.number for draft in found} == {"8.1", "8.2", "8.3"}
    assert {draft.speaker.name for draft in found} == {"Ferry Committee"}
    assert {draft.speaker.capacity for draft in found} == {findings.Capacity.PROPOSING_BODY}


def test_a_numbered_recommendation_is_covered_by_its_findings() -> None:
    found = found_in(REPORT, findings.Kind.SUGGESTION)

    first = [words(REPORT, draft) for draft in found if draft.number == "1"]
    assert first == [
        "The Harbour Council and the ferry company shall publish the timetable by 1 May 2027",
        "Such a timetable should be in large print. It may be printed on both sides",
    ]


def test_a_numbered_conclusion_counts_with_a_lower_score() -> None:
    found = found_in(REPORT, findings.Kind.SUGGESTION)

    (conclusion,) = [draft for draft in found if draft.number == "3"]
    assert conclusion.rule == "numbered_conclusion"
    assert conclusion.score < min(draft.score for draft in found if draft is not conclusion)


def test_nothing_is_asked_outside_the_list_of_a_report() -> None:
    assert all(draft.number for draft in found_in(REPORT, findings.Kind.SUGGESTION))


def test_parts_cover_every_sentence_in_order() -> None:
    for text in (MINUTES, ARTICLE, LETTER, RESPONSE, REPORT):
        page = page_of(text)
        _, parts = english.read(page)
        assert [part.first for part in parts[1:]] == [part.last for part in parts[:-1]]
        assert (parts[0].first, parts[-1].last) == (0, len(page.sentences))


def test_a_record_of_a_table_is_read_by_itself() -> None:
    text = "Ratify the treaty on rivers.\nThe weather was fine."

    found = found_in(text, findings.Kind.SUGGESTION, tabular=True)

    assert [words(text, draft) for draft in found] == ["Ratify the treaty on rivers"]


def test_the_roster_knows_who_a_speaker_is() -> None:
    entry = bodies.RosterEntry("Okafor", "member", "Traders' Union")
    text = "Minutes of the forum\nMrs Okafor: Please open the market earlier.\nThanks to all."

    (asked,) = found_in(text, findings.Kind.SUGGESTION, roster=(entry,))

    assert asked.speaker == findings.Speaker("Okafor", findings.Capacity.MEMBER, "Traders' Union")


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Minutes\nBy Ada Moss\nQ12 Chair: Why?", ["title", "byline", "turn"]),
        ("The pool is shut.\n8.10. We recommend a new pump.", ["body", "body"]),
        ("Note: the hall is cold.\n• Mend the stove.", ["body", "item"]),
    ],
)
def test_paragraphs_are_told_apart(text: str, roles: list[str]) -> None:
    assert [block.role.value for block in structure.outline(text)] == roles


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dr. Moss came at 5 p.m. and left. J. K. Lund stayed.", 2),
        ("8.1. The pump costs £3.5 million. It leaks.12 We wait.", 3),
        ("See Fig. 4 on p. 12. Is it full? Yes!", 3),
    ],
)
def test_sentences_end_where_they_end(text: str, count: int) -> None:
    assert len(sentences.split(text, structure.outline(text))) == count
