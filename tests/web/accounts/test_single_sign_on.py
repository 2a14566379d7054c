# SPDX-License-Identifier: Apache-2.0
"""Signing in through an identity provider: who has an account here comes in, nobody gets one by it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    pytest.importorskip("requests", reason="huiyin[oidc] is not installed")
    program = Path(__file__).parent / "provider.py"
    command = [sys.executable, str(program), str(tmp_path_factory.mktemp("home"))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_sign_in_page_leads_to_the_provider_and_the_browser_may_follow(told):
    assert "Sign in through City ID" in told["login"]
    assert f"form-action 'self' {told['server']}" in told["csp"]
    assert told["wang"]["asked"] == "/authorize"


def test_who_has_an_account_of_that_name_comes_in_as_it(told):
    assert (told["wang"]["status"], told["wang"]["text"]) == (302, "/account/")
    assert told["wang"]["who"] == told["again"]["who"] == "wang"


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("nobody", "There is no account"),
        ("gone", "There is no account"),
        ("broken", "not completed"),
    ],
)
def test_nobody_else_comes_in_and_no_account_is_made(told, who, said):
    assert told[who]["status"] == 403
    assert said in told[who]["text"]
    assert told["users"] == ["gone", "wang"]
