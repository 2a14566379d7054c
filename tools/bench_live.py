# SPDX-License-Identifier: Apache-2.0
"""Live updates under load: `python -m tools.bench_live --listeners 1000 [--how stream|poll|bare] [--what hall|board] [--stuck 100] [--drip 100] [--vanished 100] [--silent 100]`.

The server runs as `huiyin serve` runs it, on the store of `DATABASE_URL`, else on an own SQLite file; the load comes from
this process on the same machine. A change is timed from before its transaction until a listener holds all of the fragment.
`hall` follows the projector's part of an open meeting, where each change gives the floor to another speaker by the act of
the chair; `board` the board of the assignment meeting. `bare` is the least that Django needs to stream a fragment as long.
Beside those who listen may be some who ask and never read (`stuck`), who read a byte a second (`drip`), who went without a
word (`vanished`), and who connect and never ask (`silent`).
"""

import argparse
import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress

import psutil

BODIES, USERS = 40, 200
BARE_SIZE = 2_500  # characters: the part of the projector is as long
_TCP_REPAIR = 19  # of Linux: a socket in repair is closed without a word
_STAMP = re.compile(rb"stamp-(\d+)-")


def _prepare(what: str) -> tuple[str, list[str]]:
    """Fill a new store; give the channel that is followed, and the keys of the sessions of those who follow."""
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY as BACKEND
    from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from huiyin.web.accounts.models import Body, Institution, RoleGrant, User

    call_command("migrate", verbosity=0)
    Institution.objects.create(name="澄州市政协")
    Body.objects.bulk_create(Body(name=f"第{n}局") for n in range(BODIES))
    body = Body.objects.first()
    keys = []
    for n in range(USERS):
        user = User.objects.create(username=f"u{n}", password="!")
        RoleGrant.objects.create(user=user, role="liaison", body=body)
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND] = (
            str(user.pk),
            "django.contrib.auth.backends.ModelBackend",
        )
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        keys.append(str(session.session_key))
    return (_hall() if what == "hall" else "board"), keys


def _hall() -> str:
    """Open a public meeting with an agenda of six, forty people here and five confirmed suggestions."""
    import datetime as dt

    from django.utils import timezone

    from huiyin.web.accounts import actors
    from huiyin.web.accounts.models import Session, Term
    from huiyin.web.meetings import models
    from huiyin.web.meetings.services import agenda, checking_in, inviting, preparing

    now, who = timezone.now(), actors.SYSTEM
    day, hour = now.date(), dt.timedelta(hours=1)
    term = Term.objects.create(number=1, opens_on=day, closes_on=day)
    session = Session.objects.create(
        term=term, number=1, opens_on=day, closes_on=day, pack="cn-cppcc", pack_version="2026.1",
        submission_opens_at=now, submission_deadline=now + hour,
    )  # fmt: skip
    fields = {
        "kind": "joint_group", "title": "老城区停车联组讨论会", "topic": "停车", "place": "一号会议室", "language": "zh",
        "starts_at": now, "speech_seconds": 480, "is_public": True, "chair": "",
    }  # fmt: skip
    row = preparing.plan(who, session, fields=fields, now=now)
    agenda.add(who, row.uid, *(agenda.Point(f"第{n}项", "停车", 20) for n in range(6)), now=now)
    guests = [inviting.Guest("guest", f"第{n}位") for n in range(BODIES)]
    made = inviting.invite(who, row.uid, guests, now=now)
    preparing.hold(who, row.uid, "notify", version=None, now=now)
    for one in made:
        checking_in.check_in(who, row.uid, one.uid, now=now)
    preparing.hold(who, row.uid, "open", version=None, now=now)
    words = "建议在云桥路和玉带河沿岸增设夜间停车位，晚八点到早七点免费停放。"
    for n in range(5):
        said = models.Utterance.objects.create(
            meeting=row, seq=n, key=str(n), stated_at=now, told_at=now, text=words, text_sha256="0" * 64
        )  # fmt: skip
        models.Found.objects.create(
            meeting=row, utterance=said, edition=1, start=0, end=len(words), quote=words, kind="suggestion",
            state="confirmed", words=words, found_at=now, settled_at=now, participant=made[-1],
        )  # fmt: skip
    return f"screen:{row.uid}"


