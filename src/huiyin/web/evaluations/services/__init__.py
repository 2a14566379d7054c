# SPDX-License-Identifier: Apache-2.0
"""Acts on evaluations, one verb a file."""
