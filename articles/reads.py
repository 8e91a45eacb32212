"""Counting how often an article is read: a number a day, and nothing about anybody.

Each web process counts in memory and adds what it has to the table every few seconds (``newsroom.tallies``).
A page that a shared cache answers is not counted. No cookie, no address, no agent is kept.
"""

from functools import wraps

from django.db import connection
from django.utils.timezone import localdate

from newsroom.reading import is_reading
from newsroom.tallies import Tally

_ADD = """
INSERT INTO articles_dailyreads (article_id, day, count)
SELECT given.column1, given.column2, given.column3 FROM (VALUES {rows}) AS given
JOIN articles_article ON articles_article.id = given.column1
WHERE true ORDER BY given.column2, given.column1
ON CONFLICT (article_id, day) DO UPDATE SET count = articles_dailyreads.count + excluded.count
"""


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


def count_read(article_id: int) -> None:
    """Count one more read of today, by the newsroom's calendar."""
    _reads.count((localdate(), article_id))


def _add(rows):
    day_of = connection.ops.adapt_datefield_value
    values = [value for (day, key), count in rows for value in (key, day_of(day), count)]
    with connection.cursor() as cursor:
        cursor.execute(_ADD.format(rows=", ".join(["(%s, %s, %s)"] * len(rows))), values)


_reads = Tally("reads", _add)  # by (day, key of the article)
_counted, flush_reads, keep_flushing = _reads.counted, _reads.flush, _reads.keep_flushing
