# SPDX-License-Identifier: Apache-2.0
"""The pages of the rules packs are the ones the packs give."""

import pytest
from tools import reference_packs

from huiyin.adapters.packs import adapter


@pytest.mark.parametrize("pack_id", adapter.shipped())
def test_the_page_of_a_pack_is_current(pack_id):
    page = reference_packs.FOLDER / f"{pack_id}.md"
    assert page.read_text("utf-8") == reference_packs.compose(pack_id), (
        "run: python -m tools.reference_packs"
    )


def test_there_is_a_page_for_each_pack_and_no_other():
    assert {page.stem for page in reference_packs.FOLDER.glob("*.md")} == set(adapter.shipped())
