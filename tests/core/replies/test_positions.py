# SPDX-License-Identifier: Apache-2.0
"""The position of a reply: stated words decide, then what the body does; the span shows which."""

import pytest

from huiyin.core.replies import positions


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The Department accepts this recommendation.", "accepted"),
        ("Accepted. Work has begun.", "accepted"),
        ("Not accepted. The rules suffice.", "rejected"),
        ("Accepted in principle.", "partly"),
        ("Partially accepted: two of three points.", "partly"),
        ("The Government agrees with the intent of this recommendation.", "partly"),
        ("We do not accept the recommendation as worded. However, we will revise the guidance.", "partly"),
        ("This recommendation is accepted dependent on funding.", "partly"),
        ("The agency does not intend to adopt this recommendation.", "rejected"),
        ("The proposal is not considered practicable.", "rejected"),
        ("The matter is under consideration.", "considering"),
        ("We will consider whether to extend the scheme.", "considering"),
        ("The recommendation is noted.", "considering"),
        ("The council has installed twelve benches.", "accepted"),
        ("", "unclear"),
    ],
)  # fmt: skip
def test_an_english_reply_takes_a_position(text, meant):
    assert positions.classify(text).position.value == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("予以采纳。已列入2027年计划。", "accepted"),
        ("部分采纳。其中公厕已列入计划，停车场暂不具备条件。", "partly"),
        ("因地下管线密集，无法设置。", "rejected"),
        ("我局将认真研究。", "considering"),
        ("您的建议已收悉。", "considering"),
    ],
)
def test_a_chinese_reply_takes_a_position(text, meant):
    assert positions.classify(text, "zh").position.value == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The State supports this recommendation.", "supported"),
        ("The State notes this recommendation.", "noted"),
        ("The recommendation does not enjoy the support of the State.", "noted"),
    ],
)
def test_a_state_under_review_supports_or_notes(text, meant):
    assert positions.classify(text, review=True).position.value == meant


def test_the_span_shows_the_words():
    text = "  Thank you. We reject this proposal."
    stand = positions.classify(text)

    assert stand.span.cut(text) == "reject"
