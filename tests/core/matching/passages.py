# SPDX-License-Identifier: Apache-2.0
"""Make findings for tests of matching."""

from huiyin.core.values import findings, spans


def make(id, text, *, kind="suggestion", source=1, at=0, by="", to="", **more):
    span = spans.Span(at, at + len(text))
    return findings.Finding(
        id, findings.Kind(kind), source, span, text, span,
        findings.Speaker(by), to, 0.9, findings.Why("test"), **more,
    )  # fmt: skip


def asked(*texts):
    """Give suggestions far from each other in one source."""
    return [make(f"1-s{n}", text, at=n * 5000) for n, text in enumerate(texts, 1)]


def texts_of(*found):
    return {one.id: one.quote for one in found}
