# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class OverviewsConfig(AppConfig):
    name = "huiyin.web.overviews"
    label = "overviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.web.overviews import joining

        joining.join()
