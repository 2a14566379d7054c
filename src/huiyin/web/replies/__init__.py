# SPDX-License-Identifier: Apache-2.0
"""Replies (答复): what a body does with a case until its answer is in the proposers' hands and, where it may be, in public."""
