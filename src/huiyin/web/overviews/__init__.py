# SPDX-License-Identifier: Apache-2.0
"""Overviews (综述): papers composed from data, edited by people, every sentence with its proof."""
