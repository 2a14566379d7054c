# SPDX-License-Identifier: Apache-2.0
"""Commitments (承诺): what bodies promised in their replies, followed until it is proven, or explained why it cannot be."""
