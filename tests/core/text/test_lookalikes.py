# SPDX-License-Identifier: Apache-2.0
"""What looks alike has one skeleton; what a reader tells apart has two."""

import pytest

from huiyin.core.text.lookalikes import skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("admin", "аdmin"), ("admin", "ＡＤＭＩＮ"), ("admin", "ádmin"), ("paco", "расо"), ("lin0", "1ino"), ("chen", "ϲhen"),
        ("王力", "王カ"), ("口才", "ロ才"), ("①", "1"), ("ﬁsh", "fish"), ("色", "⾊"),
    ],
)  # fmt: skip
def test_names_a_reader_takes_for_one_have_one_skeleton(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("chen02", "chen03"), ("王力", "王刀"), ("su", "sun"), ("a.b", "a-b"), ("wang", "weng")],
)
def test_names_a_reader_tells_apart_have_two(one, other):
    assert skeleton(one) != skeleton(other)
