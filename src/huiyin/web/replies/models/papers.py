# SPDX-License-Identifier: Apache-2.0
"""Papers a body brings itself: its own docx template for letters."""

from django.db import models
from django.db.models import Q


class LetterTemplate(models.Model):
    """A body's own docx template (自备模板); a new one takes the place of the old, which is kept."""

    ledgered = ("body_id", "sha256", "replaced_at")

    body = models.ForeignKey("accounts.Body", models.PROTECT, related_name="letter_templates")
    name = models.CharField(max_length=180)
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=100)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body"], condition=Q(replaced_at=None), name="replies_template_once"
            )
        ]
