# SPDX-License-Identifier: Apache-2.0
"""The page of figures is the one the definitions give."""

from tools import reference_figures


def test_the_page_of_figures_is_current():
    assert reference_figures.PAGE.read_text("utf-8") == reference_figures.compose(), (
        "run: python -m tools.reference_figures"
    )
