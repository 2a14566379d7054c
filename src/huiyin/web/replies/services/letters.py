# SPDX-License-Identifier: Apache-2.0
"""Letters (公函): a reply as it is written to its proposers, the same bytes from the same data, in each form at hand."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from huiyin.core.values import letters as values
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import NOBODY
from huiyin.web.docket import permissions
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.selectors import shown
from huiyin.web.docket.services import turning
from huiyin.web.kit import ports, words
from huiyin.web.replies import models
from huiyin.web.replies.services import drafting, keeping, templates

FORMS = ("html", "docx", "pdf")


def compose(row: models.Reply, *, but: Collection[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Give the letter in each form, except some; a form its writer refuses, for want of a glyph, is left out.

    Errors: those of the writer of the plain page.
    """
    paper = paper_of(row)
    for form in FORMS:
        if form in but:
            continue
        try:
            yield form, _written(row, paper, form)
        except HuiyinError:
            if form == "html":
                raise


def _written(row: models.Reply, paper: values.Letter | values.ResponseTable, form: str) -> bytes:
    """Write a letter in one form, as docx in the body's own template where it brought one."""
    own = templates.present(row.assignment.body_id) if form == "docx" else None
    if own is not None and isinstance(paper, values.Letter):
        return bytes(ports.fill_template(paper, keeping.where(own).read_bytes()).raw)
    return bytes(ports.write_paper(paper, form).raw)


def record_of(row: models.Reply) -> values.ReplyRecord:
    """Give the record of a reply given face to face, with room for the signatures.

    Errors: `FACE_RECORD_MISSING` where day, place or record are not written down.
    """
    if not (row.face_on and row.face_place and row.face_record.strip()):
        raise HuiyinError("FACE_RECORD_MISSING")
    lang, task = _lang(row), row.assignment
    pack = turning.pack_of(row)
    said = [_spoken(line) for line in row.face_record.splitlines() if line.strip()]
    if row.face_present:
        said.insert(0, (words.say("letter.present", lang), row.face_present))
    return values.ReplyRecord(
        issuer=_name(task.body, lang),
        title=words.say("letter.record", lang),
        subject=task.case.title,
        held_on=row.face_on,
        place=row.face_place,
        answerers=(row.contact_name or _name(task.body, lang),),
        proposers=tuple(_salutations(task, pack, lang)),
        said=tuple((who or words.say("letter.record_of", lang), text) for who, text in said),
        number=shown.number(task.case),
        language=lang,
    )


def _spoken(line: str) -> tuple[str, str]:
    """Tell who speaks in a line of a record, where it begins with a name.

    >>> _spoken("石工：年底前完成。"), _spoken("双方签字。")
    (('石工', '年底前完成。'), ('', '双方签字。'))
    """
    who, mark, said = line.replace(": ", "：", 1).partition("：")
    return (who.strip(), said.strip()) if mark and len(who) <= 20 and said else ("", line.strip())


def paper_of(row: models.Reply) -> values.Letter | values.ResponseTable:
    """Give what the letter says; names that are masked do not appear in it. A pack may ask for a response table."""
    assert row.issued_at is not None  # a letter is made of what has left
    pack, lang = turning.pack_of(row), _lang(row)
    day = timezone.localdate(row.issued_at)
    if pack.options.get("paper") == "table":
        return _table(row, lang, day)
    task = row.assignment
    way = pack.replies.disclosure.get(row.disclosure)
    beside = [_name(one.body, lang) for one in docket.beside(task) if one.role == "joint"]
    return values.Letter(
        issuer=_name(task.body, lang),
        title=_title(row, lang),
        salutations=tuple(_salutations(task, pack, lang)),
        opening=_paragraphs(row.opening)
        or (words.say("letter.opening", lang, title=task.case.title),),
        items=tuple(
            values.LetterItem(
                number=place,
                suggestion=one.suggestion.text,
                answer=_paragraphs(_said(one, lang)),
                disposition=_disposition(row, one, lang),
                promised_on=one.promised_on,
                owner=one.owner,
            )
            for place, one in enumerate(drafting.living(row), start=1)
        ),
        closing=_paragraphs(row.closing) or (words.say("letter.closing", lang),),
        day=day,
        number=row.number,
        class_mark=row.letter,
        disclosure=_words(way.words, lang) if way else "",
        contact=row.contact_name,
        telephone=row.contact_phone,
        copies=(*beside, pack.term("committee", lang)),
        language=lang,
    )


def _table(row: models.Reply, lang: values.Language, day: date) -> values.ResponseTable:
    return values.ResponseTable(
        issuer=_name(row.assignment.body, lang),
        title=_title(row, lang),
        rows=tuple(
            values.ResponseRow(
                number=str(place),
                recommendation=one.suggestion.text,
                position=_disposition(row, one, lang),
                response=_said(one, lang),
                owner=one.owner,
                due=one.promised_on.isoformat() if one.promised_on else "",
            )
            for place, one in enumerate(drafting.living(row), start=1)
        ),
        day=day,
        number=row.number,
        introduction=_paragraphs(row.opening),
        language=lang,
    )


def _title(row: models.Reply, lang: values.Language) -> str:
    case = row.assignment.case
    return words.say(
        "letter.title", lang, proposal=turning.pack_of(row).term("proposal", lang),
        n=shown.number(case) or case.title, session=_session(case.session, lang),
    )  # fmt: skip


def _disposition(row: models.Reply, one: models.Answer, lang: str) -> str:
    known = turning.pack_of(row).replies.dispositions.get(one.disposition)
    return _words(known.words, lang) if known else ""


def _lang(row: models.Reply) -> values.Language:
    return "en" if turning.pack_of(row).language == "en" else "zh"


def _words(some: Any, lang: str) -> str:
    return str(some.get(lang) or some["zh"])


def _name(body: Any, lang: str) -> str:
    return str((lang == "en" and body.name_en) or body.name)


def _session(row: Any, lang: str) -> str:
    return words.say("docket.session", lang, term=row.term.number, n=row.number)


def _salutations(task: Any, pack: Any, lang: str) -> Iterator[str]:
    """Name each proposer that may be named; those whose name is kept back are addressed as proposer."""
    hidden = False
    for one in docket.parties(task):
        if permissions.masked(NOBODY, one.proposal):
            hidden = True
            continue
        name = "" if one.signs else one.proposal.collective
        person = (lang == "en" and one.person.name_en) or one.person.name
        yield name or words.say("letter.to", lang, name=person, member=pack.term("member", lang))
    if hidden:
        yield words.say("letter.to_masked", lang)


def _said(one: models.Answer, lang: str) -> str:
    more = [
        words.say("letter.reason", lang, text=one.reason) if one.reason else "",
        words.say("letter.reported", lang, text=one.reported) if one.reported else "",
    ]
    return "\n".join([one.text, *[said for said in more if said]])


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
