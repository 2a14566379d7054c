# SPDX-License-Identifier: Apache-2.0
"""What the public reads: matters with their echo, places, feeds."""
