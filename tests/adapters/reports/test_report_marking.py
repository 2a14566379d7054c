# SPDX-License-Identifier: Apache-2.0
import hypothesis
from hypothesis import strategies

import reports_sample
from huiyin.adapters.reports import marking
from huiyin.core.values import documents, findings, spans


def _found(text, ranges):
    return [
        findings.Finding(
            f"1-s{n}", findings.Kind.SUGGESTION, 1, spans.Span(start, end), text[start:end],
            spans.Span(start, end), findings.Speaker(), "", 1.0, findings.Why("r"),
        )
        for n, (start, end) in enumerate(ranges, start=1)
    ]  # fmt: skip


def _document(text):
    return documents.Document("a.txt", "0" * 64, "text/plain", text)


def test_nested_and_overlapping_findings_are_cut_into_segments():
    text = "甲乙丙丁戊己庚"
    (block,) = marking.blocks(_document(text), _found(text, [(0, 5), (2, 4), (3, 7)]))

    assert [(one.text, [f.id for f in one.under], one.opens) for one in block.segments] == [
        ("甲乙", ["1-s1"], ("1-s1",)),
        ("丙", ["1-s2", "1-s1"], ("1-s2",)),
        ("丁", ["1-s2", "1-s3", "1-s1"], ("1-s3",)),
        ("戊", ["1-s3", "1-s1"], ()),
        ("己庚", ["1-s3"], ()),
    ]


def test_a_finding_over_two_lines_opens_once():
    text = "一二三\n四五六"
    blocks = list(marking.blocks(_document(text), _found(text, [(2, 5)])))

    assert [[one.opens for one in block.segments if one.under] for block in blocks] == [
        [("1-s1",)],
        [()],
    ]


@hypothesis.given(
    strategies.text(alphabet="甲乙a \n", min_size=1, max_size=60),
    strategies.lists(
        strategies.tuples(strategies.integers(0, 59), strategies.integers(1, 20)), max_size=6
    ),
)
def test_segments_give_the_lines_to_the_letter_and_open_each_finding_once(text, wanted):
    ranges = [(a, min(a + n, len(text))) for a, n in wanted if a < len(text)]
    found = _found(text, ranges)
    blocks = list(marking.blocks(_document(text), found))

    for block in blocks:
        words = "".join(one.text for one in block.segments)
        assert text[block.start : block.start + len(words)] == words
    opened = [id_ for block in blocks for one in block.segments for id_ in one.opens]
    assert len(opened) == len(set(opened))
    assert set(opened) == {one.id for one in found if one.quote.replace("\n", "")}


def test_parts_label_their_first_stretch_only_and_pages_their_first_line():
    report = reports_sample.report()
    letter = report.documents[1]
    parts = [one for one in report.parts if one.source == 2]
    found = [one for one in report.findings if one.source == 2]
    stretches = list(marking.stretches(letter, parts, found))

    assert [(one.part, one.label) for one in stretches] == [
        ("other", True),
        ("reply", True),
        ("other", True),
    ]
    pages = [block.page for one in stretches for block in one.blocks if block.page]
    assert pages == [1, 2]


def test_a_long_part_is_cut_into_stretches_the_browser_can_leave_alone():
    text = "一行字\n" * (marking.CHUNK_BLOCKS * 3)
    part = findings.Part(findings.PartKind.SPEECH, 1, spans.Span(0, len(text)))
    stretches = list(marking.stretches(_document(text), [part], []))

    assert [one.label for one in stretches] == [True, False, False]
