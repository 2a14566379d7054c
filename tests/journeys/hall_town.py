# SPDX-License-Identifier: Apache-2.0
"""A town with its own store and its own processes, to be killed and begun again; filled and asked by programs of their own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

from huiyin.cli import serve

FILL = """
import csv, datetime as dt, json, sys
from importlib import resources
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from huiyin.core.meetings import transcript
from huiyin.web.accounts import actors, tokens
from huiyin.web.accounts.models import Body, Institution, Membership, Person, RoleGrant, Sector, Session, Term, User
from huiyin.web.meetings.services import agenda, checking_in, inviting, preparing
now = timezone.now()
day = now.date()
Institution.objects.create(name="澄州市政协", name_en="Chengzhou CPPCC")
term = Term.objects.create(number=6, opens_on=day, closes_on=day)
session = Session.objects.create(
    term=term, number=5, opens_on=day, closes_on=day, pack="cn-cppcc", pack_version="2026.1",
    submission_opens_at=now, submission_deadline=now + dt.timedelta(days=3),
)
files = resources.files("huiyin.demo")
for line in csv.DictReader(files.joinpath("bodies.csv").read_text("utf-8-sig").splitlines()):
    Body.objects.create(
        name=line["单位"], name_en=line["英文名"], aliases=[one for one in line["简称"].split("；") if one],
        duties=[one for one in line["职责"].split("；") if one],
    )
Body.objects.create(name="镇议会", name_en="Town Council", aliases=["Town Council", "The council", "the council", "council"])
def body_of(name):
    return next((one for one in Body.objects.all() if name in (one.name, *one.aliases)), None)
def user(username, name, role, person=None):
    row = User.objects.create(username=username, first_name=name, person=person)
    RoleGrant.objects.create(user=row, role=role)
    client = Client()
    client.force_login(row, "django.contrib.auth.backends.ModelBackend")
    return actors.of(row, on=day), client.cookies["sessionid"].value
def member(name, sector, gender):
    person = Person.objects.create(name=name, gender=gender)
    row, _ = Sector.objects.get_or_create(name=sector)
    Membership.objects.create(person=person, term=term, sector=row, starts_on=day)
    return person
clerk, clerk_key = user("clerk", "林知夏", "clerk")
told = {"clerk": clerk_key, "token": tokens.make(clerk, "listen", ["read", "examine"], 7, now=now)[1], "meetings": {}}
def meet(lang, title, chair_name, phone, others):
    chair = Person.objects.create(name=chair_name)
    _, chair_key = user(f"chair-{lang}", chair_name, "member", chair)
    who = member(phone, "城市建设界" if lang == "zh" else "Residents", "m")
    _, phone_key = user(f"phone-{lang}", phone, "member", who)
    fields = {"kind": "joint_group", "title": title, "topic": "", "place": "", "language": lang, "starts_at": now,
              "speech_seconds": 300, "is_public": True, "chair": chair_name}
    row = preparing.plan(clerk, session, fields=fields, now=now)
    points = ("委员发言", "部门回应") if lang == "zh" else ("From the floor", "The officers answer")
    agenda.add(clerk, row.uid, *(agenda.Point(one, "", 30) for one in points), now=now)
    guests = [inviting.Guest("leader", chair_name, chair), inviting.Guest("member", phone, who)]
    for name, role, body in others:
        known = member(name, body, "f") if role == "member" else None
        guests.append(inviting.Guest(role, name, known, body_of(body) if role == "department" else None, duty=body))
    made = inviting.invite(clerk, row.uid, guests, now=now)
    preparing.hold(clerk, row.uid, "notify", version=None, now=now)
    for one in made:
        if one.name != phone:
            checking_in.check_in(clerk, row.uid, one.uid, now=now)
    told["meetings"][lang] = {"uid": row.uid, "chair": chair_key, "phone": phone_key, "code": made[1].uid[:5]}
roles = {"领导": "leader", "委员": "member", "部门": "department"}
roster = list(csv.DictReader(files.joinpath("roster.csv").read_text("utf-8-sig").splitlines()))
zh = [(one["姓名"], roles[one["身份"]], one["单位"]) for one in roster if one["姓名"] not in ("秦知远", "裴立新")]
meet("zh", "老城更新和民生服务联组讨论会", "秦知远", "裴立新", zh)
en = [("Alan Brockway", "department", "Town Council"), ("Colin Feather", "department", "Town Council")]
en += [("Rhian Castell", "member", "Health"), ("Jo Lindqvist", "member", "Schools")]
en += [("Yusuf Demir", "member", "Trade"), ("Margaret Shaw", "member", "Residents")]
meet("en", "Getting around the town", "Ann Chair", "Tom Pellow", en)
print(json.dumps(told))
"""
READ = """
import json, sys
import django
django.setup()
from django.conf import settings
from huiyin.web.docket import replaying
from django.utils import timezone
from huiyin.web.meetings.models import Meeting
from huiyin.web.meetings.services import reading_along
row = Meeting.objects.get(uid=sys.argv[1])
if row.state == "open":  # as the worker does
    reading_along.read_on(row, now=timezone.now(), seconds=120)
