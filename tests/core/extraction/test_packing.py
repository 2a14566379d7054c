# SPDX-License-Identifier: Apache-2.0
"""An extraction packed in one process is the same one unpacked in another."""

import pytest

from huiyin.core.extraction import finding, packing
from huiyin.core.values.documents import Document

_RECORDS = {
    "a speech": "联组讨论会记录\n沈知远委员：老街的路灯太暗，建议市城管局尽快换新，并派人巡查。\n市城管局局长周启明：我们将在年底前换完三百盏。",
    "a text that is mended": "关于老街照明的提案\n一、建议\n在老街 两侧增设Ａ型路\n灯。建议市 城管局牵头，明年六月底前完成。",
    "an English record": "Mrs Okafor: The bridge is closed. We recommend that the council mend it by June.\n",
    "nothing found": "天气很好。",
}


@pytest.mark.parametrize("name", _RECORDS)
def test_a_packed_extraction_comes_back_whole(name):
    document = Document("a.txt", "0" * 64, "text/plain", _RECORDS[name])
    found = finding.extract(document, source=3)

    assert packing.unpack(packing.pack(found, document), document, 3) == found
