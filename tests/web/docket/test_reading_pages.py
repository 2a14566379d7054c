# SPDX-License-Identifier: Apache-2.0
"""Desks, lists, search, notices and the page of a matter: each shows what is theirs to see and no more."""

import csv
import io

import openpyxl
import pytest
from making import TITLES, assigned, draft, examined, filed, joint, received

from huiyin.web.accounts.models import Person
from huiyin.web.docket import models
from huiyin.web.docket.services import drafting, examining, negotiating, signing
from huiyin.web.kit.models import Notice


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.getvalue().decode()


def taken(client, form):
    return client.get(f"/proposals/?export={form}").getvalue()


def piles(client):
    return {one.key: one.n for one in client.get("/").context["piles"]}


def test_each_role_finds_its_own_piles(enter, cast, now):
    draft(cast.chen, cast.session, now)
    received(cast, now, title=TITLES[1])
    filed(cast, now, title=TITLES[2])
    assigned(cast, now, title=TITLES[3])

    assert piles(enter(cast.chen)) == {"drafts": 1, "handed_in": 3}
    assert piles(enter(cast.clerk)) == {"queue_received": 1}
    assert piles(enter(cast.assigner)) == {"returns": 0, "to_assign": 1}
    assert piles(enter(cast.wang)) == {"to_sign_for": 1, "in_hand": 0}
    assert piles(enter(cast.oversight)) == {"overdue": 0, "ladder": 0}
    assert piles(enter()) == {"filed_public": 2}


def test_a_desk_puts_the_soonest_clock_first(enter, cast, now, clock):
    first = assigned(cast, now, title=TITLES[0])
    clock.forward(days=3)
    second = assigned(cast, now.replace(day=5), title=TITLES[1])
    for case in (second, first):
        negotiating.sign_for(cast.wang, case.assignments.get().uid, now=clock.now)
    page = text(enter(cast.wang), "/")

    assert page.index(first.title) < page.index(second.title)


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "who", ["chen", "clerk", "committee", "assigner", "wang", "oversight", "public"]
)
def test_empty_desks_say_what_comes_next(enter, cast, who, lang):
    page = text(enter(getattr(cast, who), lang), "/")

    assert 'class="empty"' in page
    assert "?" not in page.partition('class="empty"')[2].partition("</div>")[0].replace("?next", "")


def test_who_may_see_a_proposal_at_each_step(enter, cast, now):
    row = draft(cast.chen, cast.session, now)
    people = {"own": cast.chen, "other": cast.su, "office": cast.clerk, "public": cast.public}

    def open_to():
        return {
            name for name, actor in people.items() if enter_of[name].get(f"/proposals/{row.uid}/").status_code == 200
        }  # fmt: skip

    enter_of = {}
    for name, actor in people.items():
        from huiyin.web.accounts.models import Institution

        Institution.objects.all().delete()
        enter_of[name] = enter(actor)
    assert open_to() == {"own"}
    row = drafting.submit(cast.chen, row.uid, version=row.version, now=now)
    assert open_to() == {"own", "office"}
    row = examined(cast, row, now)
    row = examining.file(cast.committee, row.uid, version=row.version, now=now)
    assert open_to() == {"own", "other", "office", "public"}


def test_a_masked_name_is_on_no_page_of_others(enter, cast, now):
    row = draft(cast.chen, cast.session, now)
    row = drafting.save(
        cast.chen, row.uid, version=row.version, fields={"masked": True}, asks=None, now=now
    )
    row = drafting.submit(cast.chen, row.uid, version=row.version, now=now)
    row = examined(cast, row, now)
    row = examining.file(cast.committee, row.uid, version=row.version, now=now)
    Person.objects.filter(pk=cast.chen.person_id).update(name="陈某某不公开")
    from huiyin.web.docket.services import assigning

    assigning.propose(cast.assigner, row.case.uid, [assigning.Task(cast.housing, "sole")], now=now)
    assigning.issue(cast.assigner, row.case.uid, now=now)
    task = models.Assignment.objects.get()
    addresses = [
        "/",
        "/proposals/",
        f"/proposals/{row.uid}/",
        f"/cases/{row.case.uid}/",
        "/search/?q=停车位",
        "/proposals/?export=csv",
    ]
    for actor in (cast.wang, cast.su, cast.public):
        client = Clients.of(actor)
        for address in addresses:
            assert "陈某某不公开" not in text(client, address), (actor.name, address)
    assert "陈某某不公开" not in text(Clients.of(cast.wang), f"/assignments/{task.uid}/")
    assert "陈某某不公开" in text(Clients.of(cast.clerk), f"/proposals/{row.uid}/")


