# SPDX-License-Identifier: Apache-2.0
"""The canonical set is the packs' set; a letter is a view of it."""

import pytest

from huiyin.adapters.packs import adapter
from huiyin.core.docket import pack_blocks
from huiyin.core.replies import dispositions

Result = dispositions.Result


def test_packs_and_core_know_the_same_results():
    assert (*pack_blocks.DISPOSITIONS, "not_answered") == tuple(one.value for one in Result)


@pytest.mark.parametrize("pack_id", adapter.shipped())
def test_a_letter_of_a_pack_leads_back_to_its_results(pack_id):
    scheme = {key: one.letter for key, one in adapter.load(pack_id).replies.dispositions.items()}
    for result in Result:
        shown = dispositions.letter(result, scheme)
        assert not shown or result in dispositions.meant_by(shown, scheme)


@pytest.mark.parametrize("result", list(Result))
def test_what_a_disposition_lacks_is_named_until_it_is_given(result):
    bare = dispositions.Disposition(result)
    assert set(bare.lacks) <= {"date", "reason", "reported"}
    assert bool(bare.lacks) == (
        result in (*dispositions.DATED, *dispositions.REASONED, Result.HIGHER_LEVEL)
    )
