# SPDX-License-Identifier: Apache-2.0
"""A crawler that begins at the URL conf: every named address with everything that exists filled in, and every link it is shown.

What it is answered is unpacked: packages, typeset papers, feeds.
"""

import io
import itertools
import re
import zipfile
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

import pypdfium2
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from huiyin.web.accounts import tokens
from huiyin.web.accounts.models import User

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
LINK = re.compile(r'(?:href|src|hx-get|action)="([^"#]+)')
# drawn anew for each page: tokens, how often anything changed, when a table was written
DRAWN = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|data-live-version="\d+"|W3CDTF">[^<]+<|\b20\d\d-\d\d-\d\dT[\d:]+Z\b'
)
UID = re.compile(r"(?<=/)(?=[a-z]*\d)[a-z\d]{10}(?=[/.]|$)|\d+")
ENDLESS = "live_stream"  # says no more than `live_now`
OUT = ("accounts/", "^accounts/", "display/")  # the library's own sign-in pages; how pages look


class Unfilled(Exception):
    """An address the crawler has nothing to put into: tell it what, or it is not looked at."""


class Reader:
    """Somebody who reads: with pages as they are signed in, and with a token where programs read."""

    def __init__(self, actor, now):
        self.client = Client(headers={"accept-language": "zh"}, raise_request_exception=True)
        self.token = ""
        if actor.user_id:
            user = User.objects.get(pk=actor.user_id)
            self.client.force_login(user, "django.contrib.auth.backends.ModelBackend")
            self.token = tokens.make(actor, "爬", list(tokens.scopes_of(actor)), 30, now=now)[1]
        self.said: dict[str, str] = {}
        self.statuses: dict[str, int] = {}

    def read(self, address):
        """Give what an address says, unpacked; read once."""
        if address not in self.said:
            self.said[address] = self._ask(address)
        return self.said[address]

    def status(self, address):
        """Give how an address answers."""
        self.read(address)
        return self.statuses[address]

    def _ask(self, address):
        headers = {}
        if address.startswith("/api/") and self.token:
            headers["authorization"] = f"Bearer {self.token}"
        answer = self.client.get(address, headers=headers)
        assert answer.status_code < 500, address
        self.statuses[address] = answer.status_code
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told = (
            f"{answer.headers.get('Content-Disposition', '')} {answer.headers.get('Location', '')} "
        )
        return DRAWN.sub("", unquote(told) + unpacked(body))


def unpacked(body: bytes) -> str:
    """Give the words in an answer; a package's parts are unpacked too."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return " ".join(f"{name} {unpacked(packed.read(name))}" for name in packed.namelist())
    if body.startswith(b"%PDF"):
        return _printed(body)
    return unescape(body.decode("utf-8", "replace"))


def _printed(body: bytes) -> str:
    paper = pypdfium2.PdfDocument(body)
    return "".join(page.get_textpage().get_text_bounded() for page in paper)


def routes(patterns=None, before=""):
    """Give every address of the site, with the names of what it takes."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        text = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, text)
        elif isinstance(one, URLPattern) and one.name != ENDLESS and not text.startswith(OUT):
            yield text


def filled(given, together):
    """Give for every route its addresses with what is given for its arguments.

    `given(route, argument)` gives the values of one argument, or nothing; `together` those of a route whose arguments belong together.
    """
    found: dict[str, list[str]] = {}
    missing = set()
    for route in routes():
        plain = route.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\.", ".")
        names = [one or other for one, other in ARGUMENT.findall(plain)]
        if plain in together:
            some = together[plain]()
        else:
            values = [given(plain, name) for name in names]
            some = itertools.product(*values) if all(values) else []
        if not some or "(" in ARGUMENT.sub("", plain):
            missing.add(route)
            continue
        for chosen in some:
            told = iter(chosen)
            found.setdefault(route, []).append(
                "/" + ARGUMENT.sub(lambda _, told=told: str(next(told)), plain)
            )
    if missing:
        raise Unfilled(sorted(missing))
    return found


def follow(reader, begin, *, most=2):
    """Read from some addresses on along every link, no more than `most` of one kind; gives all that was read."""
    seen, ahead, kinds = {}, list(begin), {}
    while ahead:
        address = ahead.pop(0)
        if address in seen:
            continue
        said = seen[address] = reader.read(address)
        for link in LINK.findall(said):
            parts = urlsplit(urljoin(f"http://testserver{address}", unescape(link)))
            if parts.netloc != "testserver" or parts.path.startswith(
                ("/static/", "/accounts/", "/live/", "/display")
            ):
                continue
            onward = parts.path + (f"?{parts.query}" if parts.query else "")
            kind = UID.sub("N", parts.path) + "&".join(sorted(re.findall(r"(\w+)=", parts.query)))
            if onward not in seen and kinds.get(kind, 0) < most:
                kinds[kind] = kinds.get(kind, 0) + 1
                ahead.append(onward)
    return seen
