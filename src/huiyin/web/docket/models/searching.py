# SPDX-License-Identifier: Apache-2.0
"""The texts that are searched (检索)."""

from django.db import models


class SearchText(models.Model):
    """What an object is found by, folded; the index over its character pairs lies beside it (`docket.search`)."""

    kind = models.CharField(max_length=12)
    object_id = models.PositiveBigIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="docket_searched_once")
        ]
