# SPDX-License-Identifier: Apache-2.0
from tools import reference


def test_the_page_on_jsonl_is_the_one_the_schema_gives():
    assert reference.PAGE.read_text("utf-8") == reference.compose(), (
        "run: python -m tools.reference"
    )
