# SPDX-License-Identifier: Apache-2.0
"""Time the pages of figures on a session of 700 cases, in a store of its own: `python -m tools.bench_figures`.

Each case has three suggestions, a lead and a joint body; rows are laid down bare, without acts. Prints the time of each page,
best of three, its queries and its size.
"""

import datetime as dt
import os
import tempfile
import time

CASES, BODIES, MEMBERS = 700, 40, 300
PAGES = ("/figures/", "/figures/?by=session", "/figures/answered/", "/echo-map/", "/echo-map/?body=1", "/statistics/")  # fmt: skip


def fill(now: dt.datetime) -> None:
    """Lay down the session with its cases."""
    from huiyin.web.accounts import models as people
    from huiyin.web.docket import models

    people.Institution.objects.create(name="澄州市政协")
    term = people.Term.objects.create(number=6, opens_on="2022-01-01", closes_on="2026-12-31")
    session = people.Session.objects.create(
        term=term, number=5, opens_on="2026-02-25", closes_on="2026-03-06", pack="cn-cppcc", pack_version="2026.1",
        submission_opens_at=now, submission_deadline=now + dt.timedelta(days=9),
    )  # fmt: skip
    user = people.User.objects.create(username="clerk")
    people.RoleGrant.objects.create(user=user, role="clerk")
    bodies = people.Body.objects.bulk_create(people.Body(name=f"单位{n}") for n in range(BODIES))
    sectors = people.Sector.objects.bulk_create(people.Sector(name=f"界别{n}") for n in range(30))
    persons = people.Person.objects.bulk_create(people.Person(name=f"委员{n}") for n in range(MEMBERS))  # fmt: skip
    people.Membership.objects.bulk_create(
        people.Membership(person=one, term=term, sector=sectors[n % 30], starts_on="2022-01-01")
        for n, one in enumerate(persons)
    )
    cases = models.Case.objects.bulk_create(
        models.Case(session=session, pack="cn-cppcc", pack_version="2026.1", number=n + 1, title=f"提案{n}", opened_at=now)
        for n in range(CASES)
    )  # fmt: skip
    proposals = models.Proposal.objects.bulk_create(
        models.Proposal(
            session=session, pack="cn-cppcc", pack_version="2026.1", state="in_hand", kind="individual", category="social",
            title=f"提案{n}", proposer=persons[n % MEMBERS], case=case, receipt_no=f"S{n}", receipt_seq=n + 1,
            created_at=now, changed_at=now, received_at=now, filed_at=now,
        )
        for n, case in enumerate(cases)
    )  # fmt: skip
    asks = models.Suggestion.objects.bulk_create(
        models.Suggestion(proposal=one, order=k, text=f"建议{k}：在澄州老城区增设停车位并公布进度")
        for one in proposals
        for k in range(3)
    )
    tasks = models.Assignment.objects.bulk_create(
        models.Assignment(
            case=case, body=bodies[(n + k * 7) % BODIES], role=role, state="accepted", proposed_at=now, issued_at=now,
        )
        for n, case in enumerate(cases)
        for k, role in enumerate(("lead", "joint"))
    )  # fmt: skip
    scope = models.Assignment.scope.through
    scope.objects.bulk_create(
        scope(assignment=task, suggestion=ask)
        for n, task in enumerate(tasks)
        for ask in asks[n // 2 * 3 : n // 2 * 3 + 3]
    )


def measure() -> None:
    """Ask for each page as the clerk and print what it took."""
    from django.db import connection, reset_queries
    from django.test import Client

    from huiyin.web.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(), "django.contrib.auth.backends.ModelBackend")
    for page in PAGES:
        best = float("inf")
        client.get(page)
        for _ in range(3):
            reset_queries()
            begun = time.perf_counter()
            answer = client.get(page)
            best = min(best, time.perf_counter() - begun)
        assert answer.status_code == 200, page
        print(f"{page:28} {best:6.2f} s  {len(connection.queries):3} queries  {len(answer.content) // 1024:5} KiB")  # fmt: skip


def main() -> None:
    """Fill a store of its own, measure, and leave nothing behind."""
    with tempfile.TemporaryDirectory(prefix="huiyin-figures-") as home:
        os.environ |= {
            "HUIYIN_HOME": home, "DATABASE_URL": f"sqlite:///{home}/huiyin.sqlite3", "HUIYIN_DEBUG": "1",
            "HUIYIN_HOSTS": "testserver", "DJANGO_SETTINGS_MODULE": "huiyin.web.site.settings",
        }  # fmt: skip
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        fill(dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC))
        measure()


if __name__ == "__main__":
    main()
