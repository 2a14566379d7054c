# SPDX-License-Identifier: Apache-2.0
"""The reader (读件) as the web needs it: loaded at its first use, so that the application starts quickly."""

from collections.abc import Sequence
from importlib import import_module, util
from typing import Any

from huiyin.core.values.bodies import Body
from huiyin.core.values.documents import Document
from huiyin.core.values.findings import Finding, Kind, Speaker, Why
from huiyin.core.values.spans import Span
from huiyin.web.kit import ports as kit_ports


def ports() -> dict[str, Any]:
    """Give the ports of the reader, those whose rooms are at hand."""
    some = {
        "read_document": ("huiyin.adapters.documents.adapter", _read),
        "extract": ("huiyin.core.matching.alike", _extract),
        "alike": ("huiyin.core.matching.alike", _alike),
        "rank": ("huiyin.core.matching.routing", _rank),
    }
    return {name: port for name, (room, port) in some.items() if util.find_spec(room)}


def _read(name: str, data: bytes) -> Document:
    found: Document = import_module("huiyin.adapters.documents.adapter").read_bytes(name, data)
    return found


def _extract(document: Document, bodies: Sequence[Body]) -> Any:
    finding = import_module("huiyin.core.extraction.finding")
    return finding.extract(document, source=1, body_list=tuple(bodies))


def _alike(texts: Sequence[str]) -> Sequence[kit_ports.Likeness]:
    some = [_as_finding(place, text) for place, text in enumerate(texts)]
    pairs = import_module("huiyin.core.matching.alike").find(some, texts=texts)
    found = [
        kit_ports.Likeness(
            int(one.a),
            int(one.b),
            one.score,
            tuple(one.shared),
            tuple(one.only_a),
            tuple(one.only_b),
        )
        for one in pairs
    ]
    return sorted(found, key=lambda one: -one.score)


def _as_finding(place: int, text: str) -> Finding:
    span = Span(0, max(1, len(text)))
    return Finding(
        str(place), Kind.SUGGESTION, 1, span, text, span, Speaker(), "", 1.0, Why("typed")
    )


def _rank(bodies: Sequence[Body], texts: Sequence[str], addressees: Sequence[str]) -> Any:
    return import_module("huiyin.core.matching.routing").Router(bodies).rank(texts, addressees)
