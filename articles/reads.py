"""Counting how often an article is read: a number a day, and nothing about anybody.

Each web process counts in memory and adds what it has to the table every few seconds, and when it ends; what
ends without a word (kill -9, a power cut) loses the reads of those seconds. A page that a shared cache
answers is not counted. No cookie, no address, no agent is kept.
"""

import logging
import threading
import time
from collections import Counter
from functools import wraps
from multiprocessing.util import Finalize

from django.db import Error, connection, transaction
from django.utils.timezone import localdate

from newsroom.robots import is_robot

SECONDS = 5  # between two writes
_MOST = 1000  # rows in one statement
_AHEAD = ("prefetch", "prerender", "preview")
_PURPOSES = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
_ADD = """
INSERT INTO articles_dailyreads (article_id, day, count)
SELECT given.column1, given.column2, given.column3 FROM (VALUES {rows}) AS given
JOIN articles_article ON articles_article.id = given.column1
WHERE true ORDER BY given.column2, given.column1
ON CONFLICT (article_id, day) DO UPDATE SET count = articles_dailyreads.count + excluded.count
"""

log = logging.getLogger(__name__)
_counted: Counter = Counter()  # by (day, key of the article)
_lock = threading.Lock()


def counts_reads(view):
    """Count what a page shows (``read_of`` of its answer) each time a reader gets it whole.

    Stands outside ``@kept``: the page is the same bytes whoever asks.
    """

    @wraps(view)
    def counted(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        key = getattr(response, "read_of", None)
        if key is not None and response.status_code == 200 and is_reading(request):
            count_read(key)
        return response

    return counted


def is_reading(request) -> bool:
    """Whether a person asks, for a page that they look at now."""
    purpose = " ".join(request.headers.get(name, "") for name in _PURPOSES).lower()
    is_ahead = any(word in purpose for word in _AHEAD)
    return request.method == "GET" and not is_ahead and not is_robot(request.headers.get("User-Agent", ""))


def count_read(article_id: int) -> None:
    """Count one more read of today, by the newsroom's calendar."""
    with _lock:
        _counted[localdate(), article_id] += 1


def flush_reads() -> None:
    """Add what was counted to the table; what cannot be written now stays counted. Never raises Error."""
    with _lock:
        taken = sorted(_counted.items())
        _counted.clear()
    while taken:
        rows, taken = taken[:_MOST], taken[_MOST:]
        try:
            _add(rows)
        except Error as error:
            log.warning("Reads stay in memory for now: %s", error)
            with _lock:
                _counted.update(dict(rows + taken))
            return


def _add(rows):
    """In one statement and one order, so that two processes cannot wait for each other."""
    day_of = connection.ops.adapt_datefield_value
    values = [value for (day, key), count in rows for value in (key, day_of(day), count)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ADD.format(rows=", ".join(["(%s, %s, %s)"] * len(rows))), values)


def keep_flushing() -> None:
    """Write in a thread of its own for as long as this process serves, and once more as it ends."""
    Finalize(None, flush_reads, exitpriority=1)  # a server's worker process ends without ``atexit``
    threading.Thread(target=_flush_for_ever, name="reads", daemon=True).start()


def _flush_for_ever():
    while True:
        time.sleep(SECONDS)
        if _counted:
            flush_reads()
            connection.close()
