# SPDX-License-Identifier: Apache-2.0
"""An overview is written from what its readers may know, each sentence with its proof."""

import datetime as dt

import pytest

from huiyin.core.overview import composing as writing
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Person, Session
from huiyin.web.docket.models import Suggestion
from huiyin.web.overviews import models
from huiyin.web.overviews.selectors import showing
from huiyin.web.overviews.services import composing, editing, publishing
from huiyin.web.replies.models import Answer
from web.overviews.conftest import MASKED, SECRET, answered
from web.replies import answering


def refused(code):
    return pytest.raises(HuiyinError, match=code)


def told(row):
    return "\n".join(row.lines.filter(dropped_at=None).values_list("text", flat=True))


def test_it_says_what_was_asked_answered_and_what_waits(paper):
    said = told(paper)

    assert "增设停车位两百个" in said
    assert "市住房和城乡建设局" in said
    assert "三年内换完旧水管" in said
    assert "尚无答复的建议有4条" in said
    assert paper.title == "六届五次会议建议办理综述"


@pytest.mark.parametrize("kind", writing.papers())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_paper_is_written_whole_in_both_languages(session, now, kind, language):
    about = {"body": session.housing, "person": session_person(session), "topic": "停车"}
    wanted = composing.Wanted(
        kind,
        session.session,
        language,
        "inside",
        **about if kind in ("body", "member", "topic") else {},
    )

    row = composing.begin(session.clerk, wanted, now=now)

    assert row.lines.count() > 1
    assert publishing.lacking(row, session.clerk) == {}


def session_person(session):
    return Person.objects.get(pk=session.chen.person_id)


def test_what_is_for_the_public_rests_on_nothing_that_is_not(session, paper, now):
    inside = composing.Wanted("overview", session.session, audience="inside")
    said, known = told(paper), told(composing.begin(session.clerk, inside, now=now))

    assert not any(one in said for one in SECRET)
    assert all(one[:8] in known for one in SECRET)
    rests = models.LineSource.objects.filter(line__overview=paper)
    behind = {uid for one in rests for uid in one.behind}
    closed = set(Suggestion.objects.filter(text__in=SECRET).values_list("uid", flat=True))
    assert closed.isdisjoint(behind | {one.ref for one in rests})


def test_who_asked_not_to_be_named_is_not(paper):
    said = [one.text for one in paper.lines.all() if any(ask[:6] in one.text for ask in MASKED)]

    assert said
    assert not any("陈" in one for one in said)
    assert "一位委员" in said[0]


def test_every_sentence_of_a_fresh_paper_has_its_proof(session, paper):
    assert publishing.lacking(paper, session.clerk) == {}
    for section in showing.sections(session.clerk, paper):
        for one in (one for part in section.paragraphs for one in part):
            assert one.proofs
            assert all(proof.href for proof in one.proofs)


def test_quotes_are_cut_out_of_the_very_texts(paper):
    texts = dict(Suggestion.objects.values_list("uid", "text")) | dict(
        Answer.objects.values_list("uid", "text")
    )
    some = models.LineSource.objects.exclude(kind="figure")
    assert some.count() > 5
    assert all(texts[one.ref][one.start : one.end] == one.quote for one in some)


def test_a_figure_counts_just_the_suggestions_behind_it(paper):
    some = models.LineSource.objects.filter(line__overview=paper, ref="no_echo")
    assert [(one.says[0], len(one.behind)) for one in some] == [("4", 4)]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"paper": "novel"}, "FIELD_UNKNOWN"),
        ({"paper": "overview", "language": "fr"}, "FIELD_UNKNOWN"),
        ({"paper": "overview", "audience": "all"}, "FIELD_UNKNOWN"),
        ({"paper": "body"}, "FIELD_EMPTY"),
        ({"paper": "topic", "topic": " "}, "FIELD_EMPTY"),
    ],
)
def test_what_cannot_be_written_is_refused_by_name(session, now, wanted, code):
    with refused(code):
        composing.begin(session.clerk, composing.Wanted(session=session.session, **wanted), now=now)
    assert models.Overview.objects.count() == 1  # the one that stood there before


@pytest.mark.parametrize("who", ["chen", "wang", "oversight", "public"])
def test_only_the_office_writes(session, now, who):
    with refused("NOT_ALLOWED"):
        composing.begin(
            getattr(session, who), composing.Wanted("overview", session.session), now=now
        )


def test_an_overview_of_an_empty_session_says_so_with_its_zero(session, now):
    held = session.session
    empty = Session.objects.create(
        term=held.term, number=6, opens_on=held.opens_on, closes_on=held.closes_on, pack=held.pack,
        pack_version=held.pack_version, submission_opens_at=held.submission_opens_at,
        submission_deadline=held.submission_deadline,
    )  # fmt: skip

    row = composing.begin(session.clerk, composing.Wanted("overview", empty), now=now)

    assert "没有回音的为0条" in told(row)
    assert publishing.lacking(row, session.clerk) == {}


def test_newer_figures_are_shown_and_only_those_chosen_taken(session, paper, now):
    answered(
        session,
        session.bureau,
        now,
        title="关于河堤路灯的提案",
        asks=("河堤路装路灯", "坏灯三日内修"),
    )
    later = now + dt.timedelta(days=9)

    changed, fresh = composing.newer(session.clerk, paper, on=later.date())
    waiting = next(one for one in changed if one.line.key == "no_echo/no_echo")
    assert "3月11日" in waiting.text
    assert any("河堤路装路灯" in one.text for one in fresh)
    others = {one.line.pk: one.line.text for one in changed if one is not waiting}
    composing.renew(session.clerk, paper.uid, [waiting.line.pk], now=later)

    assert paper.lines.get(pk=waiting.line.pk).text == waiting.text
    assert all(paper.lines.get(pk=pk).text == text for pk, text in others.items())
    assert publishing.lacking(paper, session.clerk) == {}


def test_what_a_person_changed_is_marked_before_it_is_renewed(session, paper, now):
    line = paper.lines.get(key="no_echo/no_echo")
    editing.change(
        session.clerk,
        paper.uid,
        line.pk,
        text="还有4条建议在等回音。",
        version=line.version,
        now=now,
    )

    changed, _ = composing.newer(session.clerk, paper, on=(now + dt.timedelta(days=1)).date())

    assert [one.by_hand for one in changed if one.line.pk == line.pk] == [True]


def test_themes_are_renamed_joined_and_their_proposals_moved(session, paper, now):
    first = paper.themes.get(dropped_at=None)
    moved = first.themed.first().proposal_id
    second = editing.put_under(session.clerk, paper.uid, moved, label="安居", now=now)
    assert list(paper.themed.filter(theme=second).values_list("proposal_id", flat=True)) == [moved]
    _, fresh = composing.newer(session.clerk, paper, on=now.date())
    assert any("安居" in one.text for one in fresh)

    editing.rename_theme(session.clerk, paper.uid, first.pk, label=" 安居 ", now=now)

    first.refresh_from_db()
    assert first.dropped_at is not None
    assert set(paper.themed.values_list("theme_id", flat=True)) == {second.pk}


def test_an_answer_in_words_of_the_reply_is_quoted(paper):
    assert any(text[:12] in told(paper) for text in answering.GOOD)
