# SPDX-License-Identifier: Apache-2.0
"""The description of the API is the one the operations give."""

from tools import reference_api


def test_the_openapi_document_is_current():
    assert reference_api.PAGE.read_text("utf-8") == reference_api.compose(), (
        "run: python -m tools.reference_api"
    )
