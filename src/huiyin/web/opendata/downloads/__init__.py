# SPDX-License-Identifier: Apache-2.0
"""Downloads (数据下载): what is released as tables, with a dictionary, a catalogue, and one file with everything each night."""
