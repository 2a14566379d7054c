# SPDX-License-Identifier: Apache-2.0
"""Evaluations (评价): what each proposer and co-signer says of a reply, the ruling on it, the ladder after a second no."""