def _change(n: int, told: argparse.Namespace, port: int) -> float:
    """Change what is followed, as an act does, and give the moment before."""
    if told.how == "bare":
        began = time.time()
        urllib.request.urlopen(f"http://127.0.0.1:{port}/change?n={n}&size={BARE_SIZE}").read()
        return began
    from django.db import transaction
    from django.utils import timezone

    from huiyin.web.accounts import actors
    from huiyin.web.accounts.models import Body
    from huiyin.web.kit import waking
    from huiyin.web.meetings import models
    from huiyin.web.meetings.services import floor

    if told.what == "board":
        began = time.time()
        with transaction.atomic():
            row = Body.objects.order_by("pk").first()
            assert row is not None
            Body.objects.filter(pk=row.pk).update(name=f"stamp-{n}-")
            waking.bump("board")
        return began
    one = models.Participant.objects.order_by("pk")[
        n % (BODIES - 1)
    ]  # the last is named elsewhere on the page
    models.Participant.objects.filter(pk=one.pk).update(name=f"stamp-{n}-")
    running = models.Turn.objects.filter(ended_at=None).first()
    began = time.time()
    floor.give(
        actors.SYSTEM, one.meeting.uid, one.uid, kind="speech", after=running.uid if running else "",
        now=timezone.now(),
    )  # fmt: skip
    return began


class Listener(asyncio.Protocol):
    """One stream, read as it comes."""

    def __init__(self, request: bytes, seen: dict[int, list[float]]) -> None:
        self.request, self.seen, self.held = request, seen, b""
        self.open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.write(self.request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.open = True
        self.held += data
        if b"\n\n\r\n" in self.held[-8:]:
            if found := _STAMP.findall(self.held):
                self.seen.setdefault(int(found[-1]), []).append(time.time())
            self.held = b""

    def connection_lost(self, exc: Exception | None) -> None:
        self.open = False


def _request(path: str, key: str, port: int) -> bytes:
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: sessionid={key}\r\n\r\n".encode()
    )


async def _streams(told: argparse.Namespace, keys: list[str], port: int) -> dict[int, list[float]]:
    seen: dict[int, list[float]] = {}
    loop = asyncio.get_running_loop()
    listeners = []
    held = [_bad(told.path, keys[n % USERS], port) for n in range(told.stuck)]
    dripping = [_bad(told.path, keys[n % USERS], port) for n in range(told.drip)]
    gone = [_bad(told.path, keys[n % USERS], port) for n in range(told.vanished)]
    held += [socket.create_connection(("127.0.0.1", port)) for _ in range(told.silent)]
    drips = asyncio.create_task(_drip(dripping))
    began = time.time()
    for n in range(told.listeners):
        request = _request(told.path, keys[n % USERS], port)
        _, made = await loop.create_connection(
            lambda r=request: Listener(r, seen), "127.0.0.1", port
        )
        listeners.append(made)
        if n % 50 == 49:
            await asyncio.sleep(0.02)
    while sum(one.open for one in listeners) < told.listeners and time.time() - began < 120:
        await asyncio.sleep(0.1)
    print(f"{sum(one.open for one in listeners)} connected in {time.time() - began:.1f} s")
    await asyncio.sleep(2)
    for one in gone:
        _vanish(one)
    for n in range(1, told.changes + 1):
        told.began[n] = await asyncio.to_thread(_change, n, told, port)
        await asyncio.sleep(told.every)
    await asyncio.sleep(3)
    drips.cancel()
    print(f"still connected: {sum(one.open for one in listeners)}")
    if held or dripping:
        cut = sum(map(_is_cut, held)), sum(map(_is_cut, dripping))
        print(
            f"cut by the server: {cut[0]} of {len(held)} that never read or ask, {cut[1]} of {len(dripping)} that drip"
        )
    return seen


def _bad(path: str, key: str, port: int) -> socket.socket:
    """Ask, with little room to take anything."""
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    one.connect(("127.0.0.1", port))
    one.sendall(_request(path, key, port))
    return one


async def _drip(some: list[socket.socket]) -> None:
    """Read a byte a second of each."""
    for one in some:
        one.setblocking(False)
    while True:
        for one in some:
            with suppress(OSError):
                one.recv(1)
        await asyncio.sleep(1)


def _vanish(one: socket.socket) -> None:
    """Go without a word: the other end is told nothing until it writes."""
    with suppress(OSError):  # where that is not allowed, it is said
        one.setsockopt(socket.IPPROTO_TCP, _TCP_REPAIR, 1)
    one.close()


def _is_cut(one: socket.socket) -> bool:
    """Tell whether the server has ended a connection; what is left to read is thrown away."""
    one.setblocking(False)
    try:
        while data := one.recv(1 << 16):
            pass
        return not data
    except BlockingIOError:
        return False
    except OSError:
        return True


