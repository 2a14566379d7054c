# SPDX-License-Identifier: Apache-2.0
"""Open data (开放数据): what leaves the institution and what comes in: the whole store, OParl, downloads, imports."""
