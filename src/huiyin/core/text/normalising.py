# SPDX-License-Identifier: Apache-2.0
"""Normalising (规整): from a source text, broken as real ones are, to its reading."""

from huiyin.core.text import reading
from huiyin.core.values import documents


def read(document: documents.Document) -> reading.Reading:
    """Give the reading of a document."""
    return reading.Reading(document.text)
