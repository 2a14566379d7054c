# SPDX-License-Identifier: Apache-2.0
"""Supervision (督办): key proposals, instructions of leaders, reminder letters, look-backs, assessments, mutual rating."""
