# SPDX-License-Identifier: Apache-2.0
"""The room of figures (数据): the four rates with their bases, the echo map, statistics, members' records; it keeps no rows."""
