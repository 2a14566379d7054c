# SPDX-License-Identifier: Apache-2.0
"""A whole discussion told as it is spoken: what its truth list knows is proposed, with the right speaker, before any correction."""

import csv

import pytest

from corpus import spoken
from huiyin import demo
from huiyin.core.meetings import transcript
from huiyin.web.accounts.models import Body, Person
from huiyin.web.meetings import models
from huiyin.web.meetings.services import hearing, reading_along
from web.meetings import talking

ROLES = {"领导": "leader", "委员": "member", "部门": "department"}
ENGLISH = {
    "The Chair": "leader", "Alan Brockway": "department", "Colin Feather": "department", "Tom Pellow": "member",
    "Rhian Castell": "member", "Jo Lindqvist": "member", "Yusuf Demir": "member", "Margaret Shaw": "member",
}  # fmt: skip


@pytest.fixture
def hall(cast, now):
    """A meeting of those who speak in a script, told line by line."""

    def told(script):
        lang = "en" if ".en." in script else "zh"
        row = talking.opened(cast, now, language=lang)
        with demo.bodies().open(encoding="utf-8-sig") as held:
            for name, aliases, kind, name_en, *_ in list(csv.reader(held))[1:]:
                Body.objects.create(
                    name=name, aliases=aliases.split("；"), kind=kind, name_en=name_en
                )
        with demo.roster().open(encoding="utf-8-sig") as held:
            people = {name: ROLES[role] for name, role, _ in list(csv.reader(held))[1:]}
        for name, role in (ENGLISH if lang == "en" else people).items():
            person = Person.objects.filter(name=name).first() or Person.objects.create(name=name)
            if not row.participants.filter(name=name).exists():
                talking.join(row, name, role, person_id=person.pk)
        text = demo.discussions().joinpath(script).read_text("utf-8")
        some = [
            hearing.Telling(key=f"t{n}", label=one.label, text=one.text, offset_ms=(one.second or 0) * 1000)
            for n, one in enumerate(transcript.parse(text))
        ]  # fmt: skip
        hearing.take(cast.clerk, row.uid, some, now=now)
        reading_along.read_on(
            row, now=now, seconds=120.0
        )  # one utterance at a time, as in the hall
        return row

    return told


def caught(row):
    return [
        spoken.Caught(
            one.kind, one.start, one.end, one.utterance.text,
            one.participant.name if one.participant else one.utterance.label,
        )
        for one in row.found.select_related("utterance", "participant")
    ]  # fmt: skip


@pytest.mark.parametrize("script", ["joint-group.zh.txt", "session.en.txt"])
def test_nine_of_ten_suggestions_are_proposed_with_their_speaker_as_they_are_spoken(hall, script):
    row = hall(script)

    for kind, bound in (("suggestion", 0.9), ("assignment", 0.9), ("question", 0.8)):
        total, lost = spoken.missed(script, kind, caught(row))
        assert (total - len(lost)) / total >= bound, (kind, lost)
    assert row.found.filter(state="proposed").count() == row.found.count()
    talking.true_to_their_words(row)
    if script.startswith("joint"):
        asked = row.found.filter(kind="suggestion").count()
        assert asked <= 1.35 * sum(
            one["kind"] == "suggestion" and one["script"] == script for one in spoken.TRUTH
        )
        assert row.found.exclude(answers=None).count() >= 4
        assert models.Utterance.objects.filter(meeting=row, participant=None).count() == 1
