# SPDX-License-Identifier: Apache-2.0
"""What an overview is made of, how its sources stand now, and how it is shown."""
