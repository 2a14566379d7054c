# SPDX-License-Identifier: Apache-2.0
"""Duties (职责表): the user's own lists of bodies and people."""
