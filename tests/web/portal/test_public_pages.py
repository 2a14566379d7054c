# SPDX-License-Identifier: Apache-2.0
"""What the public finds in its window: every suggestion that is open, how far it is, and nothing that is not released."""

import datetime as dt
import re
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client

from huiyin.web.accounts.models import Membership
from huiyin.web.docket.models import Assignment, Proposal, Suggestion
from huiyin.web.docket.services import withdrawing
from huiyin.web.kit import doors
from huiyin.web.overviews.services import publishing
from huiyin.web.replies.services.publishing import Way
from web.overviews.conftest import MASKED, SECRET, release
from web.replies import answering

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _clean():
    cache.clear()


@pytest.fixture
def seated(session):
    """陈 holds a seat: what a member asked is shown under the name."""
    term = session.session.term
    Membership.objects.create(person_id=session.chen.person_id, term=term, starts_on=term.opens_on)
    return session


@pytest.fixture
def public():
    return Client(headers={"accept-language": "zh"})


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def address(words):
    return f"/public/suggestions/{Suggestion.objects.get(text__startswith=words).uid}/"


PAGES = ["", "suggestions/", "sessions/", "bodies/", "raise/", "suggestions/feed.atom"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_in_both_languages_and_tells_no_secret(session, public, path, lang):
    said = text(public.get(f"/public/{path}", {"lang": lang}))

    assert not any(one in said for one in SECRET)
    assert "{%" not in said


def test_a_suggestion_tells_who_asked_who_has_it_what_was_answered_and_when(session, public):
    said = text(public.get(address("增设停车位两百个")))

    assert "陈" in said
    assert "市住房和城乡建设局" in said
    assert answering.GOOD[0] in said
    assert "立案" in said
    assert "已答复" in said


def test_one_that_waits_says_for_how_many_days(session, public, monkeypatch):
    monkeypatch.setattr(doors, "today", lambda: dt.date(2026, 4, 12))

    assert "已等 41 天" in text(public.get(address("三年内换完旧水管")))


@pytest.mark.parametrize("words", SECRET)
def test_what_is_not_open_is_not_there(session, public, words):
    path = address(words)
    assert public.get(path).status_code == 404
    assert public.get(f"{path}feed.atom").status_code == 404
    assert public.get(f"{path}card.png").status_code == 404
    uid = path.split("/")[-2]
    assert public.get(f"/public/follow/suggestion/{uid}/").status_code == 404


def test_counts_and_filters_give_nothing_away(seated, public):
    """The page of the session counts what is open: with and without the hidden proposal alike."""

    def told():
        cache.clear()
        paths = [
            f"/public/sessions/{seated.session.pk}/",
            "/public/bodies/",
            "/public/suggestions/?q=内情",
            f"/public/members/{seated.chen.person_id}/",
        ]
        return [text(public.get(path)) for path in paths]

    before = told()
    Proposal.objects.filter(title="关于内情的提案").update(state="withdrawn")
    assert told() == before


def test_the_echo_map_of_a_session_shows_each_open_suggestion_once_with_how_far_it_is(
    session, public
):
    page = text(public.get(f"/public/sessions/{session.session.pk}/"))

    drawn = re.findall(
        r'class="sq sq-(\w+)" href="/public/suggestions/(\w+)/" title="([^"]+)"', page
    )
    asks = Suggestion.objects.exclude(text__in=SECRET).values_list("uid", flat=True)
    assert {uid for _, uid, _ in drawn} == set(asks)
    state = {title.split(" · ")[0]: state for state, _, title in drawn}
    assert state["增设停车位两百个"] == "done"
    assert state["每季度公布水质"] == "unassigned"


def test_who_asked_not_to_be_named_is_not(seated, public):
    said = text(public.get(address(MASKED[0])))
    assert "陈" not in said
    own = text(public.get(f"/public/members/{seated.chen.person_id}/"))
    assert MASKED[0] not in own
    assert "增设停车位两百个" in own


def test_a_reply_that_is_taken_back_is_gone_at_once(session, public, now):
    path = address("增设停车位两百个")
    assert answering.GOOD[0] in text(public.get(path))

    release(session, session.reply, now, Way("withheld", code="W05", words="还在研究"))

    said = text(public.get(path))
    assert answering.GOOD[0] not in said
    assert "答复未公开" in said


def test_a_page_is_made_once_until_something_happens(
    session, public, now, django_assert_max_num_queries
):
    path = address("每季度公布水质")
    first = text(public.get(path))
    with django_assert_max_num_queries(4):
        assert text(public.get(path)) == first
    row = Proposal.objects.get(suggestions__text="每季度公布水质")
    withdrawing.withdraw(session.chen, row.uid, version=row.version, words="另行研究", now=now)
    assert public.get(path).status_code == 404


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ({"q": "水管"}, "三年内换完旧水管", "增设停车位两百个"),
        ({"q": "PARKING 没有"}, "", "增设停车位两百个"),
        ({"state": "answered"}, "增设停车位两百个", "三年内换完旧水管"),
        ({"state": "waiting"}, "三年内换完旧水管", "增设停车位两百个"),
        ({"body": "999999999999999999999"}, "", "增设停车位两百个"),
        ({"session": "²"}, "", "增设停车位两百个"),
        ({"category": "nothing"}, "", "增设停车位两百个"),
    ],
)
def test_the_list_is_narrowed_and_says_so_when_nothing_meets_it(
    session, public, asked, there, not_there
):
    said = text(public.get("/public/suggestions/", asked))
    assert there in said
    assert not_there not in said


