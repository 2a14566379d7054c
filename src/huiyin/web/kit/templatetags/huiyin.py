# SPDX-License-Identifier: Apache-2.0
"""Tags every template may use."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def said(words: Mapping[str, str], lang: str) -> str:
    """Give the words of a pack in the page's language."""
    return words.get(lang) or words.get("zh") or words.get("en") or ""
