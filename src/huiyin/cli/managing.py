# SPDX-License-Identifier: Apache-2.0
"""Running a command of the application within this program."""

import os
from typing import Any


def run(name: str, *arguments: Any, lang: str, prepare: bool = False, **options: Any) -> int:
    """Run a command of the application and give its exit code; with `prepare` the store's tables are made first.

    Errors: the refusals of the command.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.web.site.settings")
    import django
    from django.core import management

    django.setup()
    if prepare:
        management.call_command("migrate", verbosity=0)
    try:
        management.call_command(name, *arguments, lang=lang, **options)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0
