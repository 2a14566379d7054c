# SPDX-License-Identifier: Apache-2.0
"""Settings, all from the environment with safe defaults; docs/reference/settings.md lists what may be set."""

import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from huiyin import __version__

HOME = Path(os.environ.get("HUIYIN_HOME", Path.home() / ".local/share/huiyin"))
HOME.mkdir(parents=True, exist_ok=True)


def _secret() -> str:
    """Give the secret key: from the environment, else from a file made at the first start, readable by its owner only."""
    if given := os.environ.get("HUIYIN_SECRET_KEY"):
        return given
    kept = HOME / "secret-key"
    if not kept.exists():
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return kept.read_text().strip()


SECRET_KEY = _secret()
DEBUG = os.environ.get("HUIYIN_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("HUIYIN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [one for one in os.environ.get("HUIYIN_ORIGINS", "").split(",") if one]
BEHIND_TLS = os.environ.get("HUIYIN_TLS") == "1"

INSTALLED_APPS = [
    "huiyin.web.kit",
    "huiyin.web.accounts",
    "huiyin.web.docket",
    "huiyin.web.meetings",
    "huiyin.web.api",
    "huiyin.web.replies",
    "huiyin.web.commitments",
    "huiyin.web.evaluations",
    "huiyin.web.supervision",
    "huiyin.web.figures",
    "huiyin.web.opendata",
    "huiyin.web.overviews",
    "huiyin.web.portal",
    "huiyin.web.site",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "ninja",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "huiyin.web.site.streams.StreamsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "huiyin.web.site.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "huiyin.web.accounts.middleware.ActorMiddleware",
    "huiyin.web.site.setup.SetUpMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huiyin.web.kit.incoming.TextMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "huiyin.web.site.urls"
WSGI_APPLICATION = "huiyin.web.site.wsgi.application"
ASGI_APPLICATION = "huiyin.web.site.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huiyin.web.site.context.page",
            ],
            "builtins": ["huiyin.web.kit.templatetags.huiyin"],
        },
    }
]

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", f"sqlite:///{HOME / 'huiyin.sqlite3'}"), conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-64000;",
    }
CACHES = {  # a file all processes share: a wrong password counts whichever of them was asked
    "default": {
        "BACKEND": "huiyin.web.kit.keeping.Kept",
        "LOCATION": HOME / "cache",
        "KEY_PREFIX": __version__,  # what an older program made is not shown by a newer one
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "huiyin.web.accounts.adapter.ClosedSignup"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = int(os.environ.get("HUIYIN_SESSION_MINUTES", "120")) * 60
SESSION_SAVE_EVERY_REQUEST = (
    False  # accounts.middleware keeps a session alive once in five minutes of use
)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

OIDC_SERVER = os.environ.get("HUIYIN_OIDC_SERVER", "").rstrip("/")
OIDC_NAME = os.environ.get("HUIYIN_OIDC_NAME", "统一身份认证") if OIDC_SERVER else ""
OIDC_CLAIM = os.environ.get("HUIYIN_OIDC_CLAIM", "preferred_username")
if OIDC_SERVER:
    if find_spec("requests") is None or find_spec("jwt") is None:
        raise ImproperlyConfigured(
            "HUIYIN_OIDC_SERVER wants more packages: pip install 'huiyin[oidc]'"
        )
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
    SOCIALACCOUNT_ADAPTER = "huiyin.web.accounts.single_sign_on.Doorman"
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "work",
                    "name": OIDC_NAME,
                    "client_id": os.environ.get("HUIYIN_OIDC_CLIENT", "huiyin"),
                    "secret": os.environ.get("HUIYIN_OIDC_SECRET", ""),
                    "settings": {"server_url": OIDC_SERVER},
                }
            ],
        }
    }
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] += [  # the form leads on to the provider
        os.environ.get("HUIYIN_OIDC_ORIGIN", "/".join(OIDC_SERVER.split("/")[:3]))
    ]

# a model that may say sentences of an overview otherwise; none by default
MODEL_URL = os.environ.get("HUIYIN_MODEL_URL", "").rstrip("/")
MODEL_NAME = os.environ.get("HUIYIN_MODEL_NAME", "")
MODEL_KEY = os.environ.get("HUIYIN_MODEL_KEY", "")

LANGUAGE_CODE = os.environ.get("HUIYIN_LANGUAGE", "zh-hans")
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
USE_I18N = True
TIME_ZONE = os.environ.get("HUIYIN_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

PAGES_PORT = os.environ.get(
    "HUIYIN_PORT", ""
)  # set by `huiyin serve`, as is the port of the streams
LIVE_PORT = os.environ.get("HUIYIN_LIVE_PORT", "")
LIVE_URL = os.environ.get("HUIYIN_LIVE_URL", "").rstrip(
    "/"
)  # where streams are found from outside; behind a proxy that leads /live/ to them: its own address
SITE_URL = os.environ.get("HUIYIN_URL", "").rstrip("/")  # the address in mails
DATA_LICENCE = os.environ.get(
    "HUIYIN_DATA_LICENCE", "https://creativecommons.org/licenses/by/4.0/"
)  # of what is open data, an address
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
CSRF_FAILURE_VIEW = "huiyin.web.site.errors.csrf"
PACKS_ROOT = HOME / "packs"
FILES_ROOT = HOME / "files"
ANCHOR_FILE = Path(os.environ.get("HUIYIN_ANCHOR", HOME / "ledger-anchors.jsonl"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

EMAIL_BACKEND = os.environ.get(
    "HUIYIN_EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend"
)
DEFAULT_FROM_EMAIL = os.environ.get("HUIYIN_EMAIL_FROM", "huiyin@localhost")
SILENCED_SYSTEM_CHECKS: list[str] = []
