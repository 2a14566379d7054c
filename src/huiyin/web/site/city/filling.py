# SPDX-License-Identifier: Apache-2.0
"""Filling (填充): the lives of all proposals of the city, played in the order of their days.

1. each proposal has a life: a generator that yields the moment of its next act and does it when called again;
2. all lives stand in one queue by time, with a tick of the clocks each morning between them;
3. what lies after today is not played: so matters stand in every state, and clocks are alive;
4. everything happens in one transaction: the city stands whole, or not at all.
"""

import heapq
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
from huiyin.web.kit import words
from huiyin.web.site.city import lives, people

SEED = 20_260_101


def fill(
    *, now: datetime | None = None, seed: int = SEED, password: str = ""
) -> list[tuple[str, str, str, str]]:
    """Fill an empty store with the demo city; give its sign-ins: role, name, user name, password.

    Shapes: the same seed and day give the same people, texts and states; uids and the password are new each time.
    Errors: `ALREADY_SET_UP` in a store that is not empty.
    Cost: about 5,000 acts, a minute.
    """
    now = now or timezone.now()
    password = password or f"chengzhou-{secrets.token_hex(3)}"
    with transaction.atomic():
        if not setting_up.is_empty():
            raise HuiyinError("ALREADY_SET_UP")
        chance = random.Random(seed)  # noqa: S311 - a play, no secret
        cast = people.People(chance, timezone.localdate(now), password)
        cast.found(now=now - timedelta(days=510))
        _play(_all(cast, chance, now), now)
    lang = words.language()
    return [
        (_role(role, lang), *cast.sign_ins[role], password)
        for role in people.SHOWN
        if role in cast.sign_ins
    ]


def _role(role: str, lang: str) -> str:
    key = f"role.{role}"
    return (
        words.say(key, lang)
        if words.has(key)
        else {"zh": "助理", "en": "Assistant"}.get(lang, role)
    )


def _all(cast: people.People, chance: random.Random, now: datetime) -> list[Iterator[datetime]]:
    writer = composing.Writer(chance, now.year)
    stage = lives.Stage(cast, chance, now)
    found: list[Iterator[datetime]] = [_mornings(now)]
    number = 0
    for fate in lives.FATES:
        for _ in range(fate.count):
            text = writer.write(
                number, hand=(number * 5 + number // 14) % len(data.table("hands")["hand"])
            )
            first = lives.Life(stage, fate, text, number)
            found.append(first.play())
            if fate.twin:
                twin = lives.Life(
                    stage, lives.TWINS[fate.twin], writer.again(text), number, into=first
                )
                found.append(twin.play())
            number += 1
    for row in data.table("english")["text"]:
        text = composing.Text(
            "", "", row["category"], row["title"], row["facts"], row["analysis"], tuple(row["asks"]),
            tuple(row["bodies"]), "en",
        )  # fmt: skip
        fate = lives.ENGLISH[number % len(lives.ENGLISH)]
        found.append(lives.Life(stage, fate, text, number).play())
        number += 1
    return found


def _mornings(now: datetime) -> Iterator[datetime]:
    day = (now - timedelta(days=505)).replace(hour=0, minute=5, second=0, microsecond=0)
    while True:
        yield day
        signing.expire_due(now=day)
        reminding.tick(now=day)
        day += timedelta(days=1)


def _play(some: list[Iterator[datetime]], until: datetime) -> None:
    queue = [(next(one), place, one) for place, one in enumerate(some)]
    heapq.heapify(queue)
    while queue:
        when, place, one = heapq.heappop(queue)
        if when > until:
            continue  # not yet: the matter stands as it is
        following = next(one, None)
        if following is not None:
            heapq.heappush(queue, (following, place, one))
