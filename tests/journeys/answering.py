# SPDX-License-Identifier: Apache-2.0
"""A proposal of five suggestions with a lead and two joint bodies, and how they answer it in the browser."""

from urllib.parse import quote_plus

from django.contrib.auth.hashers import make_password
from playwright.sync_api import expect

from huiyin.core.docket.transitions import Given
from huiyin.web.accounts.models import Body, User
from huiyin.web.docket import models as docket
from huiyin.web.docket.services import drafting as proposing
from huiyin.web.docket.services import examining, negotiating
from huiyin.web.evaluations.models import Evaluation
from huiyin.web.replies import models
from journeys.city import NOW, settle

ASKS = (
    "三年内换完云桥片区旧水管",
    "每季度公布水质检测结果",
    "二次供水设施交供水企业管理",
    "施工时段避开早晚用水高峰",
    "对困难家庭免收户内改造费",
)
SAID = (
    "云桥片区旧水管分三批更换，第一批十一公里已经开工，明年十一月底前换完。",
    "水质检测结果自本季度起每季度公布到小区。",
    "二次供水设施交供水企业管理的移交协议，明年六月底前签完。",
    "施工时段已改为上午九点到下午四点，避开早晚用水高峰。",
    "对困难家庭免收户内改造费，目前没有资金来源，暂不能办。",
)
WHY_NOT = "本年度预算没有列支。"
KINDS = ("in_progress", "done", "planned", "done", "deferred")
OPINION = "水管更换与道路开挖同步安排，我局负责恢复路面，每批十五天内完成。"
MARKS = ("met", "met", "partly", "met", "not_met")
WORD = "晴川-历历-汉阳树"
THIN = "本条由主办单位统筹，我单位没有其他补充。"


def at(answer, field):
    """Where a field of an answer stands; a uid may begin with a digit."""
    return f'[id="{answer.uid}-{field}"]'


def carries(request, text):
    """Whether a request saves in passing, and this text with it."""
    return "/autosave" in request.url and quote_plus(text) in (request.post_data or "")


