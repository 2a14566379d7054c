# SPDX-License-Identifier: Apache-2.0
"""The portal (公众窗口): what the public may know, suggestion by suggestion, body by body; and its own voice."""
