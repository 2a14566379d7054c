# SPDX-License-Identifier: Apache-2.0
"""The queue of the worker, in the store that the rows are in."""

import pytest
from django.db import connection
from huey.exceptions import TaskLockedException

from huiyin.cli import serve


@pytest.fixture
def queue(db, settings, tmp_path):
    settings.HOME = tmp_path
    from huiyin.web.site import worker

    found = worker.queue()
    yield found
    found.flush_locks("tick")
    found.storage.flush_all()
    found.storage.close()


def test_the_queue_lives_with_the_rows(queue, tmp_path):
    on_postgres = connection.vendor == "postgresql"

    assert ("huey_task" in connection.introspection.table_names()) == on_postgres
    assert (tmp_path / "queue.sqlite3").exists() != on_postgres


def test_a_task_is_taken_once(queue):
    @queue.task()
    def add(a, b):
        return a + b

    add(1, 2)
    first, second = queue.dequeue(), queue.dequeue()

    assert queue.execute(first) == 3
    assert second is None


def test_a_lock_a_killed_worker_left_holds_only_until_the_next_starts(queue):
    queue.lock_task("tick").__enter__()
    with pytest.raises(TaskLockedException):
        queue.lock_task("tick").__enter__()

    queue.flush_locks("tick")
    with queue.lock_task("tick"):
        pass
    worker = next(part for part in serve.parts("127.0.0.1", 8000, 1, 8001) if part.name == "worker")
    assert "--flush-locks" in worker.command
