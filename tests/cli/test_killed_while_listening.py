# SPDX-License-Identifier: Apache-2.0
"""The server is killed twice while a meeting is told and a clerk confirms: no word and no confirmed item is lost or doubled."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import pytest

from huiyin.cli import serve

FILL = """
import datetime as dt
import django
django.setup()
from django.core.management import call_command
from django.utils import timezone
call_command("migrate", verbosity=0)
from huiyin.web.accounts import actors, tokens
from huiyin.web.accounts.models import Body, Institution, Person, RoleGrant, Session, Term, User
from huiyin.web.meetings.services import agenda, checking_in, inviting, preparing
now = timezone.now()
Institution.objects.create(name="澄州市政协")
term = Term.objects.create(number=6, opens_on=now.date(), closes_on=now.date())
session = Session.objects.create(
    term=term, number=5, opens_on=now.date(), closes_on=now.date(), pack="cn-cppcc", pack_version="2026.1",
    submission_opens_at=now, submission_deadline=now + dt.timedelta(days=3),
)
user = User.objects.create_user("clerk", password="a-long-secret-1")
RoleGrant.objects.create(user=user, role="clerk")
clerk = actors.of(user, on=now.date())
fields = {"kind": "joint_group", "title": "讨论会", "topic": "", "place": "", "language": "zh", "starts_at": now,
          "speech_seconds": 300, "is_public": False, "chair": ""}
row = preparing.plan(clerk, session, fields=fields, now=now)
agenda.add(clerk, row.uid, agenda.Point("发言", "", 60), now=now)
made = inviting.invite(clerk, row.uid, [inviting.Guest("member", "陈", Person.objects.create(name="陈"))], now=now)
preparing.hold(clerk, row.uid, "notify", version=None, now=now)
checking_in.check_in(clerk, row.uid, made[0].uid, now=now)
preparing.hold(clerk, row.uid, "open", version=None, now=now)
print(row.uid, tokens.make(clerk, "listen", ["read", "examine"], 7, now=now)[1])
"""
READ = """
import django
django.setup()
from django.conf import settings
from huiyin.web.docket import replaying
from huiyin.web.kit.models import LedgerEntry
from huiyin.web.meetings.models import Found, Utterance
for one in Utterance.objects.order_by("seq"):
    print("said", one.text)
for one in Found.objects.filter(state="confirmed"):
    print("confirmed", one.uid)
print("entries", LedgerEntry.objects.filter(act="found.confirmed").count())
print("sound", replaying.verify(settings.ANCHOR_FILE).is_sound)
"""
LINES = [f"第{n}条，我建议在老城区第{n}街增设停车位。" for n in range(1, 31)]


class Server:
    """The process that answers pages, to be killed and begun again."""

    def __init__(self, env, port):
        self.env, self.port, self.process = env, port, None
        self.url = f"http://127.0.0.1:{port}"

    def begin(self):
        command = serve.parts("127.0.0.1", self.port, 1, self.port)[0].command
        self.process = subprocess.Popen(command, env=self.env, start_new_session=True)
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{self.url}/accounts/login/", timeout=5).close()
            except OSError:
                time.sleep(0.25)
            else:
                return
        raise AssertionError("the server did not begin")

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Clerk:
    """A clerk at the capture page, who presses *confirm*; keeps what the page said was confirmed."""

    def __init__(self, server, meeting):
        self.server, self.meeting, self.done = server, meeting, set()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.open = opener.open
        self.post("/accounts/login/", login="clerk", password="a-long-secret-1")

    def page(self, path):
        with self.open(self.server.url + path, timeout=20) as held:
            return held.read().decode()

    def post(self, path, **fields):
        shown = self.page(f"/meetings/{self.meeting}/capture" if "found" in path else path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown)[1]
        data = urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        with self.open(self.server.url + path, data, timeout=20) as held:
            return held.status

    def confirm(self, count):
        for _ in range(400):
            if len(self.done) >= count:
                return
            try:
                shown = self.page(f"/meetings/{self.meeting}/capture")
                open_ones = re.findall(r'data-caught id="f-(\w+)"', shown)
                if not open_ones:
                    time.sleep(0.1)
                    continue
                self.post(f"/found/{open_ones[0]}/settle", do="confirm")
                self.done.add(open_ones[0])
            except OSError:
                time.sleep(0.2)
        raise AssertionError("nothing more could be confirmed")


@pytest.fixture
def env(tmp_path):
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("HUIYIN_", "DATABASE_"))
    }
    return kept | {"HUIYIN_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": serve.SETTINGS}


def run(code, env):
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True, timeout=120)  # fmt: skip
    return done.stdout.split("\n")


def test_killed_twice_no_word_and_no_confirmed_item_is_lost_or_doubled(env, tmp_path, laid):
    (tmp_path / "home").mkdir()
    shutil.copy(laid, tmp_path / "home" / "huiyin.sqlite3")
    meeting, token = run(FILL, env)[0].split()
    script = tmp_path / "script.txt"
    script.write_text("".join(f"陈委员：{line}\n" for line in LINES), "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server = Server(env, probe.getsockname()[1])
    server.begin()
    try:
        clerk = Clerk(server, meeting)
        command = [
            sys.executable,
            "-m",
            "huiyin",
            "listen",
            meeting,
            str(script),
            "--url",
            server.url,
            "--speed",
            "60",
        ]
        with subprocess.Popen(
            command, env=env | {"HUIYIN_TOKEN": token}, stdout=subprocess.PIPE
        ) as teller:
            try:
                for wanted in (3, 7):
                    clerk.confirm(wanted)
                    server.kill()
                    server.begin()
                clerk.confirm(10)
                assert teller.wait(120) == 0
            finally:
                teller.kill()
    finally:
        server.kill()

    seen = [line.partition(" ")[::2] for line in run(READ, env) if line]

    assert [text for kind, text in seen if kind == "said"] == LINES
    confirmed = [uid for kind, uid in seen if kind == "confirmed"]
    assert clerk.done <= set(confirmed)
    assert ("entries", str(len(confirmed))) in seen
    assert ("sound", "True") in seen
