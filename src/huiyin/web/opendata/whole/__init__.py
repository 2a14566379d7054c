# SPDX-License-Identifier: Apache-2.0
"""The whole store (整库): out into one file and in again.

The file is a zip: `data/APP.MODEL.jsonl` holds the rows of a model in the order of their keys, one canonical JSON object
a line; `files/` what was handed in and sent out; `packs/` the institution's own rules; `ledger/N/` the signed checkpoints
of this installation and of those before it, each with its public key; `manifest.json` counts and hashes all of it. The
same store gives the same bytes, on SQLite and on PostgreSQL.
"""
