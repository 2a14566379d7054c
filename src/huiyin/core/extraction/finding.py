# SPDX-License-Identifier: Apache-2.0
"""Extraction (提取): from a document to its parts and findings, each bound to the words it came from."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from huiyin.core.extraction import drafts
from huiyin.core.text import normalising, reading, sentences, structure
from huiyin.core.values import bodies, documents, findings, spans

Reader = Callable[[drafts.Page], tuple[list[drafts.Draft], list[drafts.PartDraft]]]

_LETTER = {
    findings.Kind.SUGGESTION: "s",
    findings.Kind.QUESTION: "q",
    findings.Kind.ASSIGNMENT: "a",
    findings.Kind.COMMITMENT: "c",
    findings.Kind.REPLY: "r",
    findings.Kind.OUTCOME: "o",
    findings.Kind.EVALUATION: "e",
}


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one document holds.

    Attributes:
        parts: in order, covering every sentence.
        findings: in order of their span.
        texts: finding id → its words in the reading (rejoined, normalised), for matching.
        contexts: finding id → the sentence and the heading it stands under, in the reading.
    """

    parts: tuple[findings.Part, ...]
    findings: tuple[findings.Finding, ...]
    texts: dict[str, str]
    contexts: dict[str, str]


def extract(
    document: documents.Document,
    *,
    source: int = 1,
    roster: Sequence[bodies.RosterEntry] = (),
    body_list: Sequence[bodies.Body] = (),
) -> Extraction:
    """Find who suggested, asked, assigned, promised, answered and judged what in a document.

    Shapes: spans count in `document.text`; quotes are cut from it.
    Cost: linear in the length of the text.

    >>> from huiyin.core.values.documents import Document
    >>> text = "王岚委员建议，在老城区增设停车位。"
    >>> found = extract(Document("a.txt", "0" * 64, "text/plain", text))
    >>> [(f.speaker.name, f.quote) for f in found.findings]
    [('王岚', '在老城区增设停车位')]
    """
    view = normalising.read(document)
    blocks = structure.outline(view.text)
    page = drafts.Page(
        view.text,
        blocks,
        sentences.split(view.text, blocks),
        document.title,
        bool(document.records),
        roster,
        body_list,
    )
    langs = {block.lang for block in blocks}
    found: list[drafts.Draft] = []
    parts: list[drafts.PartDraft] = []
    main = _main_language(blocks)
    for lang in ("zh", "en"):
        if lang in langs:
            some_drafts, some_parts = reader_of(lang)(page)
            found += some_drafts
            if lang == main:
                parts = some_parts
    return _bind(document, view, page, found, parts, source)


@cache
def reader_of(lang: str) -> Reader:
    """Give the reader of a language, `zh` or `en`.

    Cost: once per process some tenths of a second, when the word lists of the language are first needed.
    """
    if lang == "zh":
        from huiyin.core.extraction import chinese

        return chinese.read
    from huiyin.core.extraction import english

    return english.read


def _main_language(blocks: Sequence[structure.Block]) -> str:
    weight = Counter[str]()
    for block in blocks:
        weight[block.lang] += (block.end - block.start) * (3 if block.lang == "zh" else 1)
    return weight.most_common(1)[0][0] if weight else "zh"


def _bind(
    document: documents.Document,
    view: reading.Reading,
    page: drafts.Page,
    found: list[drafts.Draft],
    parts: list[drafts.PartDraft],
    source: int,
) -> Extraction:
    found.sort(key=lambda draft: (draft.start, draft.end, draft.kind))
    running = dict.fromkeys(_LETTER.values(), 0)
    around: dict[int, tuple[spans.Span, str]] = {}  # of each sentence, as findings share it
    bound: list[findings.Finding] = []
    texts: dict[str, str] = {}
    contexts: dict[str, str] = {}
    for draft in found:
        letter = _LETTER[draft.kind]
        running[letter] += 1
        name = f"{source}-{letter}{running[letter]}"
        if draft.sentence not in around:
            at = page.sentences[draft.sentence]
            around[draft.sentence] = (view.span(at.start, at.end), page.words(draft.sentence))
        sentence, contexts[name] = around[draft.sentence]
        span = view.span(draft.start, draft.end)
        quote = span.cut(document.text)
        bound.append(
            findings.Finding(
                id=name,
                kind=draft.kind,
                source=source,
                span=span,
                quote=quote,
                sentence=sentence,
                speaker=draft.speaker,
                addressee=draft.addressee,
                score=round(draft.score, 3),
                why=findings.Why(draft.rule, draft.cue),
                topic=draft.topic,
                due=draft.due,
                amount=draft.amount,
                number=draft.number,
                position=draft.position,
            )
        )
        words = page.text[draft.start : draft.end]
        texts[name] = quote if words == quote else words
    bound_parts = tuple(
        findings.Part(part.kind, source, _range(view, page, part.first, part.last))
        for part in parts
    )
    return Extraction(bound_parts, tuple(bound), texts, contexts)


def _range(view: reading.Reading, page: drafts.Page, first: int, last: int) -> spans.Span:
    return view.span(page.sentences[first].start, page.sentences[last - 1].end)
