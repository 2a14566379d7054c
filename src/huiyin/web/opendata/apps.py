# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "huiyin.web.opendata"
    label = "opendata"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.web.opendata import joining

        joining.join()
