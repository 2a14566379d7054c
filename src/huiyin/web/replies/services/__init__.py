# SPDX-License-Identifier: Apache-2.0
"""What is done with replies; every function is one transaction."""
