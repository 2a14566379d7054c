# SPDX-License-Identifier: Apache-2.0
"""Filling (填充): the lives of all proposals of the city, played in the order of their days.

1. each proposal has a life: a generator that yields the moment of its next act and does it when called again;
2. all lives stand in one queue by time, with a tick of the clocks each morning between them;
3. what lies after today is not played: so matters stand in every state, and clocks are alive;
4. everything happens in one transaction: the city stands whole, or not at all.
"""

import heapq
import itertools
import random
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.demo.city import composing, data
from huiyin.web.accounts import setting_up
from huiyin.web.docket.services import reminding, signing
from huiyin.web.kit import planning, words
from huiyin.web.site.city import fates, lives, people

SEED = 20_260_101
_COUNTED_EVERY = 60  # days: the store cannot count by itself what one transaction lays
_OTHERS_WERE_FIRST = ("CHANGED_MEANWHILE", "ILLEGAL_TRANSITION")


def fill(
    *, now: datetime | None = None, seed: int = SEED, password: str = "", size: float = 1.0
) -> list[tuple[str, str, str, str]]:
    """Fill an empty store with the demo city; give its sign-ins: role, name, user name, password.

    Shapes: `size` 1 is the whole city of some 330 proposals, less still has one of each fate; the same seed and day give the same people, texts and states; uids and the password are new each time.
    Errors: `ALREADY_SET_UP` in a store that is not empty.
    Cost: some 100 s of one core for the whole city.
    """
    now = now or timezone.now()
    password = password or f"chengzhou-{secrets.token_hex(3)}"
    with transaction.atomic():
        if not setting_up.is_empty():
            raise HuiyinError("ALREADY_SET_UP")
        chance = random.Random(seed)  # noqa: S311 - a play, no secret
        cast = people.People(chance, timezone.localdate(now), password)
        cast.found(now=now - timedelta(days=510))
        _play(_all(cast, chance, now, seed, size), now)
    return [(one, *cast.sign_ins[one], password) for one in people.SHOWN if one in cast.sign_ins]


def role(role_id: str, lang: str) -> str:
    """Say a role of a sign-in."""
    key = "setup.demo_assistant" if role_id == "assistant" else f"role.{role_id}"
    return words.say(key, lang)


def _all(
    cast: people.People, chance: random.Random, now: datetime, seed: int, size: float
) -> list[Iterator[datetime]]:
    writer = composing.Writer(chance, now.year)
    stage = lives.Stage(cast, chance, now, seed)
    found: list[Iterator[datetime]] = [_mornings(now), *(one(stage) for one in lives.BESIDE)]
    number, left = 0, set(fates.MINE)
    for fate in lives.FATES:
        named = fate.twin or fate.end
        for place in range(max(1, round(fate.count * size))):
            mine = fate in fates.PRESENT and named in left and (bool(fate.twin) or not fate.quirk)
            left -= {named} if mine else set()
            shown = fate in fates.PRESENT and fate.end in fates.SHOWN and not (mine or place)
            text = writer.write(
                number, hand="nurse" if mine else "", lead=people.SHOWN_BODY if shown else ""
            )
            first = lives.Life(stage, fate, text, number, mine=mine)
            found.append(first.play())
            if fate.twin:
                twin = lives.Life(
                    stage, lives.TWINS[fate.twin], writer.again(text), number, into=first
                )
                found.append(twin.play())
            number += 1
    for place, row in enumerate(data.table("english")["text"]):
        text = composing.Text(
            "", "", row["category"], row["title"], row["facts"], row["analysis"], tuple(row["asks"]),
            tuple(row["bodies"]), "en",
        )  # fmt: skip
        fate = lives.ENGLISH[place % len(lives.ENGLISH)]
        found.append(lives.Life(stage, fate, text, number).play())
        number += 1
    return found


def _mornings(now: datetime) -> Iterator[datetime]:
    day = (now - timedelta(days=505)).replace(hour=0, minute=5, second=0, microsecond=0)
    for passed in itertools.count():
        yield day
        signing.expire_due(now=day)
        reminding.tick(now=day)
        if passed % _COUNTED_EVERY == 0:
            planning.count_rows()
        day += timedelta(days=1)


def _play(some: list[Iterator[datetime]], until: datetime) -> None:
    queue = [(next(one), place, one) for place, one in enumerate(some)]
    heapq.heapify(queue)
    while queue:
        when, place, one = heapq.heappop(queue)
        if when > until:
            continue  # not yet: the matter stands as it is
        try:
            following = next(one, None)
        except HuiyinError as refusal:
            if not refusal.code.startswith("GUARD_") and refusal.code not in _OTHERS_WERE_FIRST:
                raise
            continue  # holidays took its days, or others acted first: the matter stands as it is
        if following is not None:
            heapq.heappush(queue, (following, place, one))
