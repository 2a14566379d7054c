# SPDX-License-Identifier: Apache-2.0
"""Writers of SQLite stand in the system's queue for a file beside the store, and go on where that cannot be had."""

import fcntl
from types import SimpleNamespace

import pytest

from huiyin.web.kit import acting


@pytest.fixture
def store(tmp_path, monkeypatch):
    path = tmp_path / "huiyin.sqlite3"
    monkeypatch.setattr(
        acting,
        "connection",
        SimpleNamespace(is_in_memory_db=lambda: False, settings_dict={"NAME": path}),
    )
    return path


def is_held(path):
    with open(f"{path}-turn", "rb") as other:
        try:
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_the_turn_is_held_for_an_act_and_given_back_also_after_a_fault(store):
    with acting._place():
        assert is_held(store)
    with pytest.raises(ZeroDivisionError), acting._place():
        raise ZeroDivisionError
    assert not is_held(store)


def test_where_the_file_cannot_be_had_the_act_is_done_all_the_same(store):
    (store.parent / "huiyin.sqlite3-turn").mkdir()
    with acting._place():
        done = True
    assert done
