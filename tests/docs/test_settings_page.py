# SPDX-License-Identifier: Apache-2.0
"""The page of settings names every setting there is, and none that is not."""

import re
from pathlib import Path

HOME = Path(__file__).parents[2]
_NAME = re.compile(r"HUIYIN_[A-Z_]+|DATABASE_URL")


def test_the_page_and_the_settings_name_the_same():
    page = (HOME / "docs/reference/settings.md").read_text("utf-8")
    code = (HOME / "src/huiyin/web/site/settings.py").read_text("utf-8")

    assert set(_NAME.findall(page)) == set(_NAME.findall(code))
