# SPDX-License-Identifier: Apache-2.0
"""Answering (逐条答复): one reply of the city from its first words to the letter, its receipts and its publication."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from huiyin.demo.city import data, replying
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.replies.models import Reply
from huiyin.web.replies.services import (
    checking,
    drafting,
    handing_on,
    issuing,
    publishing,
    receiving,
)

if TYPE_CHECKING:
    from huiyin.web.site.city.lives import Life

Steps = Iterator[datetime]
_WAYS = ("full", "full", "summary", "full", "withheld", "full", "on_request", "full", "summary", "")


def play(life: "Life", task: Any, writer: replying.Replier, stop: str) -> Steps:
    """Let a body write its reply and bring it to its proposers, as far as `stop`."""
    if stop == "contacted":
        return
    yield life.wait(2, 12 if stop else 25)
    task.refresh_from_db()
    if task.state != "accepted":
        return
    one = _Reply(life, task, writer)
    one.begin()
    if stop == "draft" and life.number % 3 == 0:
        return
    yield life.wait(1, 6)
    one.write()
    if stop == "draft":
        return
    for step, state in (
        (one.reviewed, "in_review"), (one.signed, "to_sign"), (one.issued, "with_oversight"),
        (one.received, "issued"),
    ):  # fmt: skip
        if state == "in_review":
            yield life.wait(0.5, 3)
            one.submit()
        if stop == state:
            yield from one.cosigned(half=True)
            return
        yield from step()
    yield from one.released()


class _Reply:
    """A reply on its way, and the people of the city who carry it."""

    def __init__(self, life: "Life", task: Any, writer: replying.Replier) -> None:
        cast = life.stage.cast
        self.life, self.task, self.writer = life, task, writer
        self.body = task.body.name
        self.liaison, self.handler, self.signer = (
            cast.officer(task.body_id, role) for role in ("liaison", "handler", "signer")
        )
        self.words = data.table("replies")["inside"]
        self.row: Reply

    def says(self, key: str) -> str:
        return self.life.stage.next_of(f"reply/{key}", tuple(self.words[key]))

    def begin(self) -> None:
        """Open the draft, and answer the first half of the suggestions."""
        self.row = drafting.begin(self.handler, self.task.uid, now=self.life.now)
        answers = drafting.living(self.row)
        self._answer(answers[: (len(answers) + 1) // 2])

    def _answer(self, some: list[Any]) -> None:
        on, typed = timezone.localdate(self.life.now), []
        for one in some:
            kind = self.life.stage.next_of(*self._kinds())
            said = self.writer.answer(one.suggestion.text, kind, self.body, on)
            fields = {
                "disposition": said.disposition, "text": said.text, "reason": said.reason, "owner": said.owner,
                "promised_on": said.promised_on, "reported": said.reported,
            }  # fmt: skip
            typed.append(drafting.Typed(one.uid, one.version, fields))
        self._save(typed=typed)

    def _kinds(self) -> tuple[str, tuple[str, ...]]:
        """Give the kinds of answers: of some replies all is done, of a few nothing can be."""
        tenor = {0: "done", 3: "done", 6: "cannot"}.get(
            (self.life.number + self.task.pk) % 8, "mixed"
        )
        return f"disposition/{tenor}", replying.DISPOSITIONS[tenor]

    def _save(self, head: dict[str, Any] | None = None, typed: list[drafting.Typed] = ()) -> None:  # type: ignore[assignment]
        kept = drafting.save(
            self.handler, self.row.uid, version=self.row.version, head=head, typed=typed, now=self.life.now
        )  # fmt: skip
        assert not kept.clashes
        self.row = kept.reply

    def write(self) -> None:
        """Answer the rest, write the head; a colleague leaves a remark."""
        self.row = drafting.begin(self.handler, self.task.uid, now=self.life.now)
        self._answer([one for one in drafting.living(self.row) if not one.text])
        met = self.task.contacts.first()
        number = self.life.chance.randint(1000, 9999)
        head: dict[str, Any] = {
            "opening": self.writer.opening(self.task.case.title, self.body, met.kind if met else "call"),
            "closing": self.writer.closing(self.body),
            "contact_name": self.handler.name,
            "contact_phone": f"0599-5555{number}",
        }  # fmt: skip
        if self.life.number % 8 == 5:
            head["letter"] = "A"  # the oversight office will see to it
        if self.life.number % 9 == 4:
            head |= {
                "mode": "face", "face_on": timezone.localdate(self.life.now), "face_place": f"{self.body}三楼会议室",
                "face_present": "提案者、分管负责人、经办科室", "face_record": self.says("faces"),
            }  # fmt: skip
        self._save(head)
        if self.life.number % 3 == 1:
            answer = self.row.answers.first()
            drafting.comment(
                self.liaison, self.row.uid, answer_uid=answer.uid if answer else "",
                text=self.says("remarks"), now=self.life.now,
            )  # fmt: skip

    def submit(self) -> None:
        self.row = handing_on.submit(
            self.handler, self.row.uid, version=self.row.version, now=self.life.now
        )

    def cosigned(self, *, half: bool = False) -> Steps:
        """Let the joint bodies co-sign; half of them, where the reply rests."""
        open_ = list(self.row.cosigns.filter(state="open").select_related("assignment"))
        for one in open_[: len(open_) // 2] if half else open_:
            yield self.life.wait(0.1, 1)
            officer = self.life.stage.cast.officer(one.assignment.body_id)
            handing_on.cosign(
                officer, self.row.uid, one.assignment.uid, sign=True, words="", now=self.life.now
            )

    def reviewed(self) -> Steps:
        """Let the liaison review it; now and then it goes back once, is mended and comes again."""
        yield self.life.wait(0.2, 2)
        if self.life.number % 7 == 2:
            yield from self._mended("return_review", self.liaison, "returns")
        self.row = handing_on.pass_on(
            self.liaison, self.row.uid, version=self.row.version, now=self.life.now
        )

    def _mended(self, act: str, actor: Any, why: str) -> Steps:
        self.row = handing_on.give_back(
            actor, self.row.uid, act, words=self.says(why), version=self.row.version, now=self.life.now
        )  # fmt: skip
        yield self.life.wait(0.5, 2)
        last = drafting.living(self.row)[-1]
        text = f"{last.text}{self.says('added')}"
        self._save(typed=[drafting.Typed(last.uid, last.version, {"text": text})])
        yield self.life.wait(0.1, 1)
        self.submit()
        yield self.life.wait(0.2, 1)

    def signed(self) -> Steps:
        """Let the signer sign."""
        yield self.life.wait(0.2, 2)
        self.row = handing_on.sign(
            self.signer, self.row.uid, version=self.row.version, now=self.life.now
        )

    def issued(self) -> Steps:
        """Let the oversight office look at it, change its class where that is too good, and let it leave."""
        yield from self.cosigned()
        yield self.life.wait(0.3, 3)
        oversight = self.life.stage.cast.one("oversight")
        if self.life.number % 10 == 7:
            yield from self._mended("return_oversight", oversight, "rereads")
            self.row = handing_on.pass_on(
                self.liaison, self.row.uid, version=self.row.version, now=self.life.now
            )
            yield from self.signed()
            yield from self.cosigned()
        right = checking.suggested_letter(self.row, drafting.living(self.row))
        if right != self.row.letter:
            self.row = handing_on.reclassify(
                oversight, self.row.uid, letter=right, words=self.says("reclass"), version=self.row.version,
                now=self.life.now,
            )  # fmt: skip
        self.row = issuing.issue(
            oversight, self.row.uid, version=self.row.version, now=self.life.now
        )
        issuing.dispatch(now=self.life.now, reply=self.row)

    def received(self) -> Steps:
        """Let everyone it went to open it; some have it on paper, some hear it face to face."""
        for place, one in enumerate(self.row.deliveries.select_related("person")):
            yield self.life.wait(0.2, 4)
            how = "face" if self.row.mode == "face" and not one.signs else ""
            how = how or ("paper" if (self.life.number + place) % 11 == 3 else "")
            if how:
                clerk, key = (
                    self.life.stage.cast.one("clerk"),
                    "paper" if how == "paper" else "faces",
                )
                receiving.record(
                    clerk, self.row.uid, one.pk, how=how, reason=self.says(key), now=self.life.now
                )
            else:
                actor = self.life.stage.cast.member(one.person)
                receiving.opened(actor, self.row.uid, now=self.life.now)
        self.row.refresh_from_db()

    def released(self) -> Steps:
        """Let the oversight office decide how it is published; a few wait for it."""
        way = self.life.stage.next_of("way", _WAYS)
        if not way:
            return
        yield self.life.wait(0.5, 5)
        if way == "full" and any(one.disclosure != "yes" for one in docket.proposals(self.task)):
            way = "summary"
        code, why = ("", "")
        if way in ("withheld", "on_request"):
            code = self.life.stage.next_of("withheld", tuple(self.words["withheld"]))
            why = self.words["withheld"][code]
        letter = data.table("replies")["letter"]
        summary = letter["summaries"][self.life.number % 2] if way == "summary" else ""
        found = [one.quote for one in publishing.personal(self.row, way, summary)]
        asked = publishing.Way(way, code, why, summary, cover=found)
        self.row = publishing.release(
            self.life.stage.cast.one("oversight"), self.row.uid, asked, version=self.row.version,
            now=self.life.now,
        )  # fmt: skip