class Clients:
    """Clients signed in without the rows that `enter` makes."""

    @staticmethod
    def of(actor):
        from django.test import Client

        from huiyin.web.accounts.models import User

        client = Client()
        client.cookies["huiyin_language"] = "zh-hans"
        if actor.user_id:
            client.force_login(
                User.objects.get(pk=actor.user_id), "django.contrib.auth.backends.ModelBackend"
            )
        return client


def test_the_page_says_what_can_be_done_and_why_not(enter, cast, now):
    row = received(cast, now)
    clerk = enter(cast.clerk).get(f"/proposals/{row.uid}/")
    acts = {act.id: act.refused.code if act.refused else "" for act in clerk.context["acts"]}
    assert acts["examine_first"] == ""
    assert acts["return"] == ""

    own = Clients.of(cast.chen).get(f"/proposals/{row.uid}/")
    acts = {act.id: act.refused.code if act.refused else "" for act in own.context["acts"]}
    assert acts["submit"] == "ILLEGAL_TRANSITION"
    assert acts["withdraw"] == ""


def test_an_act_that_is_not_possible_is_refused_on_the_page_with_its_code(enter, cast, now):
    row = received(cast, now)
    clerk = enter(cast.clerk)
    stale = clerk.post(f"/proposals/{row.uid}/acts/examine_first", {"version": row.version - 1})
    assert stale.status_code == 409
    assert "CHANGED_MEANWHILE" in stale.content.decode()
    assert (
        clerk.post(f"/proposals/{row.uid}/acts/file", {"version": row.version}).status_code == 403
    )
    assert clerk.post(f"/proposals/{row.uid}/acts/explode").status_code == 422
    assert clerk.get(f"/proposals/{row.uid}/acts/examine_first").status_code == 405


def test_the_timeline_tells_the_way_in_plain_words(enter, cast, now):
    case = assigned(cast, now)
    row = case.proposals.get()
    page = text(enter(cast.chen), f"/proposals/{row.uid}/")

    for said in ("提交", "初审通过", "复审通过", "立案", "交办 · 市住房和城乡建设局"):
        assert said in page


def test_an_edition_shows_the_text_as_it_was_handed_in(enter, cast, now):
    row = received(cast, now)
    page = text(enter(cast.chen), f"/proposals/{row.uid}/editions/1")

    assert "增设停车位两百个" in page
    assert enter_again(cast.chen).get(f"/proposals/{row.uid}/editions/2").status_code == 404


def enter_again(actor):
    return Clients.of(actor)


def test_the_list_is_narrowed_searched_and_sorted(enter, cast, now):
    received(cast, now)
    filed(cast, now, who=cast.su, title=TITLES[1], asks=("更换旧水管三公里",))
    clerk = enter(cast.clerk)

    def titles(query):
        return [one.row.title for one in clerk.get(f"/proposals/?{query}").context["lines"]]

    assert titles("state=filed") == [TITLES[1]]
    assert titles("q=旧水管") == [TITLES[1]]
    assert titles("q=没有这个词") == []
    assert titles("session=x") == []
    assert titles("sort=title") == sorted([TITLES[0], TITLES[1]])
    assert titles("sort=-title") == sorted([TITLES[0], TITLES[1]], reverse=True)
    assert titles("sort=proposer__password") == titles("")


def test_an_export_holds_what_one_may_see_and_no_formula(enter, cast, now):
    received(cast, now, title="=HYPERLINK(1)")
    draft(cast.su, cast.session, now, title=TITLES[2])
    clerk = enter(cast.clerk)
    rows = list(csv.reader(io.StringIO(taken(clerk, "csv").decode("utf-8-sig"))))

    assert [row[2] for row in rows[1:]] == ["'=HYPERLINK(1)"]
    assert taken(clerk, "xlsx")[:2] == b"PK"


def test_an_export_is_whole_in_the_language_of_the_page_and_told_row_by_row(
    enter, cast, now, monkeypatch
):
    from huiyin.web.docket.views import lists

    for n in range(7):
        received(cast, now, title=f"第{n}件\x07")
    monkeypatch.setattr(lists, "AT_ONCE", 2)
    clerk = enter(cast.clerk)
    clerk.cookies["huiyin_language"] = "en"
    answer = clerk.get("/proposals/?export=csv")
    parts = [part for part in answer.streaming_content if part]
    sheet = openpyxl.load_workbook(io.BytesIO(taken(clerk, "xlsx")), read_only=True).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))

    assert len(parts) == 5
    assert b"Title" in parts[1]
    assert b"".join(parts).count(b"\r\n") == 8
    assert [row[2] for row in rows] == ["Title", *(f"第{n}件" for n in reversed(range(7)))]


