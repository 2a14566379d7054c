# SPDX-License-Identifier: Apache-2.0
"""Acts of the public: following by mail, raising a suggestion of one's own; and of those who look at it."""
