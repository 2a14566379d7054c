# SPDX-License-Identifier: Apache-2.0
"""Overview (综述): figures with their bases, and what published figures are worth."""
