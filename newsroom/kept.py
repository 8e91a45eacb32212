"""Pages that can be kept whole: every public view is ``@kept``, every read in it says its name.

A kept page is the same bytes for every reader, so a cache may hold it until one of the names it was made
of is purged (``newsroom.purges``). Three parts see to it that a page cannot forget a name:

* querysets are ``Words`` and say ``naming("section-7")``, so that even an empty list has a name;
* rows that are ``Named`` say their own (``article-12``) when they are loaded;
* a net under the rendering sees every statement: one that ran outside a named read makes the page
  unkept, and raises in tests (``KEPT_STRICT``).
"""

import copy
import hashlib
import logging
from contextvars import ContextVar
from functools import wraps

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection, models
from django.http import Http404, HttpResponsePermanentRedirect
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from newsroom import errors
from newsroom.clock import now
from newsroom.purges import next_scheduled_purge

log = logging.getLogger(__name__)

_rendering: ContextVar["Rendering | None"] = ContextVar("kept_rendering", default=None)

# All that a kept page may know of the request: whoever asks, these are the same.
_SEEN_OF_REQUEST = (
    "REQUEST_METHOD",
    "PATH_INFO",
    "SCRIPT_NAME",
    "QUERY_STRING",
    "SERVER_NAME",
    "SERVER_PORT",
    "wsgi.url_scheme",
)


class UnnamedReadError(Exception):
    """A kept page read the database without saying what it read."""


class Rendering:
    """What one kept page was made of."""

    def __init__(self):
        self.names = set()
        self.named_reads = 0  # how many named reads are under way
        self.unnamed = []

    def net(self, execute, sql, params, many, context):
        if not self.named_reads:
            if settings.KEPT_STRICT:
                raise UnnamedReadError(
                    f"A kept page ran a query that no named queryset asked for: {sql[:400]}"
                )
            self.unnamed.append(sql)
        return execute(sql, params, many, context)


class Words(models.QuerySet):
    """A queryset that says the names of what it reads, while a kept page is being made."""

    _kept_names = frozenset()

    def naming(self, *names: str) -> "Words":
        """Return this queryset with ``names`` for the set it asks for, noted when it is read."""
        named = self._chain()
        named._kept_names = self._kept_names | set(names)
        return named

    def _clone(self):
        clone = super()._clone()
        clone._kept_names = self._kept_names
        return clone

    def _fetch_all(self):
        if self._result_cache is None or self._prefetch_related_lookups:
            with _NamedRead(self._kept_names):
                super()._fetch_all()

    def _named(word):  # noqa: N805 - makes the methods below, is none itself
        method = getattr(models.QuerySet, word)

        @wraps(method)
        def named(self, *args, **kwargs):
            with _NamedRead(self._kept_names):
                return method(self, *args, **kwargs)

        return named

    count, exists, aggregate = _named("count"), _named("exists"), _named("aggregate")


def note_names(*names: str) -> None:
    """Note ``names`` for the kept page being made: of what would change it though no row of it was read."""
    if rendering := _rendering.get():
        rendering.names |= set(names)


class _NamedRead:
    def __init__(self, names):
        self.names = names
        self.rendering = _rendering.get() if names else None

    def __enter__(self):
        if self.rendering:
            self.rendering.names |= self.names
            self.rendering.named_reads += 1

    def __exit__(self, *error):
        if self.rendering:
            self.rendering.named_reads -= 1


class Named(models.Model):
    """A row that is part of readers' pages under its own ``kept_name``."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        if (rendering := _rendering.get()) is not None:
            rendering.names.add(row.kept_name)
        return row

    @property
    def kept_name(self) -> str:
        return f"{self._meta.model_name}-{self.pk}"


def kept(view):
    """Mark a public page that may be kept whole, and see to it that nothing of the reader reaches it.

    The view gets a request without cookies, user, session or headers. The answer carries the names it
    is made of (``Surrogate-Key``), an ``ETag``, and a ``Cache-Control`` that ends no later than the next
    scheduled change. Only GET and HEAD are answered. A 404 raised inside is kept under its names too, unless
    its address leads elsewhere (``newsroom.redirects``): then it is that 301.
    """

    @require_safe
    @wraps(view)
    def kept_view(request, *args, **kwargs):
        rendering = Rendering()
        token = _rendering.set(rendering)
        bare = _without_reader(request)
        try:
            with connection.execute_wrapper(rendering.net):
                response = _answer(view, bare, args, kwargs)
        finally:
            _rendering.reset(token)
        return _finish(request, bare, response, rendering)

    kept_view.is_kept = True
    return kept_view


def _answer(view, request, args, kwargs):
    try:
        response = view(request, *args, **kwargs)
    except Http404 as missing:
        response = _elsewhere(request) or errors.not_found(request, missing)
    return response.render() if hasattr(response, "render") else response


def _elsewhere(request):
    """The way to where an address leads that has no page, in one hop, or None."""
    from newsroom.redirects import way_from  # noqa: PLC0415 - redirects are read with the words above

    way = way_from(request.path, request.META.get("QUERY_STRING", ""))
    return HttpResponsePermanentRedirect(way) if way else None


def _without_reader(request):
    bare = copy.copy(request)
    for remembered in ("headers", "csp_nonce"):
        bare.__dict__.pop(remembered, None)
    bare.META = bare.environ = {name: request.META[name] for name in _SEEN_OF_REQUEST if name in request.META}
    bare.META["HTTP_HOST"] = settings.SITE.host
    bare.COOKIES = {}
    bare.user = AnonymousUser()
    bare.session = None
    bare._messages = []
    return bare


def _finish(request, bare, response, rendering):
    if rendering.unnamed or not rendering.names or response.cookies or bare.META.get("CSRF_COOKIE"):
        if rendering.unnamed:
            log.warning("Not kept: %s read without a name: %s", request.path, rendering.unnamed[0][:200])
        response.headers["Cache-Control"] = "no-store"
        return response
    names = " ".join(sorted(rendering.names))
    response.headers["Surrogate-Key"] = names
    response.headers["Cache-Control"] = _lifetime()
    patch_vary_headers(response, ["Accept-Encoding"])
    if response.status_code != 200:
        return response
    etag = '"' + hashlib.blake2b(response.content, digest_size=12).hexdigest() + '"'
    response.headers["ETag"] = etag
    response = get_conditional_response(request, etag=etag, response=response)
    response.headers["Surrogate-Key"] = names  # Django leaves it out of a 304
    return response


def _lifetime():
    """Shared caches hold a page a short while, never past a change that is already scheduled."""
    seconds, stale = settings.KEPT_SECONDS, 30
    change = next_scheduled_purge()
    if change is not None:
        left = max(0, int((change - now()).total_seconds()))
        seconds, stale = min(seconds, left), max(0, min(stale, left - seconds))
    return f"public, max-age=0, s-maxage={seconds}, stale-while-revalidate={stale}"
