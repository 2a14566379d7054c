# SPDX-License-Identifier: Apache-2.0
"""Whatever the text: no exception, every span in its sentence, in order, and cost in step with length."""

import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zh_marks
from huiyin.core.extraction import chinese, drafts, lexicon
from huiyin.core.text import sentences, structure

PIECES = st.sampled_from(
    ["建议", "希望", "委员", "苏沐晴", "市水务局", "：", "，", "。", "“", "”", "一是", "；", "应当", "增设护栏", "他",
     "说", "\n", " ", "（", "）", "？", "请", "由", "牵头", "已", "将于", "年底前", "满意", "的", "收悉", "如下：", "A", "1.", "", "把"]
)  # fmt: skip


def page(text: str) -> drafts.Page:
    blocks = structure.outline(text)
    return drafts.Page(text, blocks, sentences.split(text, blocks))


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_gives_sorted_spans_inside_their_sentences(text):
    held = page(text)

    found, parts = chinese.read(held)

    assert found == sorted(found, key=lambda draft: (draft.start, draft.end, draft.kind))
    for draft in found:
        at = held.sentences[draft.sentence]
        assert at.start <= draft.start < draft.end <= at.end
        assert lexicon.reason(draft.rule, draft.cue, "zh")
    assert [part.first for part in parts] == [0, *(part.last for part in parts[:-1])][: len(parts)]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_text_of_any_script_does_no_harm(text):
    chinese.read(page(text))


@pytest.mark.parametrize(
    "unit", ["建议" * 50, "“", "（一）", "市长委员局长" * 20, "，", "请由把将对" * 30, "张" * 99]
)
def test_hostile_repetition_costs_no_more_than_its_length(unit):
    text = unit * (30_000 // len(unit))
    began = time.process_time()

    chinese.read(page(text))

    assert time.process_time() - began < 6


def news() -> Path:
    root = Path(os.environ.get("HUIYIN_DATA", Path(__file__).parents[4] / "shared" / "data"))
    if not (root / "zh_cppcc_news").is_dir():
        pytest.skip("no data beside the checkout: set HUIYIN_DATA to measure on real news")
    return root / "zh_cppcc_news"


def test_every_span_of_the_news_is_found_with_its_speaker_and_nothing_is_inflated():
    root = news()
    gold = json.loads((root / "gold.json").read_text("utf-8"))

    for name in ("jintan.txt", "futian_2023.txt", "chase_overdue.txt"):
        text = (root / name).read_text("utf-8")
        asked = [item for item in zh_marks.read(text) if item.kind == "suggestion"]
        if name not in gold:
            assert asked == []
        for _kind, speaker, words, _body in gold.get(name, []):
            start = text.index(words)
            hers = [item for item in asked if item.speaker.name == speaker]
            covered = {n for item in hers for n in range(item.span.start, item.span.end)}
            assert len(covered & set(range(start, start + len(words)))) >= 0.9 * len(words)
            assert any(
                item.span.start >= start - 8 and item.span.end <= start + len(words) + 8
                for item in hers
            )
