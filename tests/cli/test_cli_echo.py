# SPDX-License-Identifier: Apache-2.0
"""The real command, as a person starts it."""

import json
import os
import stat
import subprocess
import sys
import time

import openpyxl
import pytest

RECORD = "沈知远委员说：“建议在澄湖片区增设六处社区食堂。”\n市民政局局长纪云舒当场回应：“今年年底前在澄湖片区建成四处社区食堂。”\n"


def huiyin(*arguments, folder, lang="en_GB.UTF-8", given=None, **environment):
    plain = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("LC_", "LANG", "HUIYIN"))
    }
    return subprocess.run(
        [sys.executable, "-m", "huiyin", *map(str, arguments)],
        cwd=folder,
        env=plain | {"LANG": lang, **environment},
        input=given,
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "record.txt").write_text(RECORD, "utf-8")
    return tmp_path


def test_the_table_names_the_speaker_and_counts(folder):
    done = huiyin("echo", "record.txt", folder=folder)
    said = done.stdout.decode()

    assert (done.returncode, done.stderr) == (0, b"")
    assert "沈知远" in said
    assert "Suggestions 1:" in said
    assert "\x1b" not in said


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh_CN.UTF-8", "建议 1 条"),
        ("en_US.UTF-8", "Suggestions 1"),
        ("C", "建议 1 条"),
        ("de_DE.UTF-8", "建议 1 条"),
    ],
)
def test_the_language_is_that_of_the_environment_else_chinese(folder, lang, said):
    assert said in huiyin("echo", "record.txt", folder=folder, lang=lang).stdout.decode()


def test_an_option_says_the_language_against_the_environment(folder):
    done = huiyin("echo", "record.txt", "--lang", "zh", folder=folder)

    assert "建议 1 条" in done.stdout.decode()


def test_a_jsonl_report_verifies(folder):
    huiyin("echo", "record.txt", "--format", "jsonl", "--out", "report.jsonl", folder=folder)

    done = huiyin("verify", "report.jsonl", folder=folder)
    count = len((folder / "report.jsonl").read_text("utf-8").splitlines())
    assert (done.returncode, done.stdout.decode()) == (0, f"{count} of {count} verified\n")


def test_a_changed_source_does_not_verify(folder):
    huiyin("echo", "record.txt", "--format", "json", "--out", "report.json", folder=folder)
    (folder / "record.txt").write_text("新" + RECORD, "utf-8")

    done = huiyin("verify", "report.json", folder=folder)
    assert done.returncode == 1
    assert b"SOURCE_CHANGED: record.txt" in done.stderr
    assert b"QUOTE_MISMATCH: record.txt 1-s1" in done.stderr


def test_sources_elsewhere_are_named_after_the_report(folder):
    (folder / "below").mkdir()
    huiyin("echo", "record.txt", "--format", "jsonl", "--out", "below/report.jsonl", folder=folder)

    assert huiyin("verify", "report.jsonl", folder=folder / "below").returncode == 1
    assert huiyin("verify", "report.jsonl", "..", folder=folder / "below").returncode == 0


def test_a_workbook_and_a_page_are_written(folder):
    assert (
        huiyin(
            "echo", "record.txt", "--format", "xlsx", "--out", "a.xlsx", folder=folder
        ).returncode
        == 0
    )
    assert (
        huiyin(
            "echo", "record.txt", "--format", "html", "--out", "a.html", folder=folder
        ).returncode
        == 0
    )

    assert openpyxl.load_workbook(folder / "a.xlsx").sheetnames == [
        "Ledger",
        "Echo matrix",
        "Counts",
    ]
    assert (folder / "a.html").read_text("utf-8").startswith("<!doctype html>")
    assert sorted(path.name for path in folder.iterdir()) == ["a.html", "a.xlsx", "record.txt"]


def test_standard_input_is_a_source(folder):
    done = huiyin("echo", "-", "--format", "json", folder=folder, given=RECORD.encode())

    whole = json.loads(done.stdout)
    assert [one["name"] for one in whole["sources"]] == ["stdin.txt"]
    assert whole["counts"]["suggestions"] == 1


def test_folders_are_walked_in_the_order_of_names_without_hidden_files(folder):
    for name in ("b/2.txt", "b/1.txt", "a/3.txt", ".git/4.txt", "a/.5.txt", "a/~$6.docx"):
        (folder / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "in" / name).write_text(RECORD, "utf-8")

    done = huiyin("echo", "in", "--format", "json", folder=folder)
    assert [one["name"] for one in json.loads(done.stdout)["sources"]] == [
        "3.txt",
        "1.txt",
        "2.txt",
    ]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(folder):
    (folder / "empty.txt").write_bytes(b"")

    done = huiyin("echo", "empty.txt", "record.txt", "gone.txt", "--format", "json", folder=folder)
    whole = json.loads(done.stdout)
    assert done.returncode == 1
    assert [line.split(b":")[:2] for line in done.stderr.splitlines()] == [
        [b"FILE_EMPTY", b" empty.txt"],
        [b"FILE_NOT_FOUND", b" gone.txt"],
    ]
    assert {one["name"]: one.get("error", {}).get("code") for one in whole["sources"]} == {
        "record.txt": None, "empty.txt": "FILE_EMPTY", "gone.txt": "FILE_NOT_FOUND",
    }  # fmt: skip


