# SPDX-License-Identifier: Apache-2.0
"""The least that Django needs to stream: one async view over ASGI, no session, no rights, no store; what `bench_live` is held against.

`python -m tools.bare_streams --port 8000`: `GET /live` streams, `GET /change?n=7&size=4000` sends all who listen a fragment.
"""

import argparse
import asyncio
import json
from collections.abc import AsyncIterator

import django
import uvicorn
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

_listeners: set["asyncio.Queue[bytes]"] = set()


async def stream(request: HttpRequest) -> StreamingHttpResponse:
    """Send every change as it comes."""
    own: asyncio.Queue[bytes] = asyncio.Queue()
    _listeners.add(own)

    async def said() -> AsyncIterator[bytes]:
        try:
            yield b"retry: 3000\n\n"
            while True:
                yield await own.get()
        finally:
            _listeners.discard(own)

    return StreamingHttpResponse(said(), content_type="text/event-stream")


async def change(request: HttpRequest) -> HttpResponse:
    """Send all who listen a fragment of a size with a stamp."""
    n, size = request.GET["n"], int(request.GET["size"])
    data = json.dumps({"html": f"stamp-{n}-" + "x" * size})
    payload = f"event: fragment\ndata: {data}\n\n".encode()
    for one in _listeners:
        one.put_nowait(payload)
    return HttpResponse(b"")


urlpatterns = [path("live", stream), path("change", change)]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, required=True)
    port = options.parse_args().port
    settings.configure(
        ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bare", DEBUG=False, MIDDLEWARE=[]
    )
    django.setup()
    uvicorn.run(
        get_asgi_application(), host="127.0.0.1", port=port, log_level="warning", access_log=False,
        backlog=4096, ws="none", lifespan="off", timeout_graceful_shutdown=1,
    )  # fmt: skip


if __name__ == "__main__":
    main()
