# SPDX-License-Identifier: Apache-2.0
"""The echo report (回音报告): what was extracted, matched: who asked, who answered, what has had no echo."""

from collections.abc import Iterable, Sequence

from huiyin.core.extraction import finding
from huiyin.core.matching import alike, answering, grouping, routing
from huiyin.core.values.bodies import Body
from huiyin.core.values.documents import Document
from huiyin.core.values.echoes import EchoReport, Unread
from huiyin.core.values.findings import Capacity, Finding, Kind

_ECHOES = frozenset({Kind.REPLY, Kind.COMMITMENT, Kind.ASSIGNMENT, Kind.OUTCOME})


def compose(
    documents: Sequence[Document],
    extractions: Sequence[finding.Extraction],
    *,
    unread: Iterable[Unread] = (),
    body_list: Sequence[Body] = (),
) -> EchoReport:
    """Compose the report of some documents and what was extracted from each, in the same order.

    Cost: near-linear in the number of suggestions; see docs/algorithms/matching.md.
    """
    found = [one for extraction in extractions for one in extraction.findings]
    texts = {key: words for extraction in extractions for key, words in extraction.texts.items()}
    contexts = {
        key: words for extraction in extractions for key, words in extraction.contexts.items()
    }
    suggestions = [one for one in found if one.kind is Kind.SUGGESTION]
    said = [texts[one.id] for one in suggestions]
    pairs = alike.find(suggestions, texts=said)
    echoes = answering.find(
        suggestions, [one for one in found if one.kind in _ECHOES], texts=texts, contexts=contexts
    )
    router = routing.Router(body_list)
    ranked = router.rank(said, [one.addressee for one in suggestions])
    return EchoReport(
        documents=tuple(documents),
        unread=tuple(unread),
        parts=tuple(part for extraction in extractions for part in extraction.parts),
        findings=tuple(found),
        echoes=echoes,
        alike=tuple(pairs),
        groups=grouping.groups(suggestions, pairs),
        routes={one.id: some for one, some in zip(suggestions, ranked, strict=True)},
        bodies=_bodies(found, body_list),
        aliases={alias: body.name for body in body_list for alias in body.aliases},
    )


def _bodies(found: Sequence[Finding], body_list: Sequence[Body]) -> tuple[str, ...]:
    """Give the bodies of the list, then those only the sources name as answering or assigned, in order."""
    known = {alias: body.name for body in body_list for alias in (body.name, *body.aliases)}
    names = dict.fromkeys(body.name for body in body_list)
    for one in found:
        if one.kind is Kind.ASSIGNMENT and one.addressee:
            names.setdefault(known.get(one.addressee, one.addressee))
        if one.speaker.capacity is Capacity.DEPARTMENT:
            said = one.speaker.affiliation or one.speaker.name
            names.setdefault(known.get(said, said))
    names.pop("", None)
    return tuple(names)
