# SPDX-License-Identifier: Apache-2.0
"""What is done to commitments: each an act with its permission, its guard, its ledger entry and its notices."""
