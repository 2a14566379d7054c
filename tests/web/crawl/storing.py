# SPDX-License-Identifier: Apache-2.0
"""A store with something of every kind in every state that is hidden from somebody, each scene under a name of its own."""

import contextlib

from django.apps import apps
from django.db.models import Max

from huiyin.web.accounts.models import (
    Institution,
    Membership,
    Sector,
)
from web.conftest import NOW, Cast
from web.crawl import playing
from web.replies.conftest import Bureau

PEOPLE = {
    "other_member": "柳",
    "first_member": "柏",
    "co_signer": "孙",
    "shy": "秦",
    "bystander": "路",
}
ROOMS = ("kit", "accounts", "docket", "meetings", "replies", "commitments", "evaluations", "supervision", "overviews", "portal", "opendata")  # fmt: skip


class Store:
    """The cast, and of each row the scene it came in."""

    def __init__(self) -> None:
        self.cast, self.now = Cast(), NOW
        self.cast.bureau = Bureau(self.cast)
        for key, name in PEOPLE.items():
            setattr(self.cast, key, self.cast.member(name))
        self.cast.store = self
        self.scenes: dict[tuple[str, int], str] = {}
        self.scenes["accounts.Person", self.cast.shy.person_id] = "masked"
        self.scenes["accounts.User", self.cast.shy.user_id] = "masked"
        self.scenes["accounts.Person", self.cast.bystander.person_id] = "own person"
        self.scenes["accounts.User", self.cast.bystander.user_id] = "own person"

    @contextlib.contextmanager
    def scene(self, name):
        """Note the rows that come as those of a scene."""
        before = _last()
        yield
        for label, last in _last().items():
            for pk in range(before.get(label, 0) + 1, last + 1):
                self.scenes.setdefault((label, pk), name)  # an inner scene has its own


def models():
    """Give every kind of row of every room."""
    return [m for room in ROOMS for m in apps.get_app_config(room).get_models()]


def _last():
    some = [m for m in models() if m._meta.pk.name == "id"]
    return {m._meta.label: m._default_manager.aggregate(n=Max("pk"))["n"] or 0 for m in some}


def begin() -> Store:
    """The institution, its people, and what everybody may know of."""
    Institution.objects.create(name="澄州市政协", name_en="Chengzhou CPPCC")
    store = Store()
    cast = store.cast
    sector = Sector.objects.create(name="教育界", name_en="Education")
    for who in (cast.chen, cast.su):
        Membership.objects.create(
            person_id=who.person_id, term=cast.session.term, sector=sector, starts_on="2022-01-01"
        )
    for name, scene in playing.PARTLY.items():
        with store.scene(name):
            scene(cast, NOW)
    return store


def hide(store: Store) -> None:
    """Let everything come in that is not for everybody."""
    for name, scene in playing.HIDDEN.items():
        with store.scene(name):
            scene(store.cast, store.now)
