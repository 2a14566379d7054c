# SPDX-License-Identifier: Apache-2.0
"""`huiyin read`: the source text of one file, exactly as all spans count in it."""

import json
import sys
from typing import Annotated

import typer

from huiyin.cli import languages, sources
from huiyin.core.values import documents, echoes
from huiyin.core.values.refusals import HuiyinError

FORMATS = ("text", "json")


def read(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="The file to read, or - for standard input.", show_default=False
        ),
    ],
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="|".join(FORMATS),
            help="The bare text, or the text with pages, paragraphs and remarks.",
        ),
    ] = "text",
    lang: Annotated[
        str,
        typer.Option("--lang", metavar="zh|en", help="Language of remarks.", show_default=False),
    ] = "",
) -> int:
    """Print the text of a file, to the letter: the text in which a report counts its positions."""
    lang = languages.choose(lang)
    if form not in FORMATS:
        raise HuiyinError("OPTION_INVALID", message=f"--format {form} ({' | '.join(FORMATS)})")
    outcome = next(sources.read([file]))
    if isinstance(outcome, echoes.Unread):
        raise HuiyinError(outcome.code, **dict(outcome.params))
    said = outcome.text if form == "text" else _json(outcome, lang)
    sys.stdout.buffer.write(said.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()
    return 0


def _json(document: documents.Document, lang: str) -> str:
    held = {
        "name": document.name,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "title": document.title,
        "text": document.text,
        "anchors": [
            {
                "start": anchor.span.start,
                "end": anchor.span.end,
                "kind": anchor.kind,
                "number": anchor.number,
                "label": anchor.label,
            }
            for anchor in document.anchors
        ],
        "warnings": [{"code": one.code, "message": one.say(lang)} for one in document.warnings],
    }
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"
