# SPDX-License-Identifier: Apache-2.0
"""`huiyin demo --city`: in a store of its own, whatever the environment names; on ports that are free."""

import os
import socket
import sys
from types import SimpleNamespace
from typing import ClassVar

import pytest

from huiyin.cli import demo
from huiyin.core.values.refusals import HuiyinError


class Child:
    """A command that would be run, with the environment it would see."""

    begun: ClassVar[list] = []
    code = 0

    def __init__(self, command, *, env, stdout, encoding):
        self.command, self.env, self.ended = command[3:], env, False
        self.stdout = ["委员 林晚棠 member\n"]
        self.begun.append(self)

    def wait(self):
        self.ended = True
        return self.code

    def poll(self):
        return self.code if self.ended else None

    def terminate(self):
        self.ended = True


@pytest.fixture
def begun(monkeypatch):
    monkeypatch.setattr(Child, "begun", [])
    monkeypatch.setattr(demo.subprocess, "Popen", Child)
    monkeypatch.setattr(demo, "_report", lambda *told: SimpleNamespace(unread=()))
    monkeypatch.setattr(demo, "_show", lambda *told: sys.stdout.write("the reports\n"))
    monkeypatch.setattr(demo.os, "environ", os.environ | {"DATABASE_URL": "postgres://mine"})
    return Child.begun


def test_the_city_never_touches_the_store_that_the_environment_names(begun, tmp_path, capsys):
    assert demo.demo(out=tmp_path, lang="en", city=True, serving=False) == 0
    assert capsys.readouterr().out == "the reports\n委员 林晚棠 member\n"

    (child,) = begun
    assert (child.command, child.ended) == (["demo_city", "--lang", "en"], True)
    assert child.env["HUIYIN_HOME"] == str(tmp_path / "city")
    assert "DATABASE_URL" not in child.env


def test_a_city_that_cannot_be_filled_is_refused_by_name(begun, tmp_path, monkeypatch):
    monkeypatch.setattr(Child, "code", 1)
    with pytest.raises(HuiyinError) as refused:
        demo.demo(out=tmp_path, lang="zh", city=True)
    assert refused.value.code == "STORE_NOT_READY"


def test_no_city_is_left_filling_behind_a_report_that_failed(begun, tmp_path, monkeypatch):
    def fail(*told):
        raise HuiyinError("OUT_NOT_WRITABLE", name="x")

    monkeypatch.setattr(demo, "_show", fail)
    with pytest.raises(HuiyinError):
        demo.demo(out=tmp_path, lang="zh", city=True)
    assert begun[0].ended


def test_a_taken_port_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert demo._free_port(port) > port
        assert demo._free_port(port - 1) > port
