# SPDX-License-Identifier: Apache-2.0
"""Printing (纸质表): the same form as a paper to fill in by hand, with a code that leads the phone to it."""

from datetime import date

from huiyin.core.values import letters
from huiyin.web.accounts.models import Institution
from huiyin.web.docket.services import turning
from huiyin.web.evaluations import models
from huiyin.web.evaluations.services import rows
from huiyin.web.kit import ports, words

BOX = "□ "
_SIZE = 'width="116" height="116"'


def form(row: models.Evaluation, address: str, lang: str, *, on: date) -> letters.Paper:
    """Give the printed form of an evaluation: who is asked, each suggestion and each axis with its boxes, place to sign."""

    def say(key: str, **more: words.Value) -> str:
        return words.say(f"eform.{key}", lang, **more)

    task = row.reply.assignment
    each = rows.each_axis(row)
    facts = (
        (say("title_row"), task.case.title),
        (say("body"), task.body.name),
        (say("reply"), f"{row.reply.number} · {say('round', n=row.reply.round)}"),
        (say("evaluator"), row.person.name),
    )
    blocks: list[letters.Heading | letters.Paragraph | letters.Grid | letters.Picture] = [
        letters.Grid((say("about"), say("what")), facts, widths=(1, 4)),
    ]
    if each is not None:
        lines = tuple(
            (str(place), one.suggestion.text, _boxes(each, lang))
            for place, one in enumerate(rows.answered(row), start=1)
        )
        blocks += [
            letters.Heading(say("each")),
            letters.Grid((say("no"), say("suggestion"), say("mark")), lines, widths=(1, 5, 5)),
        ]
    whole = tuple((axis.words[lang], _boxes(axis, lang)) for axis in rows.axes(row))
    blocks += [
        letters.Heading(say("whole")),
        letters.Grid((say("axis"), say("mark")), whole, widths=(2, 7)),
        letters.Heading(say("reason")),
        letters.Paragraph.of(say("reason_help")),
        letters.Grid((say("words"),), (("\n\n\n\n",),)),
        letters.Paragraph.of(say("sign")),
        letters.Picture(_code(address), address, say("code")),
    ]
    return letters.Paper(
        issuer=_issuer(row, lang), title=say("title"), subtitle=say("subtitle", uid=row.uid), blocks=tuple(blocks), day=on,
        language="en" if lang == "en" else "zh",
    )  # fmt: skip


def _code(address: str) -> bytes:
    """Draw the code as a picture of its own, 3 cm wide: a page's inline svg names no namespace and no size."""
    drawn = ports.draw_code(address)
    return drawn.replace("<svg", f'<svg xmlns="http://www.w3.org/2000/svg" {_SIZE}', 1).encode()


def _issuer(row: models.Evaluation, lang: str) -> str:
    found = Institution.objects.first()
    if found is None:
        return turning.pack_of(row).words[lang]
    return (lang == "en" and found.name_en) or found.name


def _boxes(axis: object, lang: str) -> str:
    return "  ".join(f"{BOX}{value.words[lang]}" for value in axis.values)  # type: ignore[attr-defined]
