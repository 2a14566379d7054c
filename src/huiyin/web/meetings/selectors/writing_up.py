# SPDX-License-Identifier: Apache-2.0
"""Writing up (成文): minutes, verbatim record and brief of a meeting, each sentence made of data and led back to its words.

A sentence's note names speaker, moment, place in the recording, utterance and edition; on the page it is a link to the
utterance, in docx and pdf a footnote. What no person confirmed is in none of them.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from huiyin.core.values import letters
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Institution
from huiyin.web.kit import words
from huiyin.web.meetings import models
from huiyin.web.meetings.selectors import transcript

KINDS = ("minutes", "verbatim", "brief")
_ASKED = ("suggestion", "question")
_GIVEN = ("answer", "commitment")
_STOPPED = re.compile(r"([？！?!])[。.]")  # words that end by themselves take no second stop


class Writer:
    """Writes the papers of one meeting as one actor may read them."""

    def __init__(self, actor: Actor, row: models.Meeting) -> None:
        self.row = row
        self.proofs: dict[str, str] = {}  # note → uid of the utterance it names
        self.lang: letters.Language = "en" if row.language.startswith("en") else "zh"
        self.said = list(transcript.said(actor, row).order_by(*transcript.ORDER))
        rows = transcript.caught(actor, row).filter(state__in=models.STANDING)
        self.caught = list(rows.select_related("spot_assignment__body", "answers__utterance"))
        self.agenda = list(row.agenda.filter(dropped_at=None).order_by("order"))
        self.people = list(
            row.participants.exclude(state="dropped").select_related("person", "body")
        )

    def say(self, key: str, **more: Any) -> str:
        """Say a key in the language of the meeting."""
        return words.say(f"record.{key}", self.lang, **more)

    def write(self, kind: str) -> letters.Paper:
        """Write one of the papers."""
        blocks = {"minutes": self._minutes, "verbatim": self._verbatim, "brief": self._brief}[
            kind
        ]()
        day = timezone.localdate(self.row.opened_at or self.row.starts_at)
        held = Institution.objects.first()
        issuer = (held.name_en if held and self.lang == "en" else held.name if held else "") or "—"
        return letters.Paper(
            issuer=issuer, title=f"{self.row.title}{self.say(f'{kind}_title')}", blocks=tuple(blocks), day=day,
            subtitle=self.row.topic, language=self.lang,
        )  # fmt: skip

    # --- parts

    def note(self, said: models.Utterance, edition: int) -> str:
        """Say which words prove a sentence."""
        at = timezone.localtime(said.stated_at)
        place = transcript.offset(said)
        made = self.say(
            "note", who=self.speaker(said) or "?", at=f"{at:%H:%M:%S}", n=edition, uid=said.uid,
            offset=self.say("note_offset", at=place) if place else "",
        )  # fmt: skip
        self.proofs[made] = said.uid
        return made

    def speaker(self, said: models.Utterance) -> str:
        """Name who spoke in the language of the meeting."""
        who = said.participant
        if who is None:
            return said.label
        return (self.lang == "en" and who.person is not None and who.person.name_en) or who.name

    def _name(self, one: models.Found) -> str:
        who = one.participant
        if who is None:
            return one.utterance.label or "?"
        return (self.lang == "en" and who.person is not None and who.person.name_en) or who.name

    def _body(self, body: Any) -> str:
        return str((self.lang == "en" and body.name_en) or body.name) if body else ""

    def _sentence(self, key: str, one: models.Found, **more: Any) -> letters.Sentence:
        said = one.words.rstrip("。.；;，, ")
        if one.kind == "question" and not said.endswith(("？", "?")):
            said += "?" if self.lang == "en" else "？"
        text = self.say(key, who=self._name(one), words=said, **more)
        return letters.Sentence(_STOPPED.sub(r"\1", text), self.note(one.utterance, one.edition))

    def _head(self) -> list[Any]:
        row, begun = self.row, self.row.opened_at or self.row.starts_at
        present = [one for one in self.people if one.state == "present"]
        leaders = [one.name for one in present if one.role == "leader"]
        counts = {role: sum(one.role == role for one in present) for role in ("member", "department", "guest")}  # fmt: skip
        at = timezone.localtime(begun)
        lines = [
            self.say("held", day=f"{at:%Y-%m-%d}", time=f"{at:%H:%M}", place=row.place or self.say("no_place")),
            self.say("chaired", name=row.chair.name) if row.chair else "",
            self.say("leaders", names=self.say("comma").join(leaders)) if leaders else "",
            self.say("present", members=counts["member"], bodies=counts["department"], guests=counts["guest"]),
        ]  # fmt: skip
        return [letters.Paragraph.of(line) for line in lines if line]

    def _minutes(self) -> list[Any]:
        blocks: list[Any] = [letters.Heading(self.say("meeting")), *self._head()]
        if self.agenda:
            blocks.append(letters.Heading(self.say("agenda")))
        for n, item in enumerate(self.agenda, start=1):
            blocks.append(letters.Paragraph.of(f"{n}. {item.title}"))
        blocks.append(letters.Heading(self.say("suggestions")))
        blocks += self._asked("suggestion")
        questions = [one for one in self.caught if one.kind == "question"]
        if questions:
            blocks.append(letters.Heading(self.say("questions")))
            blocks += [letters.Paragraph(tuple(self._question(one))) for one in questions]
        blocks += self._orders()
        return blocks

    def _asked(self, kind: str) -> Iterable[letters.Paragraph]:
        rows = [one for one in self.caught if one.kind == kind]
        for one in rows:
            body = self._body(one.body)
            key = "suggests_to" if body else "suggests"
            yield letters.Paragraph((self._sentence(key, one, body=body),))
        if not rows:
            yield letters.Paragraph.of(self.say("none"))

    def _question(self, one: models.Found) -> Iterable[letters.Sentence]:
        yield self._sentence("asks", one)
        answers = [hit for hit in self.caught if hit.answers_id == one.pk]
        yield from (self._sentence("answers", hit) for hit in answers)
        if not answers:
            yield letters.Sentence(self.say("unanswered", why=one.resolution or self.say("open")))

    def _orders(self) -> list[Any]:
        given = [one for one in self.caught if one.kind == "assignment"]
        if not given:
            return []
        rows = tuple(self._order_row(n, one) for n, one in enumerate(given, start=1))
        columns = tuple(
            self.say(f"col_{key}") for key in ("n", "who", "order", "body", "owner", "due")
        )
        notes = tuple(self.note(one.utterance, one.edition) for one in given)
        grid = letters.Grid(
            columns, rows, widths=(1.7, 2.2, 5.5, 3.4, 2.9, 3.3), notes=notes, noted=2
        )
        return [letters.Heading(self.say("orders_given")), grid]

    def _order_row(self, n: int, one: models.Found) -> tuple[str, ...]:
        spot = getattr(one, "spot_assignment", None)
        held = spot if spot is not None else one
        due = held.due_on.isoformat() if held.due_on else self.say("open")
        owner = (spot.owner if spot is not None else "") or self.say("open")
        return (
            str(n),
            self._name(one),
            one.words.rstrip("。. "),
            self._body(held.body) or self.say("open"),
            owner,
            due,
        )

    def _verbatim(self) -> list[Any]:
        blocks: list[Any] = list(self._head())
        before: tuple[int | None, str] | None = None
        for one in self.said:
            who = (one.participant_id, one.label)
            if who != before:
                blocks.append(letters.Heading(self._voice(one), 3))
            before = who
            note = self.note(one, one.edition)
            blocks.append(letters.Paragraph((letters.Sentence(one.text, note),)))
        if not self.said:
            blocks.append(letters.Paragraph.of(self.say("nothing_said")))
        return blocks

    def _voice(self, one: models.Utterance) -> str:
        name = self.speaker(one) or "?"
        who = one.participant
        more = (self._body(who.body) or who.sector or who.duty) if who is not None else ""
        return self.say("voice", name=name, more=more) if more else name

    def _brief(self) -> list[Any]:
        count = {
            kind: sum(one.kind == kind for one in self.caught) for kind in models.Found.Kind.values
        }
        begun = self._counted(count)
        blocks: list[Any] = [letters.Paragraph((begun,))]
        for key, kinds in (
            ("brief_asked", _ASKED),
            ("brief_given", _GIVEN),
            ("brief_orders", ("assignment",)),
        ):
            some = [one for one in self.caught if one.kind in kinds]
            if not some:
                continue
            blocks.append(letters.Heading(self.say(key)))
            blocks += [letters.Paragraph(tuple(sentences)) for sentences in self._by_speaker(some)]
        return blocks

    def _counted(self, count: dict[str, int]) -> letters.Sentence:
        """The one sentence of figures leads to the begin of the transcript, which they count."""
        text = self.say(
            "brief_counts", n=count["suggestion"], questions=count["question"], orders=count["assignment"],
            promises=count["commitment"], speakers=len({one.participant_id for one in self.said if one.participant_id}),
        )  # fmt: skip
        return letters.Sentence(
            text, self.note(self.said[0], self.said[0].edition) if self.said else ""
        )

    def _by_speaker(self, some: Sequence[models.Found]) -> Iterable[list[letters.Sentence]]:
        groups: dict[tuple[int | None, str], list[models.Found]] = {}
        for one in some:
            groups.setdefault((one.participant_id, one.utterance.label if one.participant_id is None else ""), []).append(one)  # fmt: skip
        for rows in groups.values():
            kinds = [""] + [one.kind for one in rows[:-1]]
            yield [
                self._sentence(f"b_{one.kind}{'_more' if one.kind == before else ''}", one)
                for one, before in zip(rows, kinds, strict=True)
            ]


def paper(actor: Actor, row: models.Meeting, kind: str) -> letters.Paper:
    """Write a paper of a meeting as an actor may read it."""
    return Writer(actor, row).write(kind)
