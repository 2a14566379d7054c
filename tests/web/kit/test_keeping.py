# SPDX-License-Identifier: Apache-2.0
"""The cache of files looks through its folder now and then, and stays near its bound."""

from huiyin.web.kit import keeping


def test_what_is_too_much_goes_at_the_next_look_and_not_at_every_entry(tmp_path, monkeypatch):
    looks = []
    listed = keeping.Kept._list_cache_files
    monkeypatch.setattr(
        keeping.Kept, "_list_cache_files", lambda self: looks.append(1) or listed(self)
    )
    cache = keeping.Kept(str(tmp_path), {"OPTIONS": {"MAX_ENTRIES": 400}})
    for n in range(9 * keeping.EVERY):
        cache.set(str(n), n)

    assert len(looks) == 9
    assert len(list(tmp_path.iterdir())) < 400 + keeping.EVERY
