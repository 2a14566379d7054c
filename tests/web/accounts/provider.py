# SPDX-License-Identifier: Apache-2.0
"""A sign-in through an identity provider that runs in a thread, in a process of its own: settings are read at its start.

`python provider.py FOLDER`; prints one line of JSON.
"""

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit


class Provider(BaseHTTPRequestHandler):
    """Says it is whoever the code names."""

    def do_GET(self):
        at = f"http://127.0.0.1:{self.server.server_port}"
        if self.path.startswith("/.well-known/"):
            said = {
                "issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token",
                "userinfo_endpoint": f"{at}/userinfo", "jwks_uri": f"{at}/jwks",
            }  # fmt: skip
        else:
            name = self.headers["Authorization"].removeprefix("Bearer ")
            said = {"sub": f"id-{name}", "preferred_username": name, "name": name}
        self._give(said)

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if form["code"] == ["broken"]:
            self.send_error(500)
            return
        self._give({"access_token": form["code"][0], "token_type": "Bearer"})

    def _give(self, said):
        text = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *said):
        pass


def _through(code):
    """Sign in as the provider says; gives where one stands then, and the page."""
    from django.test import Client

    from huiyin.web.accounts.models import User

    client = Client(SERVER_NAME="localhost")
    asked = client.post("/accounts/oidc/work/login/?process=login&next=/account/")
    where = urlsplit(asked["Location"])
    state = parse_qs(where.query)["state"][0]
    back = client.get("/accounts/oidc/work/login/callback/", {"code": code, "state": state})
    user = User.objects.filter(pk=client.session.get("_auth_user_id", 0)).first()
    text = back.content.decode() if back.status_code != 302 else back["Location"]
    return {"asked": where.path, "status": back.status_code, "who": str(user or ""), "text": text[-4000:]}  # fmt: skip


def main():
    server = HTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ |= {
        "HUIYIN_HOME": sys.argv[1], "DJANGO_SETTINGS_MODULE": "huiyin.web.site.settings", "HUIYIN_LANGUAGE": "en",
        "HUIYIN_OIDC_SERVER": f"http://127.0.0.1:{server.server_port}", "HUIYIN_OIDC_NAME": "City ID",
    }  # fmt: skip
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from huiyin.web.accounts.models import Institution, User

    call_command("migrate", verbosity=0)
    Institution.objects.create(name="City", name_en="City")
    User.objects.create(username="wang")
    User.objects.create(username="gone", is_active=False)
    page = Client(SERVER_NAME="localhost").get("/accounts/login/")
    found = {name: _through(name) for name in ("wang", "nobody", "gone", "broken")}
    found["again"] = _through("wang")
    users = sorted(User.objects.values_list("username", flat=True))
    print(json.dumps(found | {"users": users, "login": page.content.decode(), "csp": page["Content-Security-Policy"], "server": settings.OIDC_SERVER}))  # fmt: skip


main()
