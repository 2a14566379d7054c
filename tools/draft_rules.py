# SPDX-License-Identifier: Apache-2.0
"""Print the export rules a room still lacks, all for the institution alone: `python -m tools.draft_rules ROOM`.

Put them into `src/huiyin/web/opendata/rules/ROOM.toml`; then move to `public`, with words in both languages, what open data
may show of an object that is released, and to `never`, with the reason, what must not leave.
"""

import os
import sys
import textwrap


def draft(room: str) -> str:
    """Give the tables that are missing for the models of a room."""
    from huiyin.web.opendata import rules

    held, parts = rules.catalogue(), []
    for model in rules.models():
        meta = model._meta
        if meta.app_label != room or meta.auto_created or meta.label in held:
            continue
        names = ", ".join(f'"{name}"' for name in rules.fields_of(model))
        lines = textwrap.fill(names, 118, initial_indent="  ", subsequent_indent="  ")
        said = (model.__doc__ or meta.verbose_name).split("\n")[0].rstrip(".")
        parts.append(f'["{meta.label}"]\nzh = ""\nen = "{said}"\ninstitution = [\n{lines},\n]\n')
    return "\n".join(parts)


def main() -> int:
    """Print them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.web.site.settings")
    import django

    django.setup()
    for room in sys.argv[1:]:
        print(draft(room))
    return 0


if __name__ == "__main__":
    sys.exit(main())
