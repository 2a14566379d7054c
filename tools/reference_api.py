# SPDX-License-Identifier: Apache-2.0
"""Write docs/reference/openapi.json from the API: `python -m tools.reference_api`."""

import json
import os
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "openapi.json"


def compose() -> str:
    """Give the OpenAPI document as a file; Django must be set up."""
    from huiyin.web.api import app

    schema = app.api.get_openapi_schema(path_prefix=app.PREFIX)
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.web.site.settings")
    import django

    django.setup()
    PAGE.write_text(compose(), "utf-8")
