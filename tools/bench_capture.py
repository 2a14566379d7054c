# SPDX-License-Identifier: Apache-2.0
"""From the word to the clerk's screen: `python -m tools.bench_capture [--count 285]`.

A meeting is told, one utterance after the other, over the API of a server that runs as `huiyin serve` runs it (two page
processes and the streams), on the store of `DATABASE_URL`, else on an own SQLite file. An utterance is timed from before its
request until a clerk's stream holds the proposal that was read in it. 285 utterances of 214 characters are 60,000 characters, three hours of talk.
"""

import argparse
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time

_TALK = (
    "老城区的停车问题已经讲了好几年，夜里十点以后基本找不到位置，消防通道也经常被占。我们走访了十一个小区，"
    "平均每一百户只有三十一个车位，有的小区连救护车都开不进去。居民反映最多的是三件事，一是收费乱，二是晚上没有地方，"
    "三是僵尸车没有人管。去年街道清理过一次，清走了四十多辆，过了两个月又停满了，说到底还是车位的总数不够，"
    "周边单位的停车场晚上空着，可是大门锁着，谁也不愿意先开这个口子。"
)


def _prepare() -> tuple[str, str, str]:
    """Fill a new store with a meeting in session; give its id, a token and the key of a clerk's session."""
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY as BACKEND
    from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.utils import timezone

    from huiyin.web.accounts import actors, tokens
    from huiyin.web.accounts.models import Institution, Person, RoleGrant, Session, Term, User
    from huiyin.web.meetings.services import agenda, checking_in, inviting, preparing

    call_command("migrate", verbosity=0)
    now = timezone.now()
    Institution.objects.create(name="澄州市政协")
    term = Term.objects.create(number=6, opens_on=now.date(), closes_on=now.date())
    session = Session.objects.create(
        term=term, number=5, opens_on=now.date(), closes_on=now.date(), pack="cn-cppcc", pack_version="2026.1",
        submission_opens_at=now, submission_deadline=now,
    )  # fmt: skip
    user = User.objects.create(username="clerk", password="!")
    RoleGrant.objects.create(user=user, role="clerk")
    clerk = actors.of(user, on=now.date())
    fields = {
        "kind": "joint_group", "title": "联组讨论会", "topic": "", "place": "", "language": "zh", "starts_at": now,
        "speech_seconds": 480, "is_public": True, "chair": "",
    }  # fmt: skip
    row = preparing.plan(clerk, session, fields=fields, now=now)
    agenda.add(clerk, row.uid, agenda.Point("发言", "停车", 180), now=now)
    guests = [
        inviting.Guest("member", f"委员{n:02d}", Person.objects.create(name=f"委员{n:02d}"))
        for n in range(32)
    ]
    made = inviting.invite(clerk, row.uid, guests, now=now)
    preparing.hold(clerk, row.uid, "notify", version=None, now=now)
    checking_in.check_in(clerk, row.uid, made[0].uid, now=now)
    preparing.hold(clerk, row.uid, "open", version=None, now=now)
    held = SessionStore()
    held[SESSION_KEY], held[BACKEND] = str(user.pk), "django.contrib.auth.backends.ModelBackend"
    held[HASH_SESSION_KEY] = user.get_session_auth_hash()
    held.create()
    secret = tokens.make(clerk, "bench", ["read", "examine"], 7, now=now)[1]
    return row.uid, secret, str(held.session_key)


class Screen(threading.Thread):
    """A clerk's stream: when the proposal of each utterance was there."""

    def __init__(self, meeting: str, key: str, port: int) -> None:
        super().__init__(daemon=True)
        self.seen: dict[int, float] = {}
        self.changed = threading.Condition()
        path = f"/live/capture:{meeting}?lang=zh"
        self._held = http.client.HTTPConnection("127.0.0.1", port)
        self._held.request("GET", path, headers={"Cookie": f"sessionid={key}"})
        self._answer = self._held.getresponse()

    def run(self) -> None:
        """Read fragments as they come."""
        while line := self._answer.fp.readline():
            if line.startswith(b"data:"):
                html = json.loads(line[5:]).get("html", "")
                at = time.monotonic()
                proposed = html.partition('id="proposed-h"')[2]
                with self.changed:
                    for n in re.findall(r"第(\d+)街增设", proposed):
                        self.seen.setdefault(int(n), at)
                    self.changed.notify_all()


def _tell(meeting: str, secret: str, port: int, screen: Screen, count: int) -> list[float]:
    """Tell one after the other and wait for each on the screen; gives the seconds each took."""
    took = []
    held = http.client.HTTPConnection("127.0.0.1", port)
    for n in range(1, count + 1):
        text = f"{_TALK}我建议市住建局在老城区第{n}街增设夜间停车位。"
        body = {
            "utterances": [
                {
                    "key": f"b{n}",
                    "speaker": f"委员{n % 32:02d}",
                    "text": text,
                    "offset_ms": n * 38_000,
                }
            ]
        }
        headers = {
            "Authorization": f"Bearer {secret}", "Content-Type": "application/json", "Idempotency-Key": f"b{n}"
        }  # fmt: skip
        began = time.monotonic()
        held.request("POST", f"/api/v1/meetings/{meeting}/utterances", json.dumps(body), headers)
        answer = held.getresponse()
        said = answer.read()
        assert answer.status == 201, said
        with screen.changed:
            there = screen.changed.wait_for(lambda n=n: n in screen.seen, 20)
        assert there, f"the proposal of {n} did not come"
        took.append(screen.seen[n] - began)
    return took


def _ms(some: list[float], share: float) -> int:
    ordered = sorted(some)
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))])


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server does not start")


def main() -> None:
    """Measure."""
    options = argparse.ArgumentParser()
    options.add_argument("--count", type=int, default=285)
    told = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="huiyin-capture-") as home:
        os.environ |= {"HUIYIN_HOME": home, "DJANGO_SETTINGS_MODULE": "huiyin.web.site.settings"}
        meeting, secret, key = _prepare()
        from huiyin.cli import serve

        port = _free()
        os.environ |= {"HUIYIN_PORT": str(port), "HUIYIN_LIVE_PORT": str(port + 1)}
        pages, streams, _ = serve.parts("127.0.0.1", port, 2, port + 1)
        running = [
            subprocess.Popen(part.command, env=os.environ, start_new_session=True)
            for part in (pages, streams)
        ]
        try:
            _wait(port)
            _wait(port + 1)
            screen = Screen(meeting, key, port + 1)
            screen.start()
            took = _tell(meeting, secret, port, screen, told.count)
        finally:
            for one in running:
                one.terminate()
            for one in running:
                one.wait(20)
    kind = "PostgreSQL" if "DATABASE_URL" in os.environ else "SQLite"
    part = max(1, told.count // 5)
    print(
        f"{kind}: {told.count} utterances, {told.count * (len(_TALK) + 24):,} characters; word to screen p50 "
        f"{_ms(took, 0.5)} p95 {_ms(took, 0.95)} max {_ms(took, 1)} ms; first fifth p95 {_ms(took[:part], 0.95)}, "
        f"last fifth p95 {_ms(took[-part:], 0.95)} ms"
    )


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
