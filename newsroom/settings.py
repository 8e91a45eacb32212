"""Every setting of the house, read from the environment or from .env beside manage.py.

Each has an embedded default or fails with a sentence; .env.example documents them all.
"""

import os
from pathlib import Path

from django_prose_editor.config import html_tags
from js_asset import static_lazy

from newsroom.environment import Environment, read_dotenv
from newsroom.site_url import address_of, read_site_url, sandbox_fit_for

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment()
if not env.bool("IGNORE_DOTENV", default=False):
    read_dotenv(BASE_DIR / ".env")

SECRET_KEY = env.secret("SECRET_KEY")
DEBUG = env.bool("DEBUG", default=False)

# Where the web server listens, and with how many processes, each of one thread.
HOST = env("HOST", default="127.0.0.1")
PORT = env.port("PORT", default=8000)
WEB_WORKERS = env.count("WEB_WORKERS", default=max(2, os.cpu_count() or 1), least=1)

# The one address of this paper. Hosts, origins and every absolute link come from it.
SITE = read_site_url(env("SITE_URL", default=address_of(HOST, PORT)))
SITE_URL = SITE.url
ALLOWED_HOSTS = [SITE.hostname]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = SITE.is_https
SECURE_SSL_HOST = SITE.host
SECURE_HSTS_SECONDS = env.count("HSTS_SECONDS", default=63072000) if SITE.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SITE.is_https
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE.is_https
SESSION_COOKIE_NAME = "__Host-session" if SITE.is_https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SITE.is_https else "csrf"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "newsroom.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
# How many reverse proxies in front may be believed about the client's address, and about https (0: none).
TRUSTED_PROXIES = env.count("TRUSTED_PROXIES", default=0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SITE_NAME = env("SITE_NAME", default="The Harbour Gazette")
SITE_TAGLINE = env("SITE_TAGLINE", default="News for people who stay")
SITE_ACCENT = env.colour("SITE_ACCENT", default="#a3161f")  # on white; at least 4.5:1
SITE_ACCENT_DARK = env.colour("SITE_ACCENT_DARK", default="#ff8f8a")  # on near-black; at least 4.5:1
LANGUAGE_CODE = env.language("SITE_LANGUAGE", default="en")
TIME_ZONE = env.zone("TIME_ZONE", default="UTC")
USE_TZ = USE_I18N = True
FORMAT_MODULE_PATH = "newsroom.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]

INSTALLED_APPS = [
    "newsroom.apps.NewsroomConfig",
    "articles",
    "comments",
    "ads",
    "newsroom.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "newsroom.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.compression.CompressPages",
    "newsroom.clock.RequestClock",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.errors.WrongMethod",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
# What a story's text may hold beside what the editor knows itself: our module, and the markup that it writes.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("articles/furniture.js")],
        "extensions": {
            "Photo": html_tags(["figure", "img", "figcaption"], {"img": ["data-photo", "alt"]}),
            "Gallery": html_tags(["section"]),
            "Recording": html_tags(
                ["audio", "video"], {"audio": ["data-recording"], "video": ["data-recording"]}
            ),
            "PullQuote": html_tags(["aside"]),
            "LinkCard": html_tags(["figure", "a"], {"a": ["href"]}),
        },
    }
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.site.site",
            ],
        },
    },
]

DATABASES = {"default": env.database("DATABASE_URL", default="sqlite:///data/newsroom.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    if DATABASES["default"]["NAME"] != ":memory:":
        DATABASES["default"]["NAME"] = BASE_DIR / DATABASES["default"]["NAME"]
    # Opening it anew for each request costs more than most requests do.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;"
        " PRAGMA secure_delete=ON;",  # what is erased is written over, whatever the machine's own default
    }
else:
    # Our statements are short: compiling one costs more than running it, and cannot be interrupted.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "timeout": 3,  # seconds: one waiting request holds a whole worker
        "max_size": env.count("DATABASE_POOL", default=8, least=1),
    }
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}

