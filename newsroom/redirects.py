"""Addresses that lead elsewhere for good: written flat, so that the way is never longer than one hop.

The table is asked once for an address that no page answers (``newsroom.kept``), with or without the slash at
its end. The law, kept by ``Ways`` alone: nothing that is led to leads on.
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils.http import escape_leading_slashes
from django.utils.module_loading import import_string

from newsroom.kept import Words
from newsroom.models import Redirect
from newsroom.purges import purge

NAME = "redirects"  # of every kept page that asked where its address leads
LONGEST = Redirect._meta.get_field("old_path").max_length
UNKNOWN = "unknown"  # the name of the route that takes what no other takes


class RedirectError(ValueError):
    """A redirect is refused; ``str(error)`` is the sentence for who typed it."""


class Ways:
    """Some old paths and where they lead: whatever is added, each way is one hop."""

    def __init__(self, rows: Iterable[tuple[str, str]] = ()):
        self.paths = dict(rows)  # old → new
        self._old_of, self._into = {}, {}  # by the path without its last slash
        for old, new in self.paths.items():
            self._note(old, new)

    def lead(self, old: str, new: str) -> None:
        """Lead ``old``, and whatever led there, to where ``new`` leads in the end.

        Raises RedirectError when that is ``old`` itself.
        """
        end = self.way_of(new) or new
        if _bare(end) == _bare(old):
            raise RedirectError("This would lead in a circle.")
        for earlier in list(self._into.get(_bare(old), ())):
            self._forget(earlier)
            self._note(earlier, end)
        self.free(old)
        self._note(old, end)

    def way_of(self, path: str) -> str | None:
        """Where ``path`` leads, or None."""
        old = self._old_of.get(_bare(path))
        return self.paths[old] if old else None

    def free(self, path: str) -> None:
        """Let ``path`` lead nowhere: a page answers there."""
        if old := self._old_of.get(_bare(path)):
            self._forget(old)

    def _note(self, old, new):
        self.paths[old] = new
        self._old_of[_bare(old)] = old
        self._into.setdefault(_bare(new), set()).add(old)

    def _forget(self, old):
        self._into[_bare(self.paths.pop(old))].discard(old)
        del self._old_of[_bare(old)]


@transaction.atomic
def redirect_path(old: str, new: str) -> None:
    """Lead ``old`` to the page at ``new``, which itself leads nowhere from now on."""
    ways = _ways_around(old, new)
    ways.free(new)
    ways.lead(old, new)
    _store(_rows_around(old, new), ways)


@transaction.atomic
def add_redirect(old: str, new: str) -> None:
    """Lead ``old`` to where ``new`` leads in the end; raises RedirectError for a circle."""
    ways = _ways_around(old, new)
    ways.lead(old, new)
    _store(_rows_around(old, new), ways)


def end_of(old: str, new: str, *, besides: Redirect) -> str:
    """Return where ``old`` would lead in the end, were it not for the row ``besides`` (for forms).

    Raises RedirectError for a circle, and when ``old`` leads somewhere already. Until the transaction ends
    nobody else changes that.
    """
    hold()
    rows = _rows_around(old, new).exclude(pk=besides.pk).order_by().values_list("old_path", "new_path")
    ways = Ways(rows)
    if way := ways.way_of(old):
        raise RedirectError(f"This old address leads to {way} already: change that line.")
    ways.lead(old, new)
    return ways.paths[old]


@transaction.atomic
def free_path(path: str) -> None:
    """Let ``path`` lead nowhere, because a page answers there from now on."""
    purge(NAME)
    Redirect.objects.filter(old_path__in=_forms(path)).delete()


@transaction.atomic
def store_ways(ways: Ways) -> None:
    """Make the whole table hold exactly ``ways``, which were made from the whole table under ``held``."""
    _store(Redirect.objects.all(), ways)


def all_ways() -> Ways:
    """Return the whole table. To change it: inside ``atomic()``, after ``hold()``."""
    return Ways(Redirect.objects.order_by().values_list("old_path", "new_path"))


def hold() -> None:
    """Let nobody else change redirects until the transaction ends: two halves of a circle would meet."""
    if connection.vendor == "postgresql":  # SQLite's writers come one after the other
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE newsroom_redirect IN SHARE ROW EXCLUSIVE MODE")


def way_from(path: str, query: str = "") -> str | None:
    """Where a reader who asked for ``path`` in vain is sent, in one hop and with their query, or None."""
    way = new_path_of(path) or _with_slash(path)
    for name in settings.MOVED_PAGES if way else ():
        way = import_string(name)(way)
    return way and escape_leading_slashes(f"{way}?{query}" if query else way)


def new_path_of(path: str) -> str | None:
    """Where ``path`` leads now, or None."""
    if "\x00" in path or len(path) > LONGEST:
        return None
    found = Words(Redirect).naming(NAME).filter(old_path__in=_forms(path))
    return found.values_list("new_path", flat=True).first()


def read_path(typed: str) -> str:
    """Return the path of an address of this paper as somebody typed it; raises RedirectError in words."""
    try:
        parts = urlsplit(typed.strip())
        host = parts.hostname
    except ValueError as error:
        raise RedirectError("This is not an address.") from error
    if parts.scheme not in ("", "http", "https") or (host and _plain(host) != _plain(settings.SITE.hostname)):
        raise RedirectError("This address belongs to another site.")
    path = re.sub("//+$", "/", unquote(parts.path))
    if not path.startswith("/") or path.startswith("//"):
        raise RedirectError("Begin with a slash, for example /2019/05/03/story/.")
    if parts.query or parts.fragment or any(c in path for c in "?#%\\") or not path.isprintable():
        raise RedirectError("Only a path leads on: leave out what follows ? or #.")
    if len(path) > LONGEST:
        raise RedirectError(f"An address has at most {LONGEST} characters.")
    return path


def read_target(typed: str) -> str:
    """The same for where it leads, with the slash at its end where the page has one."""
    path = read_path(typed)
    return _with_slash(path) or path


def is_a_page(path: str) -> bool:
    """Whether some route of the house takes ``path``, so that there may be a page."""
    try:
        return resolve(path).view_name != UNKNOWN
    except Resolver404:
        return False


def _with_slash(path):
    """The path that only lacks the slash at its end, as Django's own middleware would send it."""
    is_short = not path.endswith("/") and not is_a_page(path) and is_a_page(f"{path}/")
    return f"{path}/" if is_short else None


def _bare(path):
    return path.rstrip("/")


def _forms(path):
    return [_bare(path), f"{_bare(path)}/"]


def _plain(host):
    return host.removeprefix("www.")


def _rows_around(old, new):
    near = Q(old_path__in=_forms(old) + _forms(new)) | Q(new_path__in=_forms(old))
    return Redirect.objects.filter(near)


def _ways_around(old, new):
    hold()
    return Ways(_rows_around(old, new).order_by().values_list("old_path", "new_path"))


def _store(rows, ways):
    """Write what of ``rows`` is otherwise in ``ways``, and tell every page that asked."""
    was = {row.old_path: row for row in rows}
    changed = [row for old, row in was.items() if ways.paths.get(old, row.new_path) != row.new_path]
    for row in changed:
        row.new_path = ways.paths[row.old_path]
    gone = [row.pk for old, row in was.items() if old not in ways.paths]
    Redirect.objects.filter(pk__in=gone).delete()
    Redirect.objects.bulk_update(changed, ["new_path"], batch_size=500)
    added = [Redirect(old_path=old, new_path=new) for old, new in ways.paths.items() if old not in was]
    Redirect.objects.bulk_create(added, batch_size=500)
    purge(NAME)
