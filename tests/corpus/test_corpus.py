# SPDX-License-Identifier: Apache-2.0
"""The truth lists of the demo's records hold: every quote is in its record, every link leads somewhere."""

import tomllib
from collections import Counter
from pathlib import Path

import docx
import pypdfium2
import pytest

from huiyin import demo
from huiyin.core.values import findings

HERE = Path(__file__).parent
SOURCES = HERE.parents[1] / "tools" / "demo_sources"
SESSION = tomllib.loads((HERE / "joint_group_discussion.toml").read_text("utf-8"))
PROPOSALS = tomllib.loads((HERE / "proposals.toml").read_text("utf-8"))
RECORD = demo.records().joinpath("joint-group-discussion.txt").read_text("utf-8")
FOUND = SESSION["finding"]
LETTERS = [name for name in demo.names() if name.endswith(".pdf")]


def words_of(name: str) -> str:
    with demo.records().joinpath(name).open("rb") as held:
        document = docx.Document(held)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.mark.parametrize("truth", FOUND, ids=lambda truth: truth["id"])
def test_every_quote_stands_once_in_the_record(truth):
    assert RECORD.count(truth["quote"]) == 1


def test_findings_stand_in_the_order_of_the_record():
    places = [RECORD.index(truth["quote"]) for truth in FOUND]

    assert places == sorted(places)


def test_ids_are_unique_and_every_echo_leads_to_one():
    ids = [truth["id"] for truth in FOUND]

    assert len(set(ids)) == len(ids)
    assert all(link in ids for truth in FOUND for link in truth.get("answered_by", ()))


def test_kinds_and_verdicts_are_those_of_the_core():
    assert {truth["kind"] for truth in FOUND} == set(findings.Kind)
    assert {truth["capacity"] for truth in FOUND} <= set(findings.Capacity)
    asked = [truth for truth in FOUND if truth["kind"] == "suggestion"]
    assert {truth["verdict"] for truth in asked} == set(findings.Verdict)
    assert all(set(truth.get("also", ())) <= set(findings.Verdict) for truth in asked)


def test_an_echo_is_named_exactly_where_something_was_found():
    for truth in FOUND:
        if truth["kind"] == "suggestion":
            assert bool(truth.get("answered_by")) == (truth["verdict"] != "not_found_here"), truth[
                "id"
            ]


def test_dates_and_amounts_are_words_of_the_record():
    assert all(truth[key] in RECORD for truth in FOUND for key in ("due", "amount") if key in truth)


def test_what_is_no_suggestion_stands_in_the_record_outside_every_suggestion():
    asked = [truth["quote"] for truth in FOUND if truth["kind"] == "suggestion"]
    for words in SESSION["not_suggestions"]:
        assert RECORD.count(words) == 1, words
        assert not any(words in quote or quote in words for quote in asked), words


def test_the_record_is_as_rich_as_a_session():
    counts = Counter(truth["kind"] for truth in FOUND)

    assert 5_000 <= len(RECORD) <= 5_500
    assert counts["suggestion"] == 30
    assert counts["assignment"] >= 5
    assert counts["commitment"] >= 6


@pytest.mark.parametrize("truth", PROPOSALS["proposal"], ids=lambda truth: truth["file"])
def test_every_ask_of_a_proposal_stands_once_in_it_and_in_order(truth):
    said = words_of(truth["file"])
    places = [said.index(ask) for ask in truth["asks"]]

    assert len(truth["asks"]) == truth["count"]
    assert places == sorted(places)
    assert all(said.count(ask) == 1 for ask in truth["asks"])
    assert truth["title"] in said
    assert truth["proposer"] in said


@pytest.mark.parametrize("truth", PROPOSALS["proposal"], ids=lambda truth: truth["file"])
def test_a_proposal_says_what_its_source_says(truth):
    number = truth["file"].removeprefix("proposal-").removesuffix(".docx")
    source = (SOURCES / "proposals" / f"{number}.txt").read_text("utf-8")
    said = words_of(truth["file"])
    lines = [line.removeprefix("## ") for line in source.splitlines() if line.strip()]
    pieces = [piece.strip() for line in lines for piece in line.strip("|").split("|")]

    assert 380 <= len(source) <= 1_200
    assert [piece for piece in pieces if piece not in said] == []


def test_merge_candidates_and_their_false_friend_are_proposals_of_the_list():
    files = {truth["file"] for truth in PROPOSALS["proposal"]}

    assert len(files) == 12
    for pair in PROPOSALS["alike"] + PROPOSALS["apart"]:
        assert set(pair["files"]) <= files


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_small_has_a_text_layer_and_names_its_proposal(name):
    data = demo.records().joinpath(name).read_bytes()
    document = pypdfium2.PdfDocument(data)
    said = "".join(page.get_textpage().get_text_range() for page in document).replace(" ", "")

    assert len(data) < 80_000
    assert 1 <= len(document) <= 2
    number = name.removeprefix("reply-").removesuffix(".pdf")
    assert f"第{number}号" in said
    assert "答复如下" in said.replace("\r\n", "") or "收悉" in said
    document.close()


def test_there_are_six_letters():
    assert len(LETTERS) == 6


ASKED = {truth["file"]: truth["count"] for truth in PROPOSALS["proposal"]}
LETTER_TRUTHS = tomllib.loads((HERE / "letters.toml").read_text("utf-8"))["letter"]
HARBOUR = tomllib.loads((HERE / "harbour_assembly.toml").read_text("utf-8"))
ASSEMBLY = demo.records().joinpath("harbour-assembly.txt").read_text("utf-8")


def squeezed(name: str) -> str:
    document = pypdfium2.PdfDocument(demo.records().joinpath(name).read_bytes())
    said = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return "".join(said.split())


@pytest.mark.parametrize("truth", LETTER_TRUTHS, ids=lambda truth: truth["proposal"])
def test_every_echo_of_a_letter_stands_in_it(truth):
    said = squeezed(truth["file"])

    assert truth["office"] in said
    asked = ASKED[truth["proposal"]]
    assert len(truth["verdicts"]) == len(truth["also"]) == len(truth["by"]) == asked
    for verdict, words in zip(truth["verdicts"], truth["by"], strict=True):
        assert verdict in set(findings.Verdict)
        assert bool(words) == (verdict != "not_found_here")
        assert words in said


@pytest.mark.parametrize("truth", HARBOUR["suggestion"], ids=lambda truth: truth["quote"][:30])
def test_every_suggestion_of_the_assembly_and_its_echo_stand_in_the_record(truth):
    assert ASSEMBLY.count(truth["quote"]) == 1
    assert truth["speaker"] in ASSEMBLY or truth["speaker"].upper() in ASSEMBLY
    assert truth["verdict"] in set(findings.Verdict)
    assert bool(truth.get("by")) == (truth["verdict"] != "not_found_here")
    assert all(ASSEMBLY.count(words) == 1 for words in truth.get("by", ()))


def test_what_is_no_suggestion_of_the_assembly_stands_in_the_record():
    assert all(words in ASSEMBLY for words in HARBOUR["not_suggestions"])