class Office:
    """The people of the case: the member, the offices, the lead body and its two joint bodies."""

    def __init__(self, city, office):
        self.city, self.office = city, office
        self.roads = Body.objects.create(name="市城市管理局", name_en="City Management Bureau")
        self.chen = city.member("陈望舒")
        User.objects.filter(pk=self.chen.user_id).update(password=make_password(WORD))
        self.luo = city.officer("罗平", "assigner")
        self.deng = city.officer("邓立", "oversight")
        self.wang = city.officer("王敏", "liaison", city.housing)
        self.shi = city.officer("石工", "handler", city.housing)
        self.gao = city.officer("高远", "signer", city.housing)
        self.qian = city.officer("钱塘", "liaison", city.water)
        self.zhao = city.officer("赵路", "liaison", self.roads)

    def filed(self):
        """A filed proposal of five suggestions."""
        row = proposing.begin(self.chen, self.city.session, now=NOW)
        fields = {"title": "关于改造云桥片区旧水管的提案", "facts": "水管用了四十年，常有黄水。"}
        asks = [proposing.Ask(one) for one in ASKS]
        row = proposing.save(
            self.chen, row.uid, version=row.version, fields=fields, asks=asks, now=NOW
        )
        row = proposing.submit(self.chen, row.uid, version=row.version, now=NOW)
        for actor, act in zip(
            self.office, ("examine_first", "examine_second", "file"), strict=True
        ):
            row = examining.decide(actor, row.uid, act, version=row.version, given=Given(), now=NOW)
        return row

    def assign(self, row):
        """The assigner issues the case to the lead and two joint bodies; they sign for it and accept it."""
        page = self.city.open(self.luo, f"/cases/{row.case.uid}/assign")
        for place, (body, role) in enumerate(
            ((self.city.housing, "lead"), (self.city.water, "joint"), (self.roads, "joint"))
        ):
            page.select_option(f"#body-{place}", str(body.pk))
            page.select_option(f"#role-{place}", role)
        page.locator('button[value="issue"]').click()
        page.wait_for_url("**/assignment-meeting/")
        for actor in (self.wang, self.qian, self.zhao):
            task = docket.Assignment.objects.get(body__in=actor.bodies("liaison"))
            negotiating.sign_for(actor, task.uid, now=NOW)
            negotiating.accept(actor, task.uid, now=NOW)
        return docket.Assignment.objects.get(role="lead")

    def talk(self, lead):
        """The lead notes a talk; the proposer says that it took place."""
        page = self.city.open(self.wang, f"/assignments/{lead.uid}/contacts")
        page.select_option("#kind", "meeting")
        page.fill("#summary", "当面听取意见，商定分三批更换。")
        page.locator("aside form .button-main").click()
        expect(page.locator(".chip").first).to_be_visible()
        made = models.Contact.objects.get()
        page = self.city.open(self.chen, f"/contacts/{made.uid}/")
        page.locator('button[value="yes"]').click()
        settle(page)
        made.refresh_from_db()
        assert made.confirmed is True

    def opine(self, actor, text):
        """A joint body writes its opinion and sends it."""
        task = docket.Assignment.objects.get(body__in=actor.bodies("liaison"))
        page = self.city.open(actor, f"/assignments/{task.uid}/")
        if not task.opinions.exists():
            page.locator("form[action$='/begin-opinion'] button").click()
            page.wait_for_url("**/opinions/*/")
        else:
            page = self.city.open(actor, f"/opinions/{task.opinions.get().uid}/")
        for field in page.locator("textarea").all():
            field.fill(text)
        page.locator('button[value="send"]').click()
        settle(page)
        row = task.opinions.get()
        assert row.state == "sent"
        return row

    def judge(self, row, do, words=""):
        """The lead takes an opinion, or returns it."""
        page = self.city.open(self.wang, f"/opinions/{row.uid}/")
        if words:
            page.fill("#words", words)
        page.locator(f'button[value="{do}"]').click()
        settle(page)
        row.refresh_from_db()

    def write(self, lead):
        """The handler answers each suggestion; it is saved as it is written, and the checks stand beside it."""
        page = self.city.open(self.shi, f"/assignments/{lead.uid}/")
        page.locator("form[action$='/begin-reply'] button").click()
        page.wait_for_url("**/replies/*/write")
        row = models.Reply.objects.get()
        expect(page.locator("#beside")).to_contain_text(
            "答全" if self.city.lang != "en" else "answered"
        )
        for answer, text, kind in zip(row.answers.all(), SAID, KINDS, strict=True):
            page.select_option(at(answer, "disposition"), kind)
            page.fill(at(answer, "text"), text)
            if kind in ("in_progress", "planned"):
                page.fill(at(answer, "promised_on"), "2026-11-30")
                page.fill(at(answer, "owner"), "城建科")
            if kind == "deferred":
                page.locator(f"#answer-{answer.suggestion.order} summary").click()
                with page.expect_response(lambda given: carries(given.request, WHY_NOT)) as kept:
                    page.fill(at(answer, "reason"), WHY_NOT)
                assert kept.value.ok
        return row

    def submit(self):
        """The handler hands the draft to be reviewed."""
        page = self.city.page(self.shi)
        page.locator('button[value="submit"]').click()
        settle(page)
        self.city.is_clean(page)

    def act(self, actor, row, act):
        """Somebody presses the button of an act on the page of the reply."""
        page = self.city.open(actor, f"/replies/{row.uid}/")
        page.locator(f"form[action$='/acts/{act}'] button").first.click()
        settle(page)
        row.refresh_from_db()
        return page

    def cosign(self, actor, row):
        """A joint body signs the lead's reply."""
        page = self.city.open(actor, f"/replies/{row.uid}/")
        page.locator('button[value="sign"]').click()
        settle(page)

    def delivered(self):
        """Play all of it: gives the reply, received by its proposer."""
        lead = self.assign(self.filed())
        self.talk(lead)
        water = self.opine(self.qian, OPINION)
        self.judge(water, "take")
        roads = self.opine(self.zhao, THIN)
        self.judge(roads, "bounce", "没有说清何时恢复路面，请补充。")
        assert roads.state == "returned"
        roads = self.opine(self.zhao, OPINION)
        self.judge(roads, "take")
        row = self.write(lead)
        self.submit()
        row.refresh_from_db()
        assert (row.state, row.letter) == ("in_review", "B")
        self.act(self.wang, row, "pass")
        self.act(self.gao, row, "sign")
        for actor in (self.qian, self.zhao):
            self.cosign(actor, row)
        self.act(self.deng, row, "issue")
        assert row.state == "issued"
        page = self.city.open(self.chen, f"/replies/{row.uid}/")
        expect(page.locator(".answers")).to_contain_text(SAID[0])
        row.refresh_from_db()
        return row

    def evaluate(self, row):
        """The member judges the reply from the desk on, suggestion by suggestion, and signs in once more to give it."""
        form = Evaluation.objects.get(reply=row)
        page = self.city.open(self.chen, "/")
        page.locator(f'a[href="/evaluations/{form.uid}/"]').first.click()
        self.city.is_clean(page)
        asked = page.locator("fieldset.judge").all()
        for fieldset, mark in zip(asked[: len(MARKS)], MARKS, strict=True):
            fieldset.locator(f'label[for$="-{mark}"]').click()
        for fieldset in asked[len(MARKS) :]:
            fieldset.locator(".picks label").first.click()
        page.locator(".form-end .button-main").click()
        page.fill("input[type=password]", WORD)
        page.locator("main button[type=submit]").first.click()
        page.wait_for_url(f"**/evaluations/{form.uid}/")
        self.city.is_clean(page)
        form.refresh_from_db()
        return form
