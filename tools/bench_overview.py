# SPDX-License-Identifier: Apache-2.0
"""An overview composed from a whole session: `python -m tools.bench_overview [--size 4.5]`.

The demo city is filled in a store of its own, so many times as large as it is shown (4.5: some 700 cases with 4,000
suggestions in every state, in ten minutes), and an overview of its larger session is written in both languages.
"""

import argparse
import os
import tempfile
import time


def main() -> None:
    """Fill, compose, print."""
    options = argparse.ArgumentParser()
    options.add_argument("--size", type=float, default=4.5)
    told = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="huiyin-overview-") as home:
        os.environ |= {"HUIYIN_HOME": home, "DJANGO_SETTINGS_MODULE": "huiyin.web.site.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("demo_city", size=told.size)
        _compose()


def _compose() -> None:
    from django.db.models import Count
    from django.utils import timezone

    from huiyin.web.accounts import actors
    from huiyin.web.accounts.models import RoleGrant, Session, User
    from huiyin.web.overviews.services import composing

    session = Session.objects.annotate(n=Count("cases")).order_by("-n")[0]
    clerk = User.objects.get(pk=RoleGrant.objects.filter(role="clerk").values("user_id")[:1])
    actor = actors.of(clerk, on=timezone.localdate())
    for language in ("zh", "en"):
        began = time.perf_counter()
        wanted = composing.Wanted("overview", session, language=language)
        row = composing.begin(actor, wanted, now=timezone.now())
        took = time.perf_counter() - began
        print(f"{language}: {session.n} cases, {row.lines.count()} sentences, {took:.1f} s")


if __name__ == "__main__":
    main()
