"""The environment and .env, read strictly: what is wrong is said in one sentence that names the setting."""

import re
import warnings
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

_LINE = re.compile(r"(?:export )?[A-Za-z_][A-Za-z_0-9]*=.*|#.*|")
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

    def port(self, var, *, default):
        """Return the number of a TCP port."""
        number = self.int(var, default=default)
        if not 1 <= number <= 65535:
            raise ImproperlyConfigured(f"{var} must be a port from 1 to 65535, not {number}.")
        return number

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
