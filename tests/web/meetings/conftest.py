# SPDX-License-Identifier: Apache-2.0
"""Meetings keep their files in a folder of the test's own; `hall` is one in session."""

import pytest

from web.meetings import holding


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def hall(cast, now):
    return holding.Hall(cast, now)
