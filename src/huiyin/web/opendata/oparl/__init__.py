# SPDX-License-Identifier: Apache-2.0
"""OParl 1.1 (开放接口): what is released, in the form councils exchange their papers in.

Each object is made of one row (its owner) as the public may see it at this moment; `register` keeps when it came, changed
and went. What OParl has no field for stands under `huiyin:`.
"""
