# SPDX-License-Identifier: Apache-2.0
"""Asking (询问): who follows, and whether what they follow may be shown to them: the same session as that of the pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import auth
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import actors
from huiyin.web.live import channels


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for.

    Attributes:
        host, origin: of the page that asks.
        session: the key of the session, from its cookie.
        since: channel → the version its page shows.
    """

    host: str
    origin: str
    session: str
    lang: str
    channels: tuple[str, ...]
    since: Mapping[str, int]


def read(path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Asked:
    """Read a request for `/live/<channels>`.

    Errors: `NOT_FOUND` for a host that is not ours.
    """
    request = HttpRequest()
    request.META = {"HTTP_HOST": headers.get("host", "")}
    try:
        host = request.get_host()
    except DisallowedHost:
        raise HuiyinError("NOT_FOUND") from None
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        cookies = SimpleCookie()
    key = (
        cookies[settings.SESSION_COOKIE_NAME].value
        if settings.SESSION_COOKIE_NAME in cookies
        else ""
    )
    lang = "en" if query.get("lang") == "en" else "zh"
    since = {**versions(query.get("since", "")), **versions(headers.get("last-event-id", ""))}
    return Asked(host, headers.get("origin", ""), key, lang, tuple(channels.named(path)), since)


def versions(text: str) -> dict[str, int]:
    """Read versions as an address carries them: `notices:7=3,board=12`; what is none is left out."""
    pairs = [one.rpartition("=") for one in text.split(",")[: channels.MOST]]
    return {name: int(n) for name, _, n in pairs if name and n.isdecimal() and len(n) < 19}


def is_ours(asked: Asked) -> bool:
    """Tell whether the page that asks is one of ours: of the same host, from the port of the pages or from our own."""
    if not asked.origin:
        return True
    if asked.origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    page, own = urlsplit(asked.origin), urlsplit(f"//{asked.host}")
    ports = {own.netloc.rpartition(":")[2], str(settings.PAGES_PORT)}
    return page.hostname == own.hostname and (page.netloc.rpartition(":")[2] in ports)


def actor_of(session_key: str) -> actors.Actor:
    """Give who a session belongs to; the public where there is none, or it is over.

    Cost: up to four queries.
    """
    if not session_key:
        return actors.NOBODY
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = auth.get_user(request)
    return actors.of(user, on=timezone.localdate()) if user.is_authenticated else actors.NOBODY


def audiences(actor: actors.Actor, some: tuple[str, ...]) -> dict[str, str]:
    """Give the audience for each channel an actor may follow."""
    found = {channel: channels.audience_of(actor, channel) for channel in some}
    return {channel: audience for channel, audience in found.items() if audience is not None}
