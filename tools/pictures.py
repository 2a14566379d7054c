# SPDX-License-Identifier: Apache-2.0
"""Take the pictures of the guide from the demo city, in both languages: `python -m tools.pictures [NAME…]`.

The city is filled into a temporary store as of a fixed day, served on a port of this machine, and looked at by Chromium
(HUIYIN_CHROMIUM, else the one on the path). Each picture is kept in at most 256 colours. Takes some minutes.
"""

import datetime as dt
import os
import shutil
import struct
import sys
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import numpy as np

PICTURES = Path(__file__).parents[1] / "docs/pictures"
TODAY = dt.datetime(2026, 3, 20, 2, 0, tzinfo=dt.UTC)
WIDTH, HEIGHT = 1180, 720


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served() -> Iterator[str]:
    """Fill the city into a store of its own and serve it; gives its address."""
    with tempfile.TemporaryDirectory(prefix="huiyin-pictures-") as home:
        os.environ |= {
            "HUIYIN_HOME": home, "DATABASE_URL": f"sqlite:///{home}/huiyin.sqlite3",
            "DJANGO_SETTINGS_MODULE": "huiyin.web.site.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        }  # fmt: skip
        import django

        django.setup()
        from django.contrib.staticfiles.handlers import StaticFilesHandler
        from django.core.management import call_command
        from django.utils import timezone

        from huiyin.web.site.city import filling
        from huiyin.web.site.wsgi import application

        call_command("migrate", verbosity=0)
        timezone.now = lambda: TODAY
        filling.fill(now=TODAY)
        pages = StaticFilesHandler(application)
        with make_server("127.0.0.1", 0, pages, handler_class=_Quiet) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()


def scenes() -> dict[str, tuple[str, str]]:
    """Give for each picture who looks, by role, and at what address."""
    from huiyin.web.docket import models
    from huiyin.web.meetings.models import Meeting

    draft = models.Proposal.objects.filter(
        state="draft", suggestions__isnull=False, proposer__user__isnull=False
    ).first()
    task = models.Assignment.objects.filter(state="received").order_by("pk").last()
    assert draft is not None
    assert task is not None
    now, over = (Meeting.objects.get(state=state).uid for state in ("open", "closed"))
    return {
        "docket-member": (f"person:{draft.proposer_id}", f"/proposals/{draft.uid}/edit"),
        "docket-clerk": ("role:clerk", "/examination/"),
        "docket-assigner": ("role:assigner", "/assignment-meeting/"),
        "docket-officer": (f"body:{task.body_id}", f"/assignments/{task.uid}/"),
        "meeting-chair": ("role:clerk", f"/meetings/{now}/hall"),
        "meeting-capture": ("role:clerk", f"/meetings/{now}/capture"),
        "meeting-screen": ("role:clerk", f"/meetings/{now}/screen"),
        "meeting-closing": ("role:clerk", f"/meetings/{over}/closing"),
        "meeting-minutes": ("role:clerk", f"/meetings/{over}/records/brief"),
    }


def session_of(who: str) -> str:
    """Sign somebody in; gives the session's key."""
    from django.test import Client

    from huiyin.web.accounts.models import User

    kind, _, value = who.partition(":")
    found = {
        "person": {"person_id": value},
        "role": {"grants__role": value},
        "body": {"grants__body_id": value, "grants__role": "liaison"},
    }[kind]
    client = Client()
    user = User.objects.filter(**found).order_by("pk").first()
    assert user is not None, who
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


def main() -> int:
    """Take every picture and say how large it is."""
    from playwright.sync_api import sync_playwright

    wanted = sys.argv[1:]
    chromium = os.environ.get("HUIYIN_CHROMIUM") or shutil.which("chromium")
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (who, path) in scenes().items():
            if wanted and name not in wanted:
                continue
            for lang, cookie in (("zh", "zh-hans"), ("en", "en")):
                context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
                given = {
                    "huiyin_language": cookie,
                    "huiyin_theme": "light",
                    "sessionid": session_of(who),
                }
                context.add_cookies(
                    [{"name": k, "value": v, "url": address} for k, v in given.items()]
                )
                page = context.new_page()
                page.goto(address + path)
                page.wait_for_load_state("networkidle")
                small = few_colours(page.screenshot())
                (PICTURES / f"{name}-{lang}.png").write_bytes(small)
                print(f"{name}-{lang}.png {len(small) // 1000} kB")
                context.close()
        browser.close()
    return 0


def few_colours(png: bytes) -> bytes:
    """Give a picture in the 256 colours it uses most; every other becomes the nearest of them."""
    image = _pixels(png)
    flat = image.reshape(-1, 3).astype(np.uint32)
    codes = flat[:, 0] << 16 | flat[:, 1] << 8 | flat[:, 2]
    known, where, counts = np.unique(codes, return_inverse=True, return_counts=True)
    palette = known[np.argsort(-counts)[:256]]
    far = ((_parts(known)[:, None, :] - _parts(palette)[None, :, :]) ** 2).sum(2)
    rows = far.argmin(1).astype(np.uint8)[where].reshape(image.shape[:2])
    body = np.insert(rows, 0, 0, axis=1).tobytes()
    head = struct.pack(">IIBBBBB", image.shape[1], image.shape[0], 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", head), (b"PLTE", _parts(palette).astype(np.uint8).tobytes()), (b"IDAT", zlib.compress(body, 9)),
        (b"IEND", b""),
    )  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _parts(codes: np.ndarray) -> np.ndarray:
    return np.stack([codes >> 16 & 255, codes >> 8 & 255, codes & 255], 1).astype(np.int32)


def _pixels(png: bytes) -> np.ndarray:
    """Read the picture a browser gives: 8 bits, red green blue (and alpha, which is left out), not interlaced."""
    at, body, head = 8, b"", b""
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        data = png[at + 8 : at + 8 + size]
        head, body = (data, body) if kind == b"IHDR" else (head, body + data * (kind == b"IDAT"))
        at += size + 12
    width, height, _, colour = struct.unpack(">IIBB", head[:10])
    step = 4 if colour == 6 else 3
    lines = np.frombuffer(zlib.decompress(body), np.uint8).reshape(height, width * step + 1)
    done = np.zeros((height, width * step), np.uint8)
    above = np.zeros(width * step, np.uint8)
    for n, line in enumerate(lines):
        above = done[n] = _FILTERS[line[0]](line[1:], above, step)
    return done.reshape(height, width, step)[:, :, :3]


def _along(
    line: np.ndarray, above: np.ndarray, step: int, guess: Callable[[int, int, int], int]
) -> np.ndarray:
    out = [0] * len(line)
    for n, (value, over) in enumerate(zip(line.tolist(), above.tolist(), strict=True)):
        left = out[n - step] if n >= step else 0
        corner = int(above[n - step]) if n >= step else 0
        out[n] = value + guess(left, over, corner) & 255
    return np.array(out, np.uint8)


def _paeth(left: int, over: int, corner: int) -> int:
    near = left + over - corner
    return min((left, over, corner), key=lambda one: abs(near - one))


_FILTERS = (
    lambda line, above, step: line,
    lambda line, above, step: np.cumsum(line.reshape(-1, step), 0, dtype=np.uint8).reshape(-1),
    lambda line, above, step: line + above,
    lambda line, above, step: _along(line, above, step, lambda left, over, _: (left + over) // 2),
    lambda line, above, step: _along(line, above, step, _paeth),
)

if __name__ == "__main__":
    sys.exit(main())
