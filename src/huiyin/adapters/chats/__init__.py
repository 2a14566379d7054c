# SPDX-License-Identifier: Apache-2.0
"""A language model behind the common chat interface, asked over the network; none is asked where no address is given."""
