# SPDX-License-Identifier: Apache-2.0
"""The example of the guide runs as it stands on the page, in both languages."""

import json
import re
import shlex

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from house import tree

BLOCK = re.compile(r"```(sh|json)\n(.*?)```", re.S)


class Shell:
    """As much of curl as the guide uses: -X, -H, -d and -F."""

    def __init__(self, client, held):
        self.client, self.held = client, held

    def run(self, line):
        for name, value in self.held.items():
            line = line.replace(f"${name}", value)
        words = iter(shlex.split(line.replace("\\\n", " ")))
        method, headers, data, url = "GET", {}, "", ""
        for word in words:
            if word == "-X":
                method = next(words)
            elif word == "-H":
                name, _, value = next(words).partition(": ")
                headers[name.lower()] = value
            elif word == "-d":
                data = next(words)
            elif word == "-F":
                name, _, file = next(words).partition("=@")
                data = {name: SimpleUploadedFile(file, b"800 cars")}
            elif word not in ("curl", "-s"):
                url = word
        if isinstance(data, dict):
            return self.client.post(url, data, headers=headers)
        return self.client.generic(
            method, url, data, headers.pop("content-type", ""), headers=headers
        )


def holds(said, meant):
    """Tell whether an answer says what the guide shows of it."""
    if isinstance(meant, dict):
        return all(name in said and holds(said[name], held) for name, held in meant.items())
    if isinstance(meant, list):
        return len(said) == len(meant) and all(map(holds, said, meant))
    return said == meant


@pytest.mark.parametrize(
    ("said", "meant", "so"),
    [
        ({"a": 1, "b": 2}, {"a": 1}, True),
        ({"a": 1}, {"a": 2}, False),
        ({"a": [{"b": 1, "c": 2}]}, {"a": [{"b": 1}]}, True),
        ({"a": []}, {"a": [{"b": 1}]}, False),
        ({}, {"a": None}, False),
    ],
)
def test_what_an_answer_lacks_is_seen(said, meant, so):
    assert holds(said, meant) == so


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_runs_as_it_stands(program, cast, lang):
    caller = program(cast.chen, ["read", "write"])
    shell = Shell(caller.client, {"API": "/api/v1", "TOKEN": caller.secret})
    page = (tree.ROOT / f"docs/howto/api.{lang}.md").read_text("utf-8")
    blocks = BLOCK.findall(page)
    setting, *rest = blocks
    assert "TOKEN=" in setting[1]
    asked, shown = rest[::2], rest[1::2]
    assert len(asked) == len(shown) == 7
    for (kind, line), (answered, meant) in zip(asked, shown, strict=True):
        assert (kind, answered) == ("sh", "json")
        said = shell.run(line.strip()).json()
        assert holds(said, json.loads(meant)), (line, said)
        if "uid" in said:
            shell.held["UID_"] = said["uid"]
