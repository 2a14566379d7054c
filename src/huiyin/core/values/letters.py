# SPDX-License-Identifier: Apache-2.0
"""Official papers as data (公文): letters of reply, response tables, records of a talk, papers with sources."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterItem:
    """One suggestion with its answer (答复条目).

    Attributes:
        suggestion: the words of the suggestion, as the proposal has them.
        answer: the answer, a string a paragraph.
        disposition: how it was disposed of, in the words of the rules pack.
        owner: who sees to what is promised; "" where nothing is.
    """

    number: int
    suggestion: str
    answer: tuple[str, ...]
    disposition: str = ""
    promised_on: date | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter of reply (答复函).

    Attributes:
        issuer: the body's full name for the head; `signature` where it signs by another.
        number: the document number (发文字号), such as 澄交函〔2026〕12号.
        class_mark: the class at the time of reply as it is printed, such as A; "" for none.
        disclosure: the disclosure property (公开属性) in words.
        salutations: the proposers, each by name and title, without a colon.
        sealed: whether room is kept for a seal over the signature.
        headed: False for paper that is pre-printed with the body's head.
    """

    issuer: str
    title: str
    salutations: tuple[str, ...]
    opening: tuple[str, ...]
    items: tuple[LetterItem, ...]
    day: date
    closing: tuple[str, ...] = ()
    number: str = ""
    class_mark: str = ""
    disclosure: str = ""
    contact: str = ""
    telephone: str = ""
    signature: str = ""
    sealed: bool = True
    headed: bool = True
    copies: tuple[str, ...] = ()
    language: Language = "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseRow:
    """One recommendation with the position taken on it (回应行); `due` is a date or words such as “each spring”."""

    number: str
    recommendation: str
    position: str
    response: str
    owner: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseTable:
    """A government response: recommendation, position, response, owner, date (回应表)."""

    issuer: str
    title: str
    rows: tuple[ResponseRow, ...]
    day: date
    number: str = ""
    introduction: tuple[str, ...] = ()
    language: Language = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRecord:
    """The record of a reply given face to face (当面答复记录), with room for the signatures.

    Attributes:
        answerers: who spoke for the body; `proposers` who was answered; each signs.
        said: what was said, as (speaker, words).
    """

    issuer: str
    title: str
    subject: str
    held_on: date
    place: str
    answerers: tuple[str, ...]
    proposers: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    number: str = ""
    outcome: str = ""
    language: Language = "zh"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a paper (小标题); level 1 to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of a paragraph (语句) with the note that proves it, "" for none."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph (段落): sentences set one after the other.

    >>> Paragraph.of("今年立案三件。").sentences
    (Sentence(text='今年立案三件。', note=''),)
    """

    sentences: tuple[Sentence, ...]

    @classmethod
    def of(cls, text: str) -> "Paragraph":
        """Make a paragraph of one sentence without a note."""
        return cls((Sentence(text),))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table (表格); every row has as many cells as there are columns.

    Attributes:
        widths: relative, () for alike.
        notes: what proves each row, "" for none, () for no notes at all; set behind its cell in the column `noted`.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    widths: tuple[float, ...] = ()
    notes: tuple[str, ...] = ()
    noted: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart (图) as svg or png, with the words that stand for it."""

    data: bytes
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Minutes, a brief, an overview (文稿): title and blocks in order."""

    issuer: str
    title: str
    blocks: tuple[Heading | Paragraph | Grid | Picture, ...]
    day: date
    subtitle: str = ""
    language: Language = "zh"


AnyPaper = Letter | ResponseTable | ReplyRecord | Paper
