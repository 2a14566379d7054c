# SPDX-License-Identifier: Apache-2.0
"""Acts of supervision, one matter a file."""
