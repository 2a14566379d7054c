# SPDX-License-Identifier: Apache-2.0
"""The reader of Chinese records."""

from huiyin.core.extraction import drafts


def read(page: drafts.Page) -> tuple[list[drafts.Draft], list[drafts.PartDraft]]:
    """Find drafts and parts in the Chinese blocks of a page."""
    return [], []
