# SPDX-License-Identifier: Apache-2.0
"""Many at once, and dying in between: real clients, threads and processes, on a real database file or server."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as live

CLIENTS = Path(__file__).parent / "clients.py"
PER_CLIENT = int(os.environ.get("HUIYIN_FILINGS", "150"))


class Store:
    """A database of its own, and the clients that work on it."""

    def __init__(self, folder, like=None, *, sqlite=False):
        self.folder = folder
        self.name = f"at_once_{os.getpid()}_{folder.name.replace('-', '_')}".lower()
        given = live.DATABASES["default"]
        self.postgres = "postgresql" in given["ENGINE"] and not sqlite
        if self.postgres:
            self.address = f"postgres://{given['USER']}@{given['HOST']}:{given['PORT']}"
            copied = f' TEMPLATE "{like.name}"' if like else ""
            self._server(f'CREATE DATABASE "{self.name}"{copied}')
        elif like:
            shutil.copy(like.folder / "store.sqlite3", folder / "store.sqlite3")
        self.uids = like.uids if like else []

    def _server(self, said):
        import psycopg

        with psycopg.connect(f"{self.address}/postgres", autocommit=True) as server:
            server.execute(said)

    def close(self):
        if self.postgres:
            self._server(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def start(self, task, **given):
        url = (
            f"{self.address}/{self.name}"
            if self.postgres
            else f"sqlite:///{self.folder}/store.sqlite3"
        )
        env = os.environ | {
            "DATABASE_URL": url, "HUIYIN_HOME": str(self.folder), "DJANGO_SETTINGS_MODULE": "huiyin.web.site.settings",
        }  # fmt: skip
        return subprocess.Popen(
            [sys.executable, CLIENTS, task, json.dumps(given)],
            env=env,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, task, **given):
        return self.heard(self.start(task, **given))

    def heard(self, started):
        text, _ = started.communicate(timeout=300)
        assert started.returncode == 0, started.args[2]
        return json.loads(text.splitlines()[-1])


@pytest.fixture(scope="module")
def seeded(tmp_path_factory):
    made = Store(tmp_path_factory.mktemp("seeded"))
    made.uids = made.do("seed", count=12 * PER_CLIENT)["uids"]
    yield made
    made.close()


@pytest.fixture
def store(seeded, tmp_path):
    made = Store(tmp_path, like=seeded)
    yield made
    made.close()


def test_twelve_clients_get_every_number_once_and_none_is_skipped(store):
    """3 processes × 4 threads × 150 filings, a tenth of them undone half-way and done again."""
    uids = store.uids
    started = [
        store.start("filing", uids=uids[place::3], threads=4, seed=place) for place in range(3)
    ]
    heard = [one.communicate(timeout=300)[0] for one in started]
    assert [one.returncode for one in started] == [0, 0, 0]
    said = [json.loads(one.splitlines()[-1]) for one in heard]
    assert sum(one["ok"] for one in said) == len(uids)
    assert sum(one["crashed"] for one in said) > len(uids) // 20
    assert {key for one in said for key in one} == {"ok", "crashed"}
    after = store.do("numbers")
    assert after["cases"] == list(range(1, len(uids) + 1))
    assert after["seqs"] == list(range(1, len(uids) + 1))
    assert after["faults"] == []


def test_the_control_without_the_lock_gives_numbers_twice(store):
    uids = store.uids[:240]
    said = store.do("filing", uids=uids, threads=8, seed=1, mutant=True)
    assert said.get("twice", 0) > 0
    assert said["ok"] < len(uids)


def test_those_who_act_at_once_never_overwrite_each_other(store):
    uids = store.uids[:64]
    officers = store.do("two_officers", uids=uids[:24])["said"]
    assert officers == [["CHANGED_MEANWHILE", "ok", 1, 1]] * 24
    merges = store.do("two_merges", uids=uids[24:])["said"]
    assert merges == [["MERGE_CYCLE", "ok", 1, 1]] * 20


def test_of_several_schedulers_one_fires_each_rung(store):
    said = store.do("ticking", threads=4)
    assert said["rungs"] == list(range(40))
    assert said["told"] == 40 * said["users"]
    assert said["broken"] == 0, said["how"]


def test_the_control_without_the_guarded_update_fires_twice(store):
    said = store.do("ticking", threads=4, mutant=True)
    assert said["broken"] > 0 or len(said["rungs"]) > 40


def test_a_process_killed_at_any_point_leaves_all_or_nothing_and_the_repetition_one_effect(store):
    told = store.do("dying", uids=store.uids[:20])
    said = told["said"]
    assert len(said) >= 10
    for count, (point, one) in enumerate(said.items(), start=1):
        committed = point == "act.committed"
        assert one["heard"] is None, point
        assert one["after_death"] == ("filed" if committed else "second_examined"), point
        assert one["again"] == one["third"] == {"number": count}, point
        assert (one["entries"], one["state"]) == (1, "filed"), point
        assert one["counter"] == one["cases"] == count, point
    assert told["faults"] == []


@pytest.mark.skipif(
    "sqlite" in live.DATABASES["default"]["ENGINE"], reason="compares PostgreSQL with SQLite"
)
def test_both_databases_give_the_same_answers_to_the_same_acts(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    here, there = Store(tmp_path / "a"), Store(tmp_path / "b", sqlite=True)
    try:
        assert here.do("walk", seed=5, steps=400) == there.do("walk", seed=5, steps=400)
    finally:
        here.close()