AUTH_USER_MODEL = "newsroom.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "admin:login"
# Everybody on the staff signs in with a password and a code; without it, those who switch it on do.
REQUIRE_TWO_FACTOR = env.bool("REQUIRE_TWO_FACTOR", default=False)
OTP_TOTP_ISSUER = SITE_NAME

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / env("STATIC_ROOT", default="staticfiles")
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / env("MEDIA_ROOT", default="data/media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# The parts of the one style sheet of readers' pages (newsroom.sheet), in the order in which they are read.
READERS_SHEETS = [
    "newsroom/tokens.css",
    "newsroom/type.css",
    "newsroom/base.css",
    "newsroom/forms.css",
    "articles/articles.css",
    "articles/focus.css",
    "articles/fronts.css",
    "articles/search.css",
    "articles/pages.css",
    "comments/comments.css",
    "ads/ads.css",
    "campaigns/card.css",
    "newsroom/print.css",
]
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # bytes of a request that are not files
MAX_REQUEST_BYTES = 33_554_432  # of a whole request, files included; a larger one is refused unread

# Without a mail server, mails are written to a folder, one file each.
EMAIL = env.mail("EMAIL_URL", default=f"filemail://{BASE_DIR}/data/mail")
vars().update(EMAIL)
if EMAIL["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
    EMAIL_FILE_PATH = "/" + EMAIL["EMAIL_FILE_PATH"].lstrip("/")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"newsroom@{SITE.hostname}")
# Where to tell of a hole, as security.txt says it; and which AI crawlers robots.txt lets in, by what they do.
SECURITY_CONTACT = env.contact("SECURITY_CONTACT", default=f"security@{SITE.hostname}")
ALLOW_AI_TRAINING = env.bool("ALLOW_AI_TRAINING", default=False)
ALLOW_AI_SEARCH = env.bool("ALLOW_AI_SEARCH", default=True)
ALLOW_AI_USERS = env.bool("ALLOW_AI_USERS", default=True)
# The paper's word to search engines that a page is new, signed with this key; empty: none is sent.
INDEXNOW_KEY = env.key("INDEXNOW_KEY", default="")
AKISMET_KEY = env.key("AKISMET_KEY", default="")  # empty: nobody is asked about comments

SERIALIZATION_MODULES = {"exact": "newsroom.exact_json"}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Recurring duties: name, the function that does it (safe to run twice), seconds between runs.
CHORES = {
    "forget_purges": ("newsroom.purges.forget_purges", 3600),
    "forget_rate_windows": ("newsroom.rates.forget_rate_windows", 3600),
    "forget_salts": ("newsroom.salts.forget_salts", 86400),
    "forget_mailed_links": ("newsroom.mailed_links.forget_mailed_links", 3600),
    "forget_sessions": ("newsroom.chores.forget_sessions", 86400),
    "forget_unconfirmed_ads": ("ads.services.forget_unconfirmed", 3600),
    "forget_ad_uploads": ("ads.services.forget_uploads", 3600),
    "check_landing_pages": ("ads.services.check_landing_pages", 3600),
    "count_audience": ("ads.services.count_audience", 43200),
    "warn_advertisers": ("ads.services.warn_advertisers", 3600),
    "cut_old_photos": ("articles.cutting.cut_old_photos", 3600),
    "learn_spam": ("comments.services.learn_spam", 86400),
    "mail_moderators": ("comments.services.queue_moderators_digest", 86400),
    "announce_closed_discussions": ("comments.services.announce_closings", 3600),
    "copy_comment_numbers": ("comments.ranks.copy_numbers", 300),
    "send_digests_of_answers": ("comments.follows.send_digests", 3600),
    "forget_commenters_traces": ("comments.retention.forget_traces", 86400),
    "close_book_days": ("ads.services.close_book_days", 3600),
    "audit_books": ("ads.services.audit_books", 86400),
    "scan_clicks": ("ads.services.scan_clicks", 21600),
    "take_waiting_events": ("ads.services.provider_events.take_waiting", 600),
    "retry_refunds": ("ads.services.retry_refunds", 3600),
    "forget_click_keys": ("ads.services.forget_click_keys", 3600),
    "forget_ad_checks": ("ads.services.forget_checks", 86400),
    "rank_reads": ("articles.services.rank_reads", 600),
    "forget_old_reads": ("articles.services.forget_old_reads", 86400),
    "forget_finished_tasks": ("newsroom.chores.forget_finished_tasks", 86400),
}

# Who knows where pages have moved since a redirect to them was written: from a path to the path of today.
MOVED_PAGES = ["articles.addresses.path_now"]

# What every process of the web server starts beside answering, each in a thread of its own.
BESIDE_THE_SERVER = ["articles.reads.keep_flushing", "ads.showings.keep_flushing"]

# What each role may do, as each app declares it.
ROLES = ["newsroom.roles.HOUSE", "articles.roles.ROLES", "comments.roles.ROLES", "ads.roles.ROLES"]

# What sections ads may ask to stand in: (slug, name) of each, in the paper's order.
AD_SECTIONS = "articles.section_words.section_words"

# Commands that fill a new paper with a sample, in this order.
SAMPLES = ["load_sample", "load_sample_comments"]

# Commands that erase, or give out, each part of what the house holds about one person; the account is last.
PERSON_ERASERS = ["erase_articles_of", "erase_comments_of", "erase_ads_of", "erase_account_of"]
PERSON_EXPORTERS = ["export_account_of", "export_articles_of", "export_comments_of", "export_ads_of"]

KEPT_STRICT = False  # the tests raise where a kept page reads without a name
KEPT_SECONDS = env.count("KEPT_SECONDS", default=60)  # how long a shared cache may keep a page nobody purged
ARTICLE_MARKDOWN = env.bool("ARTICLE_MARKDOWN", default=True)  # each article as Markdown at <its address>.md
WEBSUB_HUB = env.https("WEBSUB_HUB")  # who is told of every publication; "" for nobody
# The pages that ads lead to are looked at before review and daily; off on a machine without a way out.
CHECK_LANDING_PAGES = env.bool("CHECK_LANDING_PAGES", default=True)
# Networks whose clicks on ads are never charged: the paper's own, and those of a file that lists machines'.
INTERNAL_NETWORKS = env.networks(
    "INTERNAL_NETWORKS",
    default="127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,169.254.0.0/16,fc00::/7,fe80::/10",
)
MACHINE_NETWORKS = env.networks_file("MACHINE_NETWORKS")
AD_SEEN = env.bool("AD_SEEN", default=True)  # pages say when an ad was half on the screen for a second
AD_PRICE_CENTS = env.count("AD_PRICE_CENTS", default=100, least=1)
# Who sells the ads, as receipts say it, and where an invoice is paid; "\\n" begins a new line.
AD_SELLER_NAME = env("AD_SELLER_NAME", default="") or SITE_NAME
AD_SELLER_ADDRESS = env.lines("AD_SELLER_ADDRESS")
AD_SELLER_TAX_NUMBER = env("AD_SELLER_TAX_NUMBER", default="")
AD_BANK_DETAILS = env.lines("AD_BANK_DETAILS")
AD_TAX_BASIS_POINTS = env.count("AD_TAX_BASIS_POINTS", default=0)  # hundredths of a percent
# Stripe Checkout is offered with both of these, and needs the package "stripe".
STRIPE_SECRET_KEY = env("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRET = env("STRIPE_WEBHOOK_SECRET", default="")
AD_SANDBOX = sandbox_fit_for(SITE, wanted=env.bool("AD_SANDBOX", default=False))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"newsroom": {"level": "INFO"}},
}
