# SPDX-License-Identifier: Apache-2.0
"""`huiyin demo --city`: in a store of its own, whatever the environment names; on ports that are free."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from huiyin.cli import demo
from huiyin.core.values.refusals import HuiyinError


@pytest.fixture
def ran(monkeypatch):
    """Take down what would be run, with the environment it would see."""
    steps = []

    def run(command, *, env, check):
        steps.append((command[3:], env))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(demo.subprocess, "run", run)
    monkeypatch.setattr(demo.os, "environ", os.environ | {"DATABASE_URL": "postgres://mine"})
    return steps


def test_the_city_never_touches_the_store_that_the_environment_names(ran):
    demo._city(Path("/somewhere/demo-output/city"), "en")

    assert [command for command, _ in ran] == [
        ["migrate", "--verbosity", "0"],
        ["demo_city", "--lang", "en"],
    ]
    for _, env in ran:
        assert env["HUIYIN_HOME"] == "/somewhere/demo-output/city"
        assert "DATABASE_URL" not in env


def test_a_city_that_cannot_be_filled_is_refused_by_name(ran, monkeypatch):
    failed = subprocess.CompletedProcess([], 1)
    monkeypatch.setattr(demo.subprocess, "run", lambda command, *, env, check: failed)
    with pytest.raises(HuiyinError) as refused:
        demo._city(Path("/somewhere"), "zh")
    assert refused.value.code == "STORE_NOT_READY"


def test_a_taken_port_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert demo._free_port(port) > port
        assert demo._free_port(port - 1) > port
