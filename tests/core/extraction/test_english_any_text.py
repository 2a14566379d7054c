# SPDX-License-Identifier: Apache-2.0
"""Any text at all is read without an exception, and every draft lies in the text."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.core.extraction import drafts, english
from huiyin.core.text import sentences, structure

PIECES = [
    "We recommend that ", "the Harbour Office ", "shall ", "should ", "1. ", "8.10. ", "(a) ", ": ",
    "\n", "• ", "Mrs Okafor: ", "Dear Ms Lund,\n", "The Council accepts ", "“", "”", "RECOMMENDATIONS\n",
    "Recommendation 3: ", "(paragraph 2.1).\n", "Q1 ", "? ", ". ", "İ", "\ufeff", "必须", "and publish the ",
    "please add ", "by 1 May 2026 ", "£3 million ", "2. THE PIER\n", "Yours sincerely,\n", "however, ",
]  # fmt: skip


def read(text: str, *, tabular: bool) -> tuple[drafts.Page, list[drafts.Draft]]:
    blocks = structure.outline(text)
    page = drafts.Page(text, blocks, sentences.split(text, blocks), tabular=tabular)
    return page, english.read(page)[0]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES)).map("".join)), st.booleans())  # fmt: skip
def test_any_text_gives_drafts_that_lie_in_it(text: str, tabular: bool) -> None:
    page, found = read(text, tabular=tabular)

    for draft in found:
        assert 0 <= draft.start < draft.end <= len(text)
        assert draft.end > page.sentences[draft.sentence].start
        assert 0 <= draft.score <= 1


def test_hostile_repetition_costs_linear_time() -> None:
    def seconds(times: int) -> float:
        text = "we would like the option of and the Office of and the Board, " * times
        start = time.process_time()
        read(text, tabular=False)
        return time.process_time() - start

    seconds(10)
    assert seconds(800) < 40 * max(seconds(100), 0.005)