async def _polls(told: argparse.Namespace, keys: list[str], port: int) -> dict[int, list[float]]:
    seen: dict[int, list[float]] = {}
    waits: list[float] = []
    over = asyncio.Event()

    async def one(n: int) -> None:
        await asyncio.sleep(3 * n / told.listeners)
        since, reader, writer = 0, None, None
        while not over.is_set():
            if writer is None:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            asked = time.time()
            try:
                writer.write(
                    _request(
                        f"/live/{told.channel}/now?lang=zh&since={told.channel}={since}",
                        keys[n % USERS],
                        port,
                    )
                )
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(re.search(rb"content-length: (\d+)", head.lower())[1])
                body = await reader.readexactly(length)
            except (OSError, asyncio.IncompleteReadError):
                writer = None
                continue
            waits.append(time.time() - asked)
            for part in json.loads(body)["fragments"]:
                since = part["version"]
                if found := _STAMP.findall(part["html"].encode()):
                    seen.setdefault(int(found[-1]), []).append(time.time())
            await asyncio.sleep(max(0.0, 3 - (time.time() - asked)))

    tasks = [asyncio.create_task(one(n)) for n in range(told.listeners)]
    await asyncio.sleep(8)
    for n in range(1, told.changes + 1):
        told.began[n] = await asyncio.to_thread(_change, n, told, port)
        await asyncio.sleep(5)
    over.set()
    await asyncio.gather(*tasks)
    waits.sort()
    print(f"{len(waits)} polls; answer p50 {_ms(waits, 0.5)} p95 {_ms(waits, 0.95)} ms")
    return seen


def _ms(some: list[float], share: float) -> int:
    return round(1000 * some[min(len(some) - 1, int(share * len(some)))]) if some else -1


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--listeners", type=int, default=1000)
    options.add_argument(
        "--how", choices=("stream", "poll", "poll-pages", "bare"), default="stream"
    )
    options.add_argument("--what", choices=("hall", "board"), default="hall")
    for bad in ("stuck", "drip", "vanished", "silent"):
        options.add_argument(f"--{bad}", type=int, default=0)
    options.add_argument("--changes", type=int, default=20)
    options.add_argument("--every", type=float, default=2.0)
    told = options.parse_args()
    told.began = {}
    with tempfile.TemporaryDirectory(prefix="huiyin-live-") as home:
        os.environ |= {"HUIYIN_HOME": home, "DJANGO_SETTINGS_MODULE": "huiyin.web.site.settings"}
        bare = told.how == "bare"
        told.channel, keys = ("", ["none"] * USERS) if bare else _prepare(told.what)
        told.path = "/live" if bare else f"/live/{told.channel}?lang=zh"
        port = _free()
        module = "tools.bare_streams" if bare else "huiyin.web.site.asgi"
        command = [sys.executable, "-m", module, "--port", str(port)]
        if told.how == "poll-pages":
            from huiyin.cli import serve

            command = list(serve.parts("127.0.0.1", port, 2, port + 1)[0].command)
        server = subprocess.Popen(command, env=os.environ)
        try:
            _wait(port)
            watched = psutil.Process(server.pid)
            run = _streams if told.how in ("stream", "bare") else _polls
            seen = asyncio.run(run(told, keys, port))
            family = [watched, *watched.children(recursive=True)]
            memory = sum(one.memory_info().rss for one in family) / 1e6
            cpu = sum(one.cpu_times().user + one.cpu_times().system for one in family)
        finally:
            server.terminate()
            server.wait(20)
    took = sorted(at - told.began[n] for n, some in seen.items() for at in some if n in told.began)
    kind = "PostgreSQL" if "DATABASE_URL" in os.environ else "SQLite"
    print(
        f"{told.how} {told.what} {kind}: {told.listeners} listeners, {told.stuck} stuck, {told.drip} dripping, {told.vanished} vanished, "
        f"{told.silent} silent, {told.changes} changes: "
        f"{len(took)} of {told.listeners * told.changes} seen, p50 {_ms(took, 0.5)} p95 {_ms(took, 0.95)} "
        f"p99 {_ms(took, 0.99)} max {_ms(took, 1)} ms; server {memory:.0f} MB, {cpu:.1f} s of CPU"
    )


def _wait(port: int) -> None:
    until = time.time() + 120
    while time.time() < until:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server does not start")


if __name__ == "__main__":
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(20_000, hard), hard))
    main()
