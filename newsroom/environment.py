"""The environment and .env, read strictly: what is wrong is said in one sentence that names the setting."""

import re
import warnings
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from django.conf.global_settings import LANGUAGES
from django.core.exceptions import ImproperlyConfigured

from newsroom.networks import Networks, read_networks

_LINE = re.compile(r"(?:export )?[A-Za-z_][A-Za-z_0-9]*=.*|#.*|")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_CONTACT = re.compile(r"(mailto:[^\s@]+@[^\s@]+|https://\S+|tel:\S+)")
_KEY = re.compile(r"[A-Za-z0-9-]{8,128}")
_BOOLEANS = {"1", "0", "true", "false", "yes", "no", "on", "off"}


class Environment(environ.Env):
    """django-environ's reader; what cannot be read raises ImproperlyConfigured with the setting's name."""

    def get_value(self, var, cast=None, **options):
        text = self.ENVIRON.get(var)
        if cast is bool and text is not None and text.strip().lower() not in _BOOLEANS:
            raise ImproperlyConfigured(f"{var} must be true or false, not {text!r}.")
        try:
            return super().get_value(var, cast=cast, **options)
        except ValueError as error:
            kind = "a whole number" if cast is int else "of the right kind"
            raise ImproperlyConfigured(f"{var} must be {kind}, not {text!r}.") from error

    def secret(self, var):
        """Return a value that must be there and must not be empty."""
        if text := self.ENVIRON.get(var, "").strip():
            return text
        raise ImproperlyConfigured(f"{var} is not set: write {var}=... with a long random text into .env.")

    def count(self, var, *, default, least=0):
        """Return a whole number that is at least ``least``."""
        number = self.int(var, default=default)
        if number < least:
            raise ImproperlyConfigured(f"{var} must be at least {least}, not {number}.")
        return number

    def lines(self, var):
        """Return a text of several lines, typed in one with a backslash and an n between them."""
        typed = self.str(var, default="").replace("\\n", "\n").split("\n")
        return "\n".join(line.strip() for line in typed).strip()

    def zone(self, var, *, default):
        """Return the name of a time zone that this machine knows."""
        name = self.str(var, default=default)
        if name not in available_timezones():
            raise ImproperlyConfigured(f"{var} must be a time zone such as Europe/Oslo, not {name!r}.")
        return name

    def language(self, var, *, default):
        """Return the code of a language that Django speaks."""
        code = self.str(var, default=default)
        if code not in dict(LANGUAGES):
            raise ImproperlyConfigured(f"{var} must be a language code such as en or pt-br, not {code!r}.")
        return code

    def colour(self, var, *, default):
        """Return a colour as CSS writes it in hexadecimal."""
        colour = self.str(var, default=default)
        if not _COLOUR.fullmatch(colour):
            raise ImproperlyConfigured(f"{var} must be a colour such as #a3161f, not {colour!r}.")
        return colour

    def https(self, var):
        """Return an https address of another machine, or "" where none is set."""
        address = self.str(var, default="").strip()
        try:
            parts = urlsplit(address)
            is_fit = parts.scheme == "https" and parts.hostname and not parts.fragment
        except ValueError:
            is_fit = False
        if address and not (is_fit and address.isascii() and address.isprintable() and " " not in address):
            raise ImproperlyConfigured(f"{var} must be an https address, not {address!r}.")
        return address

    def contact(self, var, *, default):
        """Return the address of a mailbox or a page as a URI (RFC 9116: mailto, https or tel)."""
        typed = self.str(var, default=default).strip()
        uri = typed if ":" in typed else f"mailto:{typed}"
        if not _CONTACT.fullmatch(uri):
            raise ImproperlyConfigured(f"{var} must be a mail address or an https:// address, not {typed!r}.")
        return uri

    def key(self, var, *, default):
        """Return a key that may stand in an address, or ""."""
        key = self.str(var, default=default)
        if key and not _KEY.fullmatch(key):
            raise ImproperlyConfigured(f"{var} must be 8 to 128 letters, digits or hyphens, not {key!r}.")
        return key

    def port(self, var, *, default):
        """Return the number of a TCP port."""
        number = self.int(var, default=default)
        if not 1 <= number <= 65535:
            raise ImproperlyConfigured(f"{var} must be a port from 1 to 65535, not {number}.")
        return number

    def networks(self, var, *, default):
        """Return the network ranges of a list with commas."""
        return self._networks(var, lambda: Networks(filter(None, self.str(var, default=default).split(","))))

    def networks_file(self, var):
        """Return the network ranges of a file, one a line; of no file none."""
        return self._networks(var, lambda: read_networks(self.str(var, default="")))

    def _networks(self, var, read):
        try:
            return read()
        except (OSError, ValueError) as error:
            raise ImproperlyConfigured(f"{var} must be ranges such as 10.0.0.0/8: {error}.") from error

    def database(self, var, *, default):
        """Return the settings of an SQLite or PostgreSQL database from its address."""
        config = self._address(
            self.db_url, var, default, "sqlite:///news.sqlite3 or postgres://user@host/name"
        )
        engine = config.get("ENGINE", "")
        if engine not in ("django.db.backends.sqlite3", "django.db.backends.postgresql"):
            raise ImproperlyConfigured(f"{var} must begin with sqlite:// or postgres://.")
        return config

    def cache(self, var, *, default):
        """Return the settings of a cache from its address."""
        return self._address(self.cache_url, var, default, "redis://host:6379/0")

    def mail(self, var, *, default):
        """Return the settings for sending mail from the mail server's address."""
        return self._address(self.email_url, var, default, "smtp+tls://user:password@host:587")

    def _address(self, read, var, default, example):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                return read(var, default=default)
        except (ValueError, KeyError, AttributeError, Warning, ImproperlyConfigured) as error:
            raise ImproperlyConfigured(f"{var} is not an address such as {example}.") from error


def read_dotenv(path: Path) -> None:
    """Read ``NAME=value`` lines into the environment; what is set there already wins. No file is no fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    except OSError as error:
        raise ImproperlyConfigured(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ImproperlyConfigured(f"{path} is not a text file in UTF-8.") from error
    for number, line in enumerate(text.splitlines(), start=1):
        if "\x00" in line or not _LINE.fullmatch(line.strip()):
            raise ImproperlyConfigured(f"{path}, line {number}, is neither NAME=value nor a # comment.")
    environ.Env.read_env(path)
