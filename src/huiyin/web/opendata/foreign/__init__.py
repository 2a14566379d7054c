# SPDX-License-Identifier: Apache-2.0
"""Foreign data (外来数据): what other systems export, read into entries for the docket's intake.

Each form has a module with `read(files) -> Iterator[Entry]`; nothing is fetched from anywhere: files only.
"""
