# SPDX-License-Identifier: Apache-2.0
"""The program `huiyin`: one command a file, and one way in which every error is said."""

import os
import sys
import tempfile
import traceback
from collections.abc import Sequence

import typer

import huiyin
from huiyin.cli import (
    complaints,
    demo,
    echo,
    exporting,
    figures,
    importing,
    languages,
    listen,
    read,
    serve,
    verify,
    verify_ledger,
)
from huiyin.core.values.refusals import HuiyinError

REFUSED, BROKEN, INTERRUPTED = 2, 70, 130

app = typer.Typer(
    name="huiyin",
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Huiyin 回音: find who suggested what to whom, who answered what, and what has had no echo, "
    "every line tied to the words of its source.",
)
app.command(
    "echo", short_help="Say which suggestions met an answer, with proof.", no_args_is_help=True
)(echo.echo)
app.command("read", short_help="Print the text of a file, to the letter.", no_args_is_help=True)(
    read.read
)
app.command(
    "verify", short_help="Prove the quotes of a report against its sources.", no_args_is_help=True
)(verify.verify)
app.command("demo", short_help="Run the echo over the records of a fictional city.")(demo.demo)

app.add_typer(figures.app, name="figures", short_help="Check the figures of published texts.")
app.command("serve", short_help="Serve the docket of an institution on this machine.")(serve.serve)
app.command(
    "listen",
    short_help="Tell a meeting what is said, from a file or as it comes.",
    no_args_is_help=True,
)(listen.listen)
app.command("verify-ledger", short_help="Prove the ledger of the docket.")(
    verify_ledger.verify_ledger
)
app.command("export", short_help="Write a whole institution into one file.", no_args_is_help=True)(
    exporting.export
)
app.command(
    "import", short_help="Bring a whole institution into an empty store.", no_args_is_help=True
)(importing.import_)


@app.callback(invoke_without_command=True)
def root(
    version: bool = typer.Option(False, "--version", help="Print the version and stop."),
) -> None:
    if version:
        typer.echo(f"huiyin {huiyin.__version__}")
        raise typer.Exit


def main() -> None:
    """Run the program and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code: 0 done, 1 done in part, 2 refused, 70 a fault of ours.

    Errors: none: a refusal becomes one line `CODE: message` on standard error.
    """
    try:
        done = typer.main.get_command(app).main(
            args=list(arguments), prog_name="huiyin", standalone_mode=False
        )
        sys.stdout.flush()
        return done if isinstance(done, int) else 0
    except HuiyinError as refusal:
        return _refuse(refusal)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - the reader left; be quiet
        return 0
    except Exception as fault:  # the one place where nothing may pass
        usage = getattr(fault, "format_message", None)
        if usage:
            return _refuse(HuiyinError("OPTION_INVALID", message=usage()))
        return _break(fault)


def _refuse(refusal: HuiyinError) -> int:
    complaints.say(refusal.code, refusal.say(languages.from_environment()))
    return REFUSED


def _break(fault: Exception) -> int:
    if os.environ.get("HUIYIN_DEBUG") == "1":
        traceback.print_exception(fault)
        return BROKEN
    with tempfile.NamedTemporaryFile(
        "w", prefix="huiyin-error-", suffix=".txt", delete=False, encoding="utf-8"
    ) as held:
        traceback.print_exception(fault, file=held)
    _refuse(HuiyinError("INTERNAL_ERROR", name=held.name))
    return BROKEN
