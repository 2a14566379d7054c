# SPDX-License-Identifier: Apache-2.0
"""Huiyin 回音: who suggested what to whom, who answered what, and what has had no echo, with proof."""

__version__ = "0.1.0"
