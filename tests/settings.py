"""The house's settings, with what a test run must not share with anybody: database, files, mails."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="newsroom-test-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ.setdefault("IGNORE_DOTENV", "true")
os.environ.setdefault(
    "SECRET_KEY", "a secret that only the tests know, long enough for every check of Django"
)
for _name in ("MEDIA_ROOT", "STATIC_ROOT"):
    os.environ[_name] = str(_FOLDER / _name.lower())
    Path(os.environ[_name]).mkdir()
os.environ["EMAIL_URL"] = "memorymail://"
# The test client is this machine, and a reader: the paper's own network is another one here.
os.environ["INTERNAL_NETWORKS"] = "192.168.0.0/16"

from newsroom.settings import *  # noqa: E402, F403
from newsroom.settings import DATABASES, STORAGES  # noqa: E402

# A file, not memory: races and other processes need one.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(_FOLDER / "test.sqlite3")}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
KEPT_STRICT = True
CHECK_LANDING_PAGES = False  # a test asks nobody on the internet; those of the checks bring their own server