REFUSED = [
    (["echo", "gone.txt"], "FILE_NOT_FOUND"),
    (["echo", "."], "NO_FILES"),
    (["echo", "record.txt", "--format", "docx"], "OPTION_INVALID"),
    (["echo", "record.txt", "--lang", "fr"], "OPTION_INVALID"),
    (["echo", "record.txt", "--frobnicate"], "OPTION_INVALID"),
    (["echo", "record.txt", "--format", "xlsx"], "OUT_NEEDED"),
    (["echo", "record.txt", "--format", "html", "--out", "no/such/a.html"], "OUT_NOT_WRITABLE"),
    (["echo", "record.txt", "--bodies", "gone.csv"], "FILE_NOT_FOUND"),
    (["echo", "record.txt", "--roster", "record.txt"], "TABLE_MALFORMED"),
    (["read", "gone.txt"], "FILE_NOT_FOUND"),
    (["read", "record.txt", "--format", "pdf"], "OPTION_INVALID"),
    (["verify", "gone.jsonl"], "FILE_NOT_FOUND"),
    (["verify", "record.txt"], "REPORT_MALFORMED"),
    (["frobnicate"], "OPTION_INVALID"),
    (["demo", "--out", "record.txt/x"], "OUT_NOT_WRITABLE"),
]


@pytest.mark.parametrize(("arguments", "code"), REFUSED)
def test_a_refusal_is_one_line_with_its_code_and_exit_two(folder, arguments, code):
    if arguments == ["echo", "."]:
        (folder / "record.txt").unlink()

    done = huiyin(*arguments, folder=folder)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode().count("\n") == 1
    assert done.stderr.decode().startswith(f"{code}: ")


def test_what_stood_there_stays_when_nothing_could_be_done(folder):
    (folder / "a.json").write_text("before", "utf-8")

    huiyin("echo", "gone.txt", "--format", "json", "--out", "a.json", folder=folder)
    assert (folder / "a.json").read_text("utf-8") == "before"


def test_a_written_file_has_the_rights_of_any_new_file(folder):
    huiyin("echo", "record.txt", "--format", "json", "--out", "a.json", folder=folder)
    (folder / "b").touch()

    assert stat.S_IMODE((folder / "a.json").stat().st_mode) == stat.S_IMODE(
        (folder / "b").stat().st_mode
    )


def test_reading_prints_the_text_to_the_letter(folder):
    (folder / "odd.txt").write_bytes(b"\xef\xbb\xbf" + "一\r\n\r\n  二\u3000三".encode())

    done = huiyin("read", "odd.txt", folder=folder)
    assert done.stdout.decode() == "一\r\n\r\n  二\u3000三"


def test_reading_as_json_says_what_lies_where(folder):
    (folder / "a.html").write_text("<title>记录</title><h1>会议</h1><p>建议增设路灯。</p>", "utf-8")

    whole = json.loads(huiyin("read", "a.html", "--format", "json", folder=folder).stdout)
    kinds = {
        anchor["kind"]: whole["text"][anchor["start"] : anchor["end"]]
        for anchor in whole["anchors"]
    }
    assert kinds["heading"] == "会议"
    assert whole["title"]


def test_the_demo_prints_the_table_and_says_where_the_reports_lie(folder):
    done = huiyin("demo", "--lang", "en", folder=folder)

    assert (done.returncode, done.stderr) == (0, b"")
    for name in ("echo.html", "echo.jsonl", "echo.xlsx"):
        assert (folder / "demo-output" / name).stat().st_size > 1000
        assert os.path.join("demo-output", name) in done.stdout.decode()


def test_help_is_there_at_once_and_in_plain_words(folder):
    huiyin("--help", folder=folder)
    started = time.perf_counter()
    done = huiyin("--help", folder=folder)

    assert (
        time.perf_counter() - started < 1.5
    )  # 0.25 s on a quiet machine; tests run beside each other
    for name in ("echo", "read", "verify", "demo"):
        assert name in done.stdout.decode()
        assert huiyin(name, "--help", folder=folder).returncode == 0


def test_help_loads_no_reader_and_no_renderer(folder):
    code = (
        "import sys\nfrom huiyin.cli import app\napp.run(['--help'])\n"
        "print([name for name in ('rich','openpyxl','jinja2','numpy','scipy','docx','lxml','pypdfium2') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=folder, check=True, timeout=60
    )

    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_the_version_is_said(folder):
    assert huiyin("--version", folder=folder).stdout.decode().startswith("huiyin 0.")
