# SPDX-License-Identifier: Apache-2.0
"""`huiyin serve`: one command starts everything, one Ctrl-C stops it."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest


def _command(port):
    return [sys.executable, "-m", "huiyin", "serve", "--port", str(port), "--workers", "1"]


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def env(tmp_path):
    return {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("HUIYIN_", "DATABASE_"))
    } | {"HUIYIN_HOME": str(tmp_path / "home")}


def _children(pid):
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(one) for one in listed.stdout.split()]


def test_an_empty_store_is_served_with_its_set_up_and_stopped_clean(port, env):
    with subprocess.Popen(_command(port), env=env, stdout=subprocess.PIPE, text=True) as running:
        line = running.stdout.readline()
        children = _children(running.pid)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
            shown = page.read().decode()
        running.send_signal(signal.SIGINT)
        code = running.wait(30)

    assert f"http://localhost:{port}/" in line
    assert page.url.endswith("/setup/")
    assert 'name="accounts_admin_user"' in shown
    assert len(children) == 2
    assert code == 0
    assert [one for one in children if os.path.exists(f"/proc/{one}")] == []


def test_a_taken_port_is_refused_before_anything_starts(port, env, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        done = subprocess.run(
            _command(port), env=env, capture_output=True, text=True, timeout=30, check=False
        )

    assert (done.returncode, done.stderr.split(":")[0]) == (2, "PORT_TAKEN")
    assert not (tmp_path / "home" / "huiyin.sqlite3").exists()
