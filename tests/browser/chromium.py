"""The machine's own Chromium, and a watch over what its pages do that they should not."""

import os
import shutil
from urllib.parse import urlsplit

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Without these Chromium looks for its maker's hosts, and as root it needs to run without its sandbox.
QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
ANSWERS = (403, 409, 422)  # what a script is told that works in the background


def find_chromium() -> str | None:
    """Return the path of the first Chromium found."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def launch(playwright):
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    return playwright.chromium.launch(executable_path=find_chromium(), args=arguments)


class Watch:
    """What went wrong in the pages of one context, whoever caused it."""

    def __init__(self, context, site_url, *, leads_to=()):
        self.faults = []
        self._hosts = {urlsplit(site_url).netloc, *leads_to}
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        context.on("request", self._see_request)
        context.on("response", self._see_response)

    def _hear(self, message):
        # A form that answers 422 is also reported here; what failed to load is judged by its response.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def _see_request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc not in self._hosts:
            self.faults.append(f"another host: {request.url}")

    def _see_response(self, response):
        kind = response.request.resource_type
        is_said = kind == "document" or (kind == "fetch" and response.status in ANSWERS)
        if response.status >= 500 or (response.status >= 400 and not is_said):
            self.faults.append(f"status {response.status}: {response.url}")
