# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "huiyin.web.supervision"
    label = "supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.web.supervision import joining

        joining.join()
