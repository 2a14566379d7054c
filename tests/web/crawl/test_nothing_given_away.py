# SPDX-License-Identifier: Apache-2.0
"""Nothing is given away: every address read by everybody, each canary seen by those the table names and by nobody else.

1. the store holds something of every kind in every state that is hidden from somebody (`storing`);
2. every text of every row holds a canary of its own (`planting`), files hold one too;
3. anonymous, a member, a proposer, a body that has nothing to do with it, one that has, and the clerk read every address of
   the URL conf with everything filled in, and every link they are shown (`crawling`, `filling`);
4. `readers.toml` says of each text in each scene who reads it; what stands there no more, or not yet, turns this red.
"""

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from django.db import connection  # noqa: F401 - asked for by name below
from django.db.models import Q

from huiyin.web.commitments.models import Progress
from huiyin.web.docket import permissions
from huiyin.web.docket.models import Proposal
from huiyin.web.meetings.models import Meeting
from huiyin.web.overviews.models import Line, Overview
from huiyin.web.replies.models import Contact, Reply
from web.conftest import NOW
from web.crawl import crawling, planting
from web.crawl.conftest import OUTSIDE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(
        "connection.vendor != 'sqlite'",
        reason="thousands of pages: read on one store; what hides a row is one rule, tried on both in every room",
    ),
]
OWN = (
    "/people/",
    "/account/tokens/",
)  # a hidden meeting brought a person; the reader itself made a token
WHO = ("public", "member", "proposer", "stranger", "body", "clerk")
TABLE = Path(__file__).with_name("readers.toml")


def seen(crawled):
    """Give for each text of each scene who read it, and one address where."""
    found = defaultdict(dict)
    for name, reader in crawled.readers.items():
        for address, said in reader.said.items():
            for canary in set(planting.CANARY.findall(said)):
                found[crawled.places[canary]].setdefault(name, address)
            for canary in set(planting.FILE.findall(said)):
                found["files", canary].setdefault(name, address)
    return found


def allowed():
    """Give the table: the scene and the text → who may read it."""
    table = tomllib.loads(TABLE.read_text("utf-8"))
    return {
        (scene, text): set(WHO if who == "all" else who.split())
        for text, readers in table.items()
        for who, scenes in readers.items()
        for scene in scenes
    }


def test_no_text_is_read_by_whom_the_table_does_not_name(crawled):
    known = allowed()
    leaks = [
        f"{' '.join(place)}: {name} at {address}"
        for place, readers in seen(crawled).items()
        for name, address in readers.items()
        if name not in known.get(place, ())
    ]
    assert sorted(leaks) == [], "\n".join(sorted(leaks))


def test_every_text_is_read_by_whom_the_table_names(crawled):
    """A crawler that is blind would find nothing wrong."""
    found = seen(crawled)
    unread = {
        place: who - set(found.get(place, ()))
        for place, who in allowed().items()
        if place[1] != "kit.Notice.params"  # of one's own notices a page or two are read
    }
    left = [f"{place}: {who}" for place, who in unread.items() if who]
    assert left == [], "\n".join(left)


def test_the_name_of_a_masked_proposer_stands_in_lists_of_members_and_nowhere_else(crawled):
    at = ("masked", "accounts.Person.name")
    name = next(one for one, place in crawled.places.items() if place == at)
    lists = ("/people/", "/api/v1/people")
    where = {
        address
        for who in ("public", "member", "stranger", "body")
        for address, said in crawled.readers[who].said.items()
        if name in said and not address.endswith("/invite")
    }
    assert where
    assert [one for one in where if not one.startswith(lists)] == []


@pytest.mark.parametrize("who", OUTSIDE)
def test_what_is_hidden_changes_no_page_no_count_and_no_file_of_others(crawled, who):
    before, after = crawled.before[who], crawled.after[who]
    assert len(before) > 100
    changed = [address for address, said in before.items() if after[address] != said]
    assert [one for one in changed if not one.startswith(OWN)] == []


SOUGHT = ("docket.Proposal.title", "docket.Proposal.facts", "docket.Suggestion.text")


@pytest.mark.parametrize("who", WHO)
def test_a_search_for_what_is_not_theirs_answers_as_for_what_is_nowhere(crawled, who):
    known, reader = allowed(), crawled.readers[who]
    words = {
        one
        for one, at in crawled.places.items()
        if at[1] in SOUGHT and who not in known.get(at, ())
    }
    if who != "clerk":  # that there is such a member is known, not what is asked in that name
        at = ("masked", "accounts.Person.name")
        words.add(next(one for one, place in crawled.places.items() if place == at))
    assert words
    for listed in ("/search/", "/proposals/", "/public/suggestions/", "/api/v1/proposals"):
        blank = _sought(reader, listed, "kanari-nowhere-")
        for word in words:
            assert _sought(reader, listed, word) == blank, (listed, crawled.places[word])


def _sought(reader, listed, word):
    return reader.read(f"{listed}?q={word}").replace(word, "")


BROKEN = [Proposal, Reply, Contact, Meeting, Progress, Overview, Line]


@pytest.mark.parametrize("model", BROKEN, ids=lambda model: model.__name__)
def test_with_the_rule_of_one_kind_taken_away_the_crawl_turns_red(crawled, model, monkeypatch):
    """A stranger reads again what others read of this kind: now it stands there."""
    known, place = allowed(), model._meta.label
    monkeypatch.setitem(permissions._RULES, model, lambda actor: Q(pk__isnull=False))
    stranger = crawling.Reader(crawled.who["stranger"], NOW)
    where = {
        address
        for (_, text), readers in seen(crawled).items()
        if text.rpartition(".")[0] == place
        for address in readers.values()
    }
    said = "".join(stranger.read(address) for address in sorted(where)[:40])
    leaked = {crawled.places[one] for one in planting.CANARY.findall(said)}
    assert any("stranger" not in known.get(one, ()) for one in leaked)
