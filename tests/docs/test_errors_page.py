# SPDX-License-Identifier: Apache-2.0
"""The page of codes is the one the catalog gives."""

from tools import reference_errors


def test_the_page_of_codes_is_current():
    assert reference_errors.PAGE.read_text("utf-8") == reference_errors.compose(), (
        "run: python -m tools.reference_errors"
    )
