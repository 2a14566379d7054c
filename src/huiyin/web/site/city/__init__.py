# SPDX-License-Identifier: Apache-2.0
"""The demo city (示例城市): the docket of Chengzhou, played act by act through the services, up to today."""

from huiyin.web.site.city.filling import fill, role

__all__ = ["fill", "role"]
