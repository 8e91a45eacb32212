"""The one style sheet of readers' pages: each app's part and the owner's colours, asked for once.

The parts lie beside their apps and are written to be read; a reader on a slow line gets one transfer,
kept for good under an address that changes with its words.
"""

import hashlib
import posixpath
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

# The owner's colours as a style sheet, since no page may hold an inline style. The desk has them alone.
THEME = f":root{{--accent-light:{settings.SITE_ACCENT};--accent-dark:{settings.SITE_ACCENT_DARK}}}\n"
THEME_DIGEST = hashlib.blake2b(THEME.encode(), digest_size=5).hexdigest()

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\s*\n\s*")
_FILE = re.compile(r'url\("([^":]+)"\)')


@dataclass(frozen=True)
class Sheet:
    text: str
    digest: str

    @property
    def href(self) -> str:
        return f"/paper-{self.digest}.css"


def readers_sheet() -> Sheet:
    """Return the style sheet of readers' pages; with DEBUG read anew, so that a change shows at once."""
    return _read_sheet.__wrapped__() if settings.DEBUG else _read_sheet()


@cache
def _read_sheet():
    text = "\n".join([*map(_read_part, settings.READERS_SHEETS), THEME])
    return Sheet(text, hashlib.blake2b(text.encode(), digest_size=5).hexdigest())


def _read_part(name):
    """The words of one part, without comments and indents; the files it names by their public addresses."""
    text = _INDENT.sub("\n", _COMMENT.sub("", Path(finders.find(name)).read_text("utf-8"))).strip()
    folder = posixpath.dirname(name)
    return _FILE.sub(lambda found: f'url("{static(posixpath.join(folder, found[1]))}")', text)
