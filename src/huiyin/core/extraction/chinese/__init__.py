# SPDX-License-Identifier: Apache-2.0
"""The reader of Chinese records."""

from huiyin.core.extraction import drafts
from huiyin.core.extraction.chinese import reader


def read(page: drafts.Page) -> tuple[list[drafts.Draft], list[drafts.PartDraft]]:
    """Find drafts and parts in the Chinese blocks of a page.

    Shapes: drafts in order of their start; every draft lies in the sentence it names.
    Cost: linear in the length of the text.
    """
    return reader.read(page)