def test_search_finds_words_of_two_characters_and_hides_what_is_hidden(enter, cast, now):
    received(cast, now)
    assert TITLES[0] in text(enter(cast.clerk), "/search/?q=停车")
    assert TITLES[0] not in text(Clients.of(cast.su), "/search/?q=停车")
    assert text(Clients.of(cast.su), "/search/")
    assert Clients.of(cast.su).get("/search/?q=" + "长" * 7000).status_code in (414, 422)


def test_notices_are_one_s_own_and_are_read_one_or_all(enter, cast, now):
    row = examined(cast, received(cast, now), now)
    examining.file(cast.committee, row.uid, version=row.version, now=now)
    member = enter(cast.chen)
    assert "立案" in text(member, "/notices/")
    one = Notice.objects.filter(user_id=cast.chen.user_id).first()
    Clients.of(cast.su).post("/notices/read", {"notice": one.pk})
    assert Notice.objects.get(pk=one.pk).read_at is None

    assert member.post("/notices/read", {"notice": one.pk}).url == f"/proposals/{row.uid}/"
    member.post("/notices/read")
    assert not Notice.objects.filter(user_id=cast.chen.user_id, read_at=None).exists()


def test_members_are_found_by_name_and_asked_to_sign(enter, cast, now):
    row = draft(cast.chen, cast.session, now)
    member = enter(cast.chen)
    assert "苏" in text(member, f"/proposals/{row.uid}/invite?q=苏")
    assert "没有符合的委员" in text(member, f"/proposals/{row.uid}/invite?q=无此人")
    nobody = member.post(f"/proposals/{row.uid}/invite", {"version": row.version})
    assert "FIELD_EMPTY" in nobody.content.decode()
    member.post(
        f"/proposals/{row.uid}/invite", {"version": row.version, "person": cast.su.person_id}
    )

    signer = Clients.of(cast.su)
    assert TITLES[0] in text(signer, "/")
    signer.post(f"/proposals/{row.uid}/sign", {"how": "sign", "opinion": "完全赞成"})
    signature = row.signatures.get()
    assert (signature.state, signature.opinion) == ("signed", "完全赞成")
    twice = signer.post(f"/proposals/{row.uid}/sign", {"how": "sign"})
    assert "SIGNATURE_SETTLED" in twice.content.decode()


def test_a_signature_is_taken_back_with_a_reason_and_a_late_one_refused(enter, cast, now, clock):
    row = draft(cast.chen, cast.session, now)
    su = Person.objects.get(pk=cast.su.person_id)
    signing.invite(cast.chen, row.uid, [su], version=row.version, now=now)
    signer = enter(cast.su)
    signer.post(f"/proposals/{row.uid}/sign", {"how": "sign"})
    assert (
        "REASON_REQUIRED"
        in signer.post(f"/proposals/{row.uid}/sign", {"how": "withdraw"}).content.decode()
    )
    signer.post(f"/proposals/{row.uid}/sign", {"how": "withdraw", "opinion": "数字有出入"})
    assert row.signatures.get().state == "withdrawn"

    models.Signature.objects.update(state="pending", settled_at=None)
    clock.forward(days=20)
    signer = Clients.of(cast.su)
    late = signer.post(f"/proposals/{row.uid}/sign", {"how": "sign"})
    assert "INVITATION_EXPIRED" in late.content.decode()


def test_a_joint_proposal_is_withdrawn_only_when_all_who_signed_agree(enter, cast, now):
    row = joint(cast, now)
    member = enter(cast.chen)
    given = {"version": row.version, "words": "情况有变"}
    assert (
        "GUARD_SIGNATORIES_AGREE"
        in member.post(f"/proposals/{row.uid}/acts/withdraw", given).content.decode()
    )
    member.post(f"/proposals/{row.uid}/acts/ask_withdrawal", given)
    Clients.of(cast.su).post(f"/proposals/{row.uid}/acts/agree_to_withdraw")
    row.refresh_from_db()
    member.post(f"/proposals/{row.uid}/acts/withdraw", given | {"version": row.version})
    row.refresh_from_db()

    assert row.state == "withdrawn"