print(json.dumps({
    "said": row.utterances.count(), "state": row.state,
    "standing": list(row.found.exclude(state__in=["proposed", "rejected"]).values_list("uid", flat=True)),
    "proposed": list(row.found.filter(state="proposed").values_list("words", flat=True)),
    "caught": [
        [one.kind, one.start, one.end, one.utterance.text, one.participant.name if one.participant else one.utterance.label]
        for one in row.found.select_related("utterance", "participant")
    ],
    "docket": row.found.exclude(proposal=None).count(),
    "lost": row.found.filter(kind="suggestion", proposal=None, resolution="").exclude(state="rejected").count(),
    "sound": replaying.verify(settings.ANCHOR_FILE).is_sound,
}))
"""

SETTLE = """
import datetime as dt, json, sys
import django
django.setup()
from django.utils import timezone
from huiyin.web.accounts import actors
from huiyin.web.accounts.models import Body, User
from huiyin.web.meetings.models import Meeting, SpotAssignment
from huiyin.web.meetings.selectors import closing
from huiyin.web.meetings.services import closing as closings, floor, settling, spots
now = timezone.now()
row = Meeting.objects.get(uid=sys.argv[1])
clerk = actors.of(User.objects.get(username="clerk"), on=now.date())
for turn in row.turns.filter(ended_at=None, within=None):
    floor.end(clerk, turn.uid, now=now)
for one in row.found.filter(state="proposed"):
    settling.confirm(clerk, one.uid, now=now)
left, *others = closing.open_ends(row)
hints = closing.hints(others)
for one in (item.line.row for item in others):
    if likely := hints.get(one.uid):
        settling.correct(clerk, one.uid, version=one.version, fields={"body": likely[0][0]}, now=now)
for one in (item.line.row for item in closing.open_ends(row)):
    spot = SpotAssignment.objects.filter(found=one).first()
    if one.uid == left.line.row.uid:
        continue
    if spot is not None:
        body = spot.body or Body.objects.first()
        spots.give(clerk, spot.uid, version=spot.version, body=body.pk, owner="办公室", now=now,
                   due_on=timezone.localdate() + dt.timedelta(days=30))
    else:
        closings.resolve(clerk, one.uid, version=one.version, reason=sys.argv[2], now=now)
print(json.dumps({"left": left.line.row.uid}))
"""


class Town:
    """The store of a folder, and the processes that answer pages and push streams."""

    def __init__(self, folder):
        kept = {
            key: value for key, value in os.environ.items()
            if not key.startswith(("HUIYIN_", "DATABASE_", "DJANGO_"))
        }  # fmt: skip
        self.port, self.live_port = _free(), _free()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = kept | {
            "HUIYIN_HOME": str(folder), "DJANGO_SETTINGS_MODULE": serve.SETTINGS,
            "HUIYIN_PORT": str(self.port), "HUIYIN_LIVE_PORT": str(self.live_port),
        }  # fmt: skip
        self.running = []
        self.told = self.ask(FILL)

    def ask(self, program, *given):
        """Run a program on the store and give the JSON it prints."""
        done = subprocess.run(
            [sys.executable, "-c", program, *given], env=self.env, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout.splitlines()[-1])

    def begin(self):
        """Begin the processes, and wait until pages are answered."""
        parts = serve.parts("127.0.0.1", self.port, 1, self.live_port)
        self.running = [
            subprocess.Popen(one.command, env=self.env, start_new_session=True)
            for one in parts
            if one.name != "worker"
        ]
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{self.url}/meetings/clock", timeout=5).close()
            except OSError:
                time.sleep(0.25)
            else:
                return
        self.kill()
        raise AssertionError("the server did not begin")

    def kill(self):
        """Kill all of them, at once and unasked."""
        for one in self.running:
            os.killpg(one.pid, signal.SIGKILL)
            one.wait()
        self.running = []

    def fall(self):
        """Fall, and stand up again."""
        self.kill()
        self.begin()

    @contextmanager
    def listening(self, meeting, script, speed):
        """Tell a meeting a script, as a recogniser of speech would; all of it is told at the end."""
        command = [
            sys.executable, "-m", "huiyin", "listen", meeting, str(script), "--url", self.url, "--speed", str(speed),
        ]  # fmt: skip
        env = self.env | {"HUIYIN_TOKEN": self.told["token"]}
        with subprocess.Popen(
            command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as teller:
            try:
                yield
                assert teller.wait(120) == 0
            finally:
                teller.kill()


def _free():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