def test_what_was_merged_into_an_answered_case_waits_no_more(session, public):
    """It counts as answered on every page, not as waiting on one and as nothing on the next."""
    merged = Proposal.objects.get(suggestions__text="每季度公布水质")
    case = Proposal.objects.get(suggestions__text="增设停车位两百个").case
    Proposal.objects.filter(pk=merged.pk).update(state="merged", case=case)
    page = text(public.get(f"/public/sessions/{session.session.pk}/"))
    assert "每季度公布水质" in text(public.get("/public/suggestions/", {"state": "answered"}))
    assert "每季度公布水质" not in text(public.get("/public/suggestions/", {"state": "waiting"}))
    waiting = page.partition('class="figures"')[2].partition("state=waiting")[2]
    assert waiting.startswith(f'">{page.count("<li><div><a class=")}</a>')
    assert ">每季度公布水质<" not in page  # in no list of what waits
    assert 'title="每季度公布水质 · 已答复' in page  # on the map it is answered


def test_what_is_handled_a_second_time_waits_again_on_every_page(session, public):
    """Its first answer is still to be read; the counts, the lists and the map say that it is in hand."""
    row = Suggestion.objects.get(text="增设停车位两百个")
    Proposal.objects.filter(pk=row.proposal_id).update(state="in_hand")
    Assignment.objects.filter(case=row.proposal.case).update(state="accepted")
    page = text(public.get(f"/public/sessions/{session.session.pk}/"))
    assert f'sq sq-waiting" href="/public/suggestions/{row.uid}/"' in page
    assert 'state=answered">0</a>' in page
    assert row.text in text(public.get("/public/suggestions/", {"state": "waiting"}))
    bodies = text(public.get("/public/bodies/")).partition(f"{session.housing.name}</a>")[2]
    assert re.findall(r">(\d+)</td>", bodies)[:3] == ["1", "0", "1"]  # cases, answered, waiting
    assert answering.GOOD[0] in text(public.get(address("增设停车位两百个")))


def test_the_list_of_a_body_is_its_own(session, public):
    said = text(public.get("/public/suggestions/", {"body": session.housing.pk}))
    assert "增设停车位两百个" in said
    assert "三年内换完旧水管" not in said
    assert "增设停车位两百个" in text(public.get(f"/public/bodies/{session.housing.pk}/"))
    assert "增设停车位两百个" not in text(public.get(f"/public/bodies/{session.water.pk}/"))


def test_a_body_that_handed_its_task_on_has_the_case_no_longer(session, public):
    task = Assignment.objects.get(
        body=session.housing, case__proposals__suggestions__text="增设停车位两百个"
    )
    Assignment.objects.filter(pk=task.pk).update(state="handed_on")
    Assignment.objects.create(
        case=task.case,
        body=session.water,
        role="sole",
        state="issued",
        proposed_at=task.proposed_at,
        issued_at=task.issued_at,
    )
    listed = {
        body: text(public.get("/public/suggestions/", {"body": body.pk}))
        for body in (session.housing, session.water)
    }
    assert "增设停车位两百个" not in listed[session.housing]
    assert "增设停车位两百个" in listed[session.water]


@pytest.mark.parametrize(
    "path",
    ["bodies/0/", "sessions/999/", "members/999/", "suggestions/nothing/", "overviews/nothing/"],
)
def test_what_is_not_there_is_not_found(session, public, path):
    assert public.get(f"/public/{path}").status_code == 404


def test_the_feed_of_a_suggestion_holds_what_happened(session, public):
    feed = ElementTree.fromstring(public.get(f"{address('增设停车位两百个')}feed.atom").content)
    titles = [one.text for one in feed.iter(f"{ATOM}title")]
    assert any("答复" in one for one in titles)
    ids = [one.findtext(f"{ATOM}id") for one in feed.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids) > 3


def test_a_widget_may_be_framed_and_no_other_page(session, public):
    widget = public.get(f"/public/sessions/{session.session.pk}/widget")
    assert "frame-ancestors *" in widget.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in widget.headers
    page = public.get("/public/")
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"


def test_the_card_of_a_suggestion_is_a_picture(session, public):
    answer = public.get(f"{address('增设停车位两百个')}card.png")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


def test_a_published_overview_is_read_there_and_a_draft_is_not(session, paper, public, now):
    path = f"/public/overviews/{paper.uid}/"
    assert public.get(path).status_code == 404
    publishing.publish(session.committee, paper.uid, version=paper.version, now=now)
    assert paper.title in text(public.get(path))
    assert paper.title in text(public.get("/public/"))


def test_what_a_model_worded_is_labelled_for_the_public_too(session, paper, public, now):
    publishing.publish(session.committee, paper.uid, version=paper.version, now=now)
    path = f"/public/overviews/{paper.uid}/"
    assert "措辞由模型改写" not in text(public.get(path))
    paper.lines.filter(pk=paper.lines.first().pk).update(reworded=True)
    cache.clear()
    assert text(public.get(path)).count("措辞由模型改写") == 1


def test_markup_in_a_title_is_shown_as_it_is(session, public):
    Suggestion.objects.filter(text="每季度公布水质").update(
        text="<img src=x onerror=alert(1)>每季度"
    )
    said = text(public.get(address("<img")))
    assert "<img src=x" not in said
    assert "&lt;img src=x" in said


def test_pages_hold_no_token_of_a_reader(session, public):
    assert "csrfmiddlewaretoken" not in text(public.get("/public/"))
    assert "Set-Cookie" not in public.get("/public/suggestions/").headers
