# SPDX-License-Identifier: Apache-2.0
"""The page of bad inputs names tests that exist."""

import re

from house import tree


def test_every_test_the_page_names_exists():
    page = (tree.ROOT / "docs/reference/bad-inputs.md").read_text("utf-8")
    named = set(re.findall(r"`(test_[a-z_]+)`", page))
    texts = "".join(one.read_text("utf-8") for one in (tree.ROOT / "tests").rglob("test_*.py"))
    assert len(named) > 20
    assert [name for name in sorted(named) if f"def {name}(" not in texts] == []
