# SPDX-License-Identifier: Apache-2.0
"""`huiyin serve`: one command starts everything, one Ctrl-C stops it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


def _command(port):
    return [sys.executable, "-m", "huiyin", "serve", "--port", str(port), "--workers", "1"]


@pytest.fixture
def port():
    """A port that is free, and so is the one after it."""
    while True:
        with socket.socket() as probe, socket.socket() as after:
            probe.bind(("127.0.0.1", 0))
            with suppress(OSError, OverflowError):
                after.bind(("127.0.0.1", probe.getsockname()[1] + 1))
                return probe.getsockname()[1]


@pytest.fixture
def env(tmp_path):
    return {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("HUIYIN_", "DATABASE_"))
    } | {"HUIYIN_HOME": str(tmp_path / "home")}


@contextmanager
def _served(port, env):
    """The application while it serves; whatever fails within, it is ended."""
    with subprocess.Popen(_command(port), env=env, stdout=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.send_signal(signal.SIGINT)
            try:
                running.wait(30)
            finally:
                running.kill()


def _children(pid):
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(one) for one in listed.stdout.split()]


def test_an_empty_store_is_served_with_its_set_up_and_stopped_clean(port, env):
    with _served(port, env) as running:
        line = running.stdout.readline()
        children = _children(running.pid)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
            shown = page.read().decode()
        with pytest.raises(urllib.error.HTTPError) as stream:
            urllib.request.urlopen(f"http://127.0.0.1:{port + 1}/live/board", timeout=10)
        stream.value.close()  # the refusal holds its socket

    assert f"http://localhost:{port}/" in line
    assert page.url.endswith("/setup/")
    assert 'name="accounts_admin_user"' in shown
    assert len(children) == 3
    assert stream.value.code == 404  # a stream for nobody
    assert running.returncode == 0
    assert [one for one in children if os.path.exists(f"/proc/{one}")] == []


def test_clients_that_send_their_forms_slowly_keep_nobody_waiting(port, env, laid):
    """Twelve forms that never end, against a process with two threads; the page comes all the same."""
    began = (
        "POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nCookie: csrftoken=%s\r\nContent-Length: 90000\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\na" % ("a" * 32)
    )
    home = Path(env["HUIYIN_HOME"])
    home.mkdir()
    shutil.copy(laid, home / "huiyin.sqlite3")
    with _served(port, env) as running:
        running.stdout.readline()
        urllib.request.urlopen(f"http://127.0.0.1:{port}/setup/", timeout=60).close()
        slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(12)]
        for one in slow:
            one.sendall(began.encode())
        time.sleep(0.5)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/setup/", timeout=10) as page:
            shown = page.status
        for one in slow:
            one.close()

    assert shown == 200


def test_a_taken_port_is_refused_before_anything_starts(port, env, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        done = subprocess.run(
            _command(port), env=env, capture_output=True, text=True, timeout=30, check=False
        )

    assert (done.returncode, done.stderr.split(":")[0]) == (2, "PORT_TAKEN")
    assert not (tmp_path / "home" / "huiyin.sqlite3").exists()
