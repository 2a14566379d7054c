# SPDX-License-Identifier: Apache-2.0
"""Saved views: kept, shared by a role, renamed and removed by their owner only."""

import pytest
from django.test import Client

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Institution, User
from huiyin.web.kit import saving
from huiyin.web.kit.models import SavedView


@pytest.fixture
def desks(cast):
    Institution.objects.create(name="澄州市政协")

    def client(actor):
        found = Client(headers={"accept-language": "zh"})
        found.force_login(User.objects.get(pk=actor.user_id))
        return found

    return {name: client(getattr(cast, name)) for name in ("clerk", "reviewer", "chen")}


def _keep(client, **given):
    form = {
        "path": "/proposals/",
        "query": "state=filed&sort=-pk&page=3&export=csv",
        "name": "待交办",
    }
    return client.post("/views/", form | given)


def test_a_view_leads_back_to_the_list_as_it_was(desks):
    answer = _keep(desks["clerk"])

    assert answer.url == "/proposals/?state=filed&sort=-pk"
    page = desks["clerk"].get(answer.url).content.decode()
    assert 'href="/proposals/?state=filed&amp;sort=-pk" aria-current="page">待交办' in page
    assert "待交办" not in desks["reviewer"].get("/proposals/").content.decode()


def test_a_shared_view_is_seen_by_the_role_and_changed_by_its_owner_only(desks, cast):
    _keep(desks["clerk"], role="clerk")
    row = SavedView.objects.get()
    other = cast.actor("方", "clerk")

    assert [one.pk for one in saving.seen(other, "/proposals/")] == [row.pk]
    assert not saving.seen(cast.chen, "/proposals/").exists()
    assert not saving.seen(cast.public, "/proposals/").exists()
    for change in ({"name": "别名"}, {"drop": "1"}):
        assert desks["reviewer"].post(f"/views/{row.pk}", change).status_code == 404
    assert desks["clerk"].post(f"/views/{row.pk}", {"name": " 等着  交办 "}).status_code == 302
    row.refresh_from_db()
    assert row.name == "等着 交办"
    desks["clerk"].post(f"/views/{row.pk}", {"drop": "1"})
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("given", "status"),
    [({"role": "auditor"}, 403), ({"path": "//elsewhere.example/"}, 404), ({"name": " "}, 302)],
)
def test_what_cannot_be_kept_is_refused(desks, given, status):
    assert _keep(desks["clerk"], **given).status_code == status
    assert not SavedView.objects.exists()


def test_a_name_is_taken_once_and_views_are_not_without_end(desks, cast, monkeypatch):
    _keep(desks["clerk"])
    _keep(desks["clerk"])
    assert SavedView.objects.count() == 1
    with pytest.raises(HuiyinError, match="VIEW_NAME_TAKEN"):
        saving.keep(cast.clerk, "/proposals/", "", name="待交办")
    monkeypatch.setattr(saving, "MOST", 1)
    with pytest.raises(HuiyinError, match="VIEWS_TOO_MANY"):
        saving.keep(cast.clerk, "/proposals/", "", name="另一个")


def test_a_long_query_is_kept_in_whole_conditions(cast):
    row = saving.keep(cast.clerk, "/proposals/", "state=filed&q=" + "a" * 900, name="长")

    assert row.query == "state=filed"
