# SPDX-License-Identifier: Apache-2.0
"""Laying out: letters, response tables, records and papers become sheets."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from huiyin.adapters.letters import pictures
from huiyin.adapters.letters.sheets import Block, Sheet
from huiyin.adapters.letters.words import say, write_date
from huiyin.core.text import numerals
from huiyin.core.values import letters, refusals
from huiyin.core.values.documents import Warn

_RESPONSE_WIDTHS: Final = (0.7, 5, 2.1, 6.2, 2.6, 2)
_STRAY: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff\u202a-\u202e\u2066-\u2069]"
)


@dataclass(frozen=True, slots=True)
class Laid:
    """A sheet and the remarks on its making."""

    sheet: Sheet
    warnings: tuple[Warn, ...]


def lay(paper: letters.AnyPaper) -> Laid:
    """Lay a paper out.

    Shapes: control characters, lone surrogates and marks that turn the direction of writing become 〓 (the sign for a missing character) and are counted in
        the warning `CONTROL_CHARACTERS`: neither a reader nor a file could show them, and they could make a letter read other
        than it is kept.
    Errors: `PICTURE_UNSUPPORTED`, `PICTURE_TOO_LARGE`, `TABLE_UNEVEN`.
    """
    laid: dict[type, Callable[[Any], Sheet]] = {
        letters.Letter: _letter,
        letters.ResponseTable: _response,
        letters.ReplyRecord: _record,
        letters.Paper: _paper,
    }
    sheet, stray = clean(laid[type(paper)](paper))
    return Laid(sheet, (Warn("CONTROL_CHARACTERS", (("count", stray),)),) if stray else ())


def clean(value: Any) -> tuple[Any, int]:
    """Replace what cannot be printed in every text of a value, and count it."""
    count = 0

    def mend(one: Any) -> Any:
        nonlocal count
        if isinstance(one, str):
            mended, times = _STRAY.subn("〓", one.replace("\r\n", "\n"))
            count += times
            return mended
        if isinstance(one, tuple):
            return tuple(mend(part) for part in one)
        if isinstance(one, Block | Sheet):
            return replace(one, **{f.name: mend(getattr(one, f.name)) for f in fields(one)})
        return one

    return mend(value), count


def _paragraphs(texts: tuple[str, ...]) -> tuple[Block, ...]:
    """Make blocks of paragraphs; a line break in the data begins a new one, empty ones fall away."""
    lines = [line for text in texts for line in re.split(r"[\r\n]+", text) if line.strip()]
    return tuple(Block(shape="paragraph", pieces=((line, ""),)) for line in lines)


def _labelled(key: str, text: str, language: letters.Language) -> tuple[Block, ...]:
    if not text:
        return ()
    return (Block(shape="labelled", label=say(key, language), pieces=((text, ""),)),)


def _letter(letter: letters.Letter) -> Sheet:
    language = letter.language
    blocks = [
        Block(shape="salutation", pieces=((name + say("colon", language), ""),), kept=True)
        for name in letter.salutations
    ]
    blocks += _paragraphs(letter.opening)
    for item in letter.items:
        blocks += _item(item, language)
    blocks += _paragraphs(letter.closing)
    if blocks:
        blocks[-1] = replace(blocks[-1], kept=True)
    return Sheet(
        form="letter",
        language=language,
        title=letter.title,
        author=letter.issuer,
        day=letter.day.isoformat(),
        dated=write_date(letter.day, language),
        blocks=tuple(blocks),
        head=letter.issuer if letter.headed else "",
        corner=letter.class_mark and say("class", language, said=letter.class_mark),
        left=letter.disclosure and say("disclosure", language, said=letter.disclosure),
        right=letter.number,
        signature=letter.signature or letter.issuer,
        sealed=letter.sealed,
        note=_contact(letter),
        copies_label=say("copies", language) if letter.copies else "",
        copies=("，" if language == "zh" else ", ").join(letter.copies),
    )


def _item(item: letters.LetterItem, language: letters.Language) -> list[Block]:
    number = numerals.count_in_han(item.number) if language == "zh" else str(item.number)
    heading = say("item", language, number=number, count=str(item.number))
    quote = Block(
        shape="quote", label=say("suggestion", language), pieces=((_one_line(item.suggestion), ""),)
    )
    return [
        Block(shape="heading", pieces=((heading, ""),), kept=True),
        quote,
        *_paragraphs(item.answer),
        *_labelled("disposition", _outcome(item, language), language),
    ]


def _outcome(item: letters.LetterItem, language: letters.Language) -> str:
    promised = item.promised_on and say(
        "promised", language, said=write_date(item.promised_on, language)
    )
    owner = item.owner and say("owner", language, said=item.owner)
    said = [part for part in (item.disposition, promised, owner) if part]
    return ("；" if language == "zh" else "; ").join(said)


def _one_line(text: str) -> str:
    return re.sub(r"\s*[\r\n]+\s*", " ", text).strip()


def _contact(letter: letters.Letter) -> str:
    language = letter.language
    if letter.contact and letter.telephone:
        return say("contact", language, contact=letter.contact, telephone=letter.telephone)
    if letter.contact:
        return say("contact_only", language, contact=letter.contact)
    return letter.telephone and say("telephone_only", language, telephone=letter.telephone)


def _response(table: letters.ResponseTable) -> Sheet:
    language = table.language
    keys = ("column_number", "recommendation", "position", "response", "column_owner", "due")
    grid = Block(
        shape="table",
        columns=tuple(say(key, language) for key in keys),
        rows=tuple(
            (row.number, row.recommendation, row.position, row.response, row.owner, row.due)
            for row in table.rows
        ),
        widths=_RESPONSE_WIDTHS,
    )
    return Sheet(
        form="paper",
        language=language,
        title=table.title,
        subtitle=_subtitle(language, table.issuer, table.number, write_date(table.day, language)),
        author=table.issuer,
        day=table.day.isoformat(),
        dated="",
        blocks=(*_paragraphs(table.introduction), grid),
        wide=True,
    )


def _subtitle(language: letters.Language, *parts: str) -> str:
    return ("　" if language == "zh" else " · ").join(part for part in parts if part)


def _record(record: letters.ReplyRecord) -> Sheet:
    language = record.language
    comma = "、" if language == "zh" else ", "
    held = _subtitle(language, write_date(record.held_on, language), record.place)
    signers = (*record.answerers, *record.proposers)
    blocks = [
        *_labelled("subject", record.subject, language),
        *_labelled("case_number", record.number, language),
        *_labelled("held", held, language),
        *_labelled("answerers", comma.join(record.answerers), language),
        *_labelled("proposers", comma.join(record.proposers), language),
        Block(shape="heading", pieces=((say("said", language), ""),), kept=True),
        *(
            Block(shape="labelled", label=speaker + say("colon", language), pieces=((line, ""),))
            for speaker, words in record.said
            for line in words.splitlines()
            if line.strip()
        ),
    ]
    if record.outcome:
        blocks.append(Block(shape="heading", pieces=((say("outcome", language), ""),), kept=True))
        blocks += _paragraphs((record.outcome,))
    blocks.append(Block(shape="heading", pieces=((say("signatures", language), ""),), kept=True))
    blocks += [
        Block(
            shape="line",
            label=say("sign", language, name=name),
            pieces=((say("signed_on", language), ""),),
        )
        for name in signers
    ]
    return Sheet(
        form="paper",
        language=language,
        title=record.title,
        subtitle=record.issuer,
        author=record.issuer,
        day=record.held_on.isoformat(),
        dated="",
        blocks=tuple(blocks),
    )


def _paper(paper: letters.Paper) -> Sheet:
    language = paper.language
    return Sheet(
        form="paper",
        language=language,
        title=paper.title,
        subtitle=paper.subtitle
        or _subtitle(language, paper.issuer, write_date(paper.day, language)),
        author=paper.issuer,
        day=paper.day.isoformat(),
        dated="",
        blocks=tuple(_paper_block(block) for block in paper.blocks),
    )


def _paper_block(
    block: letters.Heading | letters.Paragraph | letters.Grid | letters.Picture,
) -> Block:
    if isinstance(block, letters.Heading):
        return Block(
            shape="heading",
            level=min(max(block.level, 1), 3),
            pieces=((block.text, ""),),
            kept=True,
        )
    if isinstance(block, letters.Paragraph):
        return Block(
            shape="paragraph", pieces=tuple((one.text, one.note) for one in block.sentences)
        )
    if isinstance(block, letters.Grid):
        if any(len(row) != len(block.columns) for row in block.rows):
            raise refusals.HuiyinError("TABLE_UNEVEN", count=len(block.columns))
        return Block(
            shape="table",
            columns=block.columns,
            rows=block.rows,
            widths=block.widths,
            row_notes=block.notes,
            noted=block.noted,
            pieces=((block.caption, ""),),
        )
    svg, png = pictures.check(block.data)
    return Block(shape="picture", svg=svg, png=png, alt=block.alt, pieces=((block.caption, ""),))
