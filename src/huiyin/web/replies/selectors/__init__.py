# SPDX-License-Identifier: Apache-2.0
"""What is read of replies, as an actor may see it."""
