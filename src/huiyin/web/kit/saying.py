# SPDX-License-Identifier: Apache-2.0
"""Saying (说): the tag `{% w "section.key" name=value as saved %}`; a page says hundreds of keys, so it is written to be quick."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.template import TemplateSyntaxError
from django.template.base import FilterExpression, Node, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from huiyin.web.kit import words


class _Shown(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


class Say(Node):
    """Words of the catalogs in the page's language; values are escaped unless they are HTML already."""

    def __init__(self, key: FilterExpression, values: Mapping[str, FilterExpression], saved: str):
        self.key, self.values, self.saved = key, values, saved
        self.constant = key.var if isinstance(key.var, str) and not key.filters else ""

    def render(self, context: Context) -> SafeString:
        key = self.constant or self.key.resolve(context)
        lang = context.get("lang") or words.language()
        if self.values:
            said = _say(
                key, lang, {name: one.resolve(context) for name, one in self.values.items()}
            )
        else:
            said = _plain(key, lang)
        if self.saved:
            context[self.saved] = said
            return SafeString("")
        return said


@cache
def _plain(key: str, lang: str) -> SafeString:
    return _say(key, lang, {})


def _say(key: str, lang: str, values: Mapping[str, Any]) -> SafeString:
    raw = conditional_escape(words.raw(key, lang, values.get("n")))
    shown = _Shown({name: conditional_escape(value) for name, value in values.items()})
    return mark_safe(raw.format_map(shown))  # noqa: S308 - words and values are escaped above


def compile_w(parser: Parser, token: Token) -> Say:
    """Read the tag: a key, then values by name, then where to save what was said."""
    name, *bits = token.split_contents()
    saved = ""
    if len(bits) > 2 and bits[-2] == "as":
        saved, bits = bits[-1], bits[:-2]
    if not bits:
        raise TemplateSyntaxError(f"{name} wants a key")
    key, rest = parser.compile_filter(bits[0]), bits[1:]
    values = token_kwargs(rest, parser)
    if rest:
        raise TemplateSyntaxError(f"{name} takes values by name: {rest[0]}")
    return Say(key, values, saved)
