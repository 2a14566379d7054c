# SPDX-License-Identifier: Apache-2.0
"""What is read of commitments, as an actor may see it."""
