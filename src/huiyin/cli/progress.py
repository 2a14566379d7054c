# SPDX-License-Identifier: Apache-2.0
"""Progress: a bar on standard error while long work goes on, and only where a person is looking."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LONG_WORK = 8  # files from which a bar is worth drawing

Advance = Callable[[int, int], None]


@contextmanager
def bar(words: str, file_count: int) -> Iterator[Advance]:
    """Draw a bar; give a function that is told how many of how many are done."""
    if file_count < LONG_WORK or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    import rich.console
    import rich.progress

    console = rich.console.Console(file=sys.stderr)
    with rich.progress.Progress(console=console, transient=True) as drawn:
        task = drawn.add_task(words, total=file_count)
        yield lambda done, total: drawn.update(task, completed=done, total=total)
