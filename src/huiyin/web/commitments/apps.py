# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "huiyin.web.commitments"
    label = "commitments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.web.commitments import joining

        joining.join()
