# SPDX-License-Identifier: Apache-2.0
"""Live (实时): fragments of pages that change while they are looked at, pushed as a stream or asked for now and then."""
