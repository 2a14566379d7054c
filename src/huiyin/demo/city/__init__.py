# SPDX-License-Identifier: Apache-2.0
"""The city of Chengzhou (澄州市): what its people, bodies, places and proposals are made of; all of it invented.

`data` reads the tables; `composing` writes a proposal of a topic in the manner of a hand. Who hands it in, and what
becomes of it, is played through the services by `huiyin.web.site.city`.
"""
