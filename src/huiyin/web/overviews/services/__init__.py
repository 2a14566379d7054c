# SPDX-License-Identifier: Apache-2.0
"""Acts on overviews: composing, editing, renewing, publishing, withdrawing."""
