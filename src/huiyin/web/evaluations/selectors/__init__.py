# SPDX-License-Identifier: Apache-2.0
"""What is read of evaluations, as an actor may see it."""
