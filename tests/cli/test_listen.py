# SPDX-License-Identifier: Apache-2.0
"""`huiyin listen`: every line is told once and in order, whatever the server and the net do in between."""

import io
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from huiyin.cli import app, listen, telling

SCRIPT = "".join(f"00:{n:02d} 陈委员：第{n}条，我建议增设停车位。\n" for n in range(12))


class Hall:
    """A server that keeps what it is told by key; `faults` are what it does instead of answering, one a request."""

    def __init__(self, faults=()):
        self.kept, self.faults, self.posts = {}, list(faults), 0
        self.refusal = None
        hall = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def say(self, status, held):
                raw = json.dumps(held).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def do_GET(self):
                self.say(200, {"items": [{"key": key} for key in hall.kept], "next": None})

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                hall.posts += 1
                fault = hall.faults.pop(0) if hall.faults else ""
                if hall.refusal:
                    self.say(*hall.refusal)
                    return
                if fault == "before":
                    self.connection.close()
                    return
                if fault == "503":
                    self.say(503, {})
                    return
                told = []
                for one in body["utterances"]:
                    known = one["key"] in hall.kept
                    hall.kept.setdefault(one["key"], one)
                    told.append({"key": one["key"], "known": known})
                if fault == "after":  # kept, and the answer is lost
                    self.connection.close()
                    return
                self.say(201, {"utterances": told})

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def hall():
    made = Hall()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def script(tmp_path):
    file = tmp_path / "script.txt"
    file.write_text(SCRIPT, "utf-8")
    return str(file)


def run(hall, *more):
    return app.run(["listen", "abc", *more, "--url", hall.url, "--token", "t", "--speed", "200"])


@pytest.mark.parametrize("fault", ["before", "after", "503"])
def test_a_line_is_told_until_it_is_kept_and_never_twice(hall, script, fault, capsys):
    hall.faults = [fault, "", fault, fault]

    assert run(hall, script) == 0

    said = [one["text"] for one in hall.kept.values()]
    assert said == [f"第{n}条，我建议增设停车位。" for n in range(12)]
    assert hall.posts > len({one["key"] for one in hall.kept.values()}) / 50
    assert capsys.readouterr().out == "12\n"


def test_begun_again_it_goes_on_where_it_stopped(hall, script):
    pieces = listen.pieces(SCRIPT)
    hall.kept = {one.key: {"text": one.text} for one in pieces[:7]}

    assert run(hall, script) == 0

    assert list(hall.kept) == [one.key for one in pieces]


def test_another_text_is_told_under_other_keys():
    first, other = listen.pieces(SCRIPT), listen.pieces(SCRIPT + "好。\n")

    assert {one.key for one in first}.isdisjoint(one.key for one in other)


def test_words_without_times_take_as_long_as_they_are_spoken():
    first, second = listen.pieces("甲：" + "停" * 45 + "\n乙：好。")

    assert (first.second, second.second) == (0.0, 10.0)


def test_standard_input_is_told_as_it_comes_and_keeps_the_speaker(hall, monkeypatch):
    monkeypatch.setattr(
        "sys.stdin", io.StringIO("陈委员：第一句。\n\n第二句。\n何市长：第三句。\n")
    )

    assert run(hall) == 0

    said = [(one["speaker"], one["text"]) for one in hall.kept.values()]
    assert said == [("陈委员", "第一句。"), ("陈委员", "第二句。"), ("何市长", "第三句。")]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((403, {"code": "TOKEN_SCOPE", "params": {"scope": "examine"}}), "TOKEN_SCOPE"),
        ((409, {"code": "ILLEGAL_TRANSITION", "params": {"act": "hear", "state": "closed"}}), "ILLEGAL_TRANSITION"),
        ((404, {"code": "no such code", "params": {}}), "LISTEN_REFUSED"),
        ((400, ["not a problem"]), "LISTEN_REFUSED"),
    ],
)  # fmt: skip
def test_a_refusal_of_the_server_is_said_by_its_code(hall, script, capsys, answer, code):
    hall.refusal = answer

    assert run(hall, script) == 2

    assert capsys.readouterr().err.strip().startswith(code)


def test_without_a_token_nothing_is_asked(hall, script, capsys, monkeypatch):
    monkeypatch.delenv("HUIYIN_TOKEN", raising=False)

    assert app.run(["listen", "abc", script, "--url", hall.url]) == 2

    assert capsys.readouterr().err.startswith("LISTEN_TOKEN")
    assert hall.posts == 0


def test_where_nothing_answers_it_gives_up_after_its_patience(script, capsys):
    code = app.run(["listen", "abc", script, "--url", "http://127.0.0.1:9", "--token", "t", "--patience", "0.3"])  # fmt: skip

    assert code == 2
    assert capsys.readouterr().err.startswith("LISTEN_UNREACHABLE")


def test_a_file_that_is_no_text_is_refused(hall, tmp_path, capsys):
    file = tmp_path / "a.bin"
    file.write_bytes(b"\xff\xfe\x00\xd8")

    assert run(hall, str(file)) == 2

    assert capsys.readouterr().err.startswith("FILE_UNREADABLE")


def test_the_moment_is_said_with_its_zone():
    assert telling.moment().endswith("+00:00")
