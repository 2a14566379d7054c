# SPDX-License-Identifier: Apache-2.0
import json

import jsonschema
import pytest

import reports_sample
from huiyin.adapters.reports import jsonl, verifying
from huiyin.core.values import documents
from huiyin.core.values.refusals import HuiyinError


@pytest.fixture
def report():
    return reports_sample.report()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("made", [reports_sample.report, reports_sample.hostile])
def test_every_line_is_an_object_the_schema_allows(made, lang):
    schema = jsonl.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)

    for line in jsonl.lines(made(), lang):
        assert line.count("\n") == 1
        check.validate(json.loads(line))


def test_the_schema_describes_every_property():
    def walk(shape):
        for held in shape.get("properties", {}).values():
            if isinstance(held, dict):
                assert held["description"].strip()
                walk(held)

    for shape in jsonl.schema()["$defs"].values():
        assert shape["description"]
        walk(shape)


def test_the_schema_refuses_a_suggestion_without_its_echo(report):
    check = jsonschema.Draft202012Validator(jsonl.schema())
    line = next(
        one for one in map(json.loads, jsonl.lines(report, "zh")) if one.get("kind") == "suggestion"
    )
    del line["echo"]

    assert list(check.iter_errors(line))


def test_sources_come_first_then_parts_then_findings(report):
    order = [json.loads(line)["record"] for line in jsonl.lines(report, "zh")]

    assert order == sorted(order, key=["source", "part", "finding"].index)
    assert set(order) == {"source", "part", "finding"}


def test_a_file_that_could_not_be_read_is_kept_with_its_code(report):
    unread = [one for one in map(json.loads, jsonl.lines(report, "en")) if "error" in one]

    assert [(one["name"], one["number"], one["error"]["code"]) for one in unread] == [
        ("旧版发言.doc", 0, "FILE_NOT_FOUND")
    ]


def test_nothing_missing_is_null(report):
    assert "null" not in "".join(jsonl.lines(report, "zh"))


def test_the_whole_holds_the_same_records_and_the_counts(report):
    whole = json.loads(jsonl.whole(report, "en"))

    assert whole["sources"] + whole["parts"] + whole["findings"] == [
        json.loads(line) for line in jsonl.lines(report, "en")
    ]
    assert whole["counts"] == {
        "suggestions": 16, "answered": 5, "partly": 4, "acknowledged_only": 3, "not_found_here": 4,
    }  # fmt: skip


@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_a_report_verifies_against_its_own_sources(report, tmp_path, form):
    path = _saved(report, tmp_path, form)

    outcome = verifying.verify(path, report.documents)

    assert outcome.mismatches == ()
    assert (
        outcome.verified_count
        == outcome.checked_count
        == 3 + len(report.parts) + len(report.findings)
    )


TAMPERED = [
    ({"quote": "改过的话"}, "QUOTE_MISMATCH"),
    ({"start": 0}, "QUOTE_MISMATCH"),
    ({"end": 10**9}, "SPAN_OUTSIDE_TEXT"),
    ({"start": -1}, "SPAN_OUTSIDE_TEXT"),
    ({"start": "3"}, "SPAN_OUTSIDE_TEXT"),
    ({"start": True}, "SPAN_OUTSIDE_TEXT"),
    ({"source": 77}, "SOURCE_MISSING"),
    ({"sentence": None}, "SPAN_OUTSIDE_TEXT"),
    ({"sentence": {"start": 0, "end": 2, "text": "不是"}}, "QUOTE_MISMATCH"),
]


@pytest.mark.parametrize(("change", "code"), TAMPERED)
def test_a_changed_finding_does_not_verify(report, tmp_path, change, code):
    lines = [json.loads(line) for line in jsonl.lines(report, "zh")]
    lines[-1] |= change
    path = tmp_path / "report.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")

    outcome = verifying.verify(path, report.documents)

    assert [(one.code, one.where) for one in outcome.mismatches] == [(code, lines[-1]["id"])]


def test_a_changed_source_does_not_verify(report, tmp_path):
    path = _saved(report, tmp_path, "jsonl")
    first, *others = report.documents
    edited = documents.Document(first.name, "f" * 64, first.media_type, "新" + first.text)

    outcome = verifying.verify(path, [edited, *others])

    codes = [one.code for one in outcome.mismatches]
    assert codes[0] == "SOURCE_CHANGED"
    assert codes.count("QUOTE_MISMATCH") == sum(one.source == 1 for one in report.findings)


def test_a_missing_source_does_not_verify(report, tmp_path):
    path = _saved(report, tmp_path, "jsonl")

    outcome = verifying.verify(path, report.documents[:1])

    assert {one.source for one in outcome.mismatches} == {
        "第0147号提案答复.pdf",
        "safe-streets.txt",
    }
    assert {one.code for one in outcome.mismatches} == {"SOURCE_MISSING"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "3",
        "not json",
        '{"record": "part"}\n{',
        '{"sources": 3}',
        "[" * 5000,
        "\x00",
    ],
)
def test_what_is_no_report_is_refused_by_name(tmp_path, text):
    path = tmp_path / "a.jsonl"
    path.write_text(text, "utf-8")

    with pytest.raises(HuiyinError) as refusal:
        verifying.verify(path, [])

    assert refusal.value.code == "REPORT_MALFORMED"


def test_a_report_that_is_not_there_is_refused_by_name(tmp_path):
    with pytest.raises(HuiyinError) as refusal:
        verifying.names(tmp_path / "none.jsonl")

    assert refusal.value.code == "FILE_NOT_FOUND"


def _saved(report, folder, form):
    path = folder / f"report.{form}"
    path.write_text(
        "".join(jsonl.lines(report, "zh")) if form == "jsonl" else jsonl.whole(report, "zh"),
        "utf-8",
    )
    return path
