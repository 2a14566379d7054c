# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "huiyin.web.evaluations"
    label = "evaluations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.web.evaluations import joining

        joining.join()
