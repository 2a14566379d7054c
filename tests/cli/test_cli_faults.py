# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from huiyin.cli import app, echo, output
from huiyin.core.values.refusals import HuiyinError


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.delenv("HUIYIN_DEBUG", raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def _break(*_, **__):
    raise ZeroDivisionError("the core gave way")


def test_a_fault_of_ours_is_one_line_with_the_details_in_a_file(monkeypatch, capsys):
    monkeypatch.setattr(echo, "compose", _break)

    code = app.run(["echo", "a.txt"])

    said = capsys.readouterr().err
    assert code == 70
    assert said.startswith("INTERNAL_ERROR: ")
    assert said.count("\n") == 1
    held = Path(said.rsplit(" in ", 1)[1].strip().rstrip("."))
    assert "ZeroDivisionError: the core gave way" in held.read_text("utf-8")
    held.unlink()


def test_the_traceback_is_shown_to_those_who_ask_for_it(monkeypatch, capsys):
    monkeypatch.setattr(echo, "compose", _break)
    monkeypatch.setenv("HUIYIN_DEBUG", "1")

    assert app.run(["echo", "a.txt"]) == 70
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_an_interruption_is_quiet(monkeypatch, capsys):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(echo, "compose", stop)

    assert app.run(["echo", "a.txt"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_file_that_breaks_off_leaves_the_old_one_and_no_debris(tmp_path):
    out = tmp_path / "report.html"
    out.write_text("before", "utf-8")

    def pieces():
        yield b"half"
        raise OSError("no space left")

    with pytest.raises(HuiyinError, match="OUT_NOT_WRITABLE"):
        output.put(out, pieces())

    assert out.read_text("utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
