# SPDX-License-Identifier: Apache-2.0
"""A model may say a sentence otherwise: asked over the wire, labelled, and refused for anything it changes or adds."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from huiyin.adapters.chats import adapter
from huiyin.core.overview import rewording
from huiyin.core.overview.supporting import Source
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit import ports
from huiyin.web.overviews.selectors import showing
from huiyin.web.overviews.services import editing
from huiyin.web.overviews.services import rewording as service
from web.docket.conftest import clock  # noqa: F401
from web.overviews.test_overview_pages import page

ASKED = "陈委员建议，“增设停车位两百个”。"
SOURCE = Source("suggestion", "s1", "", "增设停车位两百个", says=("陈委员",))


def refused(code):
    return pytest.raises(HuiyinError, match=code)


class Model:
    """A server that gives one answer and keeps what it was asked."""

    def __init__(self):
        self.says, self.status, self.asked = "", 200, []
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                model.asked.append((self.path, self.headers.get("Authorization"), json.loads(body)))
                said = json.dumps({"choices": [{"message": {"content": model.says}}]})
                self.send_response(model.status)
                self.end_headers()
                self.wfile.write(said.encode())

            def log_message(self, *given):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/v1"


@pytest.fixture(scope="module")
def server():
    model = Model()
    yield model
    model.server.shutdown()
    model.server.server_close()


@pytest.fixture
def model(server, monkeypatch):
    server.asked.clear()
    server.status = 200
    monkeypatch.setattr(ports._ports, "ask_model", lambda messages: adapter.ask(messages, address=server.address, model="m", key="k"))  # fmt: skip
    return server


@pytest.fixture
def line(paper):
    return paper.lines.get(section="asked", text__contains="增设停车位两百个")


@pytest.mark.parametrize(
    "said",
    [
        "陈委员强烈建议，“增设停车位两百个”。",
        "陈委员建议，“增设停车位”。",
        "陈委员3次建议，“增设停车位两百个”。",
        "陈委员建议增设停车位两百个。",
        "陈委员建议，“增设停车位两百个”，市长同意。",
        "Mr Chen demands: “增设停车位两百个”.",
        "",
        "陈委员建议，“增设停车位两百个”。" + "这就是陈委员的建议。" * 9,
    ],
)
def test_what_changes_a_quotation_a_number_or_adds_a_word_is_refused(said):
    with refused("REWORDING_REFUSED"):
        rewording.check(ASKED, said, [SOURCE])


def test_without_an_address_no_model_is_asked_and_no_page_offers_one(session, paper, line, now):
    with refused("NOT_FOUND"):
        service.reword(session.clerk, paper.uid, line.pk, version=line.version, now=now)
    said = page(session.clerk).get(f"/overviews/{paper.uid}/lines/{line.pk}/").content.decode()
    assert 'value="reword"' not in said


def test_a_sentence_is_said_otherwise_labelled_and_the_label_goes_when_a_person_says_it(
    session, paper, line, now, model, clock  # noqa: F811
):  # fmt: skip
    model.says = "“增设停车位两百个”，这是陈委员提出的建议。"
    path, client = f"/overviews/{paper.uid}/lines/{line.pk}/", page(session.clerk)
    assert 'value="reword"' in client.get(path).content.decode()
    client.post(path, {"do": "reword", "version": line.version})
    line.refresh_from_db()
    assert (line.text, line.reworded) == (model.says, True)
    ((asked_at, key, body),) = model.asked
    assert (asked_at, key, body["temperature"]) == ("/v1/chat/completions", "Bearer k", 0)
    assert "措辞由模型改写" in client.get(path).content.decode()
    some = showing.sections(session.clerk, paper)
    notes = [one.note for block in showing.paper(paper, some, ()).blocks for one in getattr(block, "sentences", ())]  # fmt: skip
    assert sum("措辞由模型改写" in one for one in notes) == 1
    editing.change(session.clerk, paper.uid, line.pk, text=ASKED, version=line.version, now=now)
    line.refresh_from_db()
    assert line.reworded is False


def test_what_the_model_adds_is_not_kept_and_a_silent_one_changes_nothing(
    session, paper, line, now, model
):
    model.says = "陈委员强烈建议，“增设停车位两百个”。"
    for code in ("REWORDING_REFUSED", "MODEL_SILENT"):
        with refused(code):
            service.reword(session.clerk, paper.uid, line.pk, version=line.version, now=now)
        model.status = 500
    line.refresh_from_db()
    assert (line.reworded, line.version) == (False, 1)
