# SPDX-License-Identifier: Apache-2.0
"""Mailing (邮件): what of the docket's notices leaves by mail, and never more than its reader may see at that moment."""

import re
from datetime import datetime

from django.conf import settings
from django.db.models import Model
from django.utils import timezone

from huiyin.core.docket import packs
from huiyin.web.accounts import actors
from huiyin.web.accounts.models import User
from huiyin.web.docket import governing, models, permissions
from huiyin.web.docket.services import telling, turning
from huiyin.web.kit import sending, words
from huiyin.web.kit.models import Notice

_LINK = re.compile(r"^/([a-z-]+)/([a-z0-9]+)/$")
_MODELS: dict[str, type[Model]] = {
    "proposals": models.Proposal,
    "assignments": models.Assignment,
}


def send(*, now: datetime) -> int:
    """Send the messages that wait; gives how many people were written to."""
    return sending.send(line_for, now=now)


def line_for(user: User, notice: Notice, *, now: datetime) -> str:
    """Give the line a notice takes in a mail, in the reader's language; "" when the reader may not see its matter now.

    The matter is looked up afresh, as the reader who gets the mail: a role that was taken away, a proposal that was
    withdrawn from view since the notice was written are not told of.
    """
    found = _LINK.match(notice.link)
    if found is None:
        return ""
    actor = actors.of(user, on=timezone.localdate(now))
    if not user.is_active:
        return ""
    above = governing.by_path(found[1])
    model = above[0] if above else _MODELS.get(found[1])
    if model is None:
        return ""
    row = model._default_manager.filter(permissions.visible(actor, model), uid=found[2]).first()
    if row is None:
        return ""
    title = telling.title(turning.matter_of(row))
    lang = "en" if user.language.startswith("en") else "zh"
    happened = _happened(turning.pack_of(row), notice, lang)
    reason = str(notice.params.get("reason") or "")
    said = words.say(
        "mail.line", lang, title=title, act=happened, address=f"{settings.SITE_URL}{notice.link}"
    )
    return f"{said}\n    {reason}" if reason else said


def _happened(pack: packs.Pack, notice: Notice, lang: str) -> str:
    machine, _, act_id = notice.words.partition(".")
    if machine == "clock":
        clock = pack.clocks.get(str(notice.params.get("clock")))
        name = clock.words[lang] if clock else ""
        return words.say(f"mail.{act_id}", lang, clock=name, day=str(notice.params.get("due_on")))
    act = pack.machines[machine].acts.get(act_id) if machine in pack.machines else None
    key = f"told.{notice.words.replace('.', '_')}"
    said = words.say(key, lang) if words.has(key) else act_id
    return act.words[lang] if act else said
