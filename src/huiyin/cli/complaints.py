# SPDX-License-Identifier: Apache-2.0
"""Complaints: every error a command meets, said as one line `CODE: message` on standard error."""

import sys


def say(code: str, message: str) -> None:
    """Say one error in one line."""
    sys.stderr.write(f"{code}: {' '.join(message.split())}\n")
