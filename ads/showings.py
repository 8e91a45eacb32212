"""How often ads were shown and seen: numbers by the day, and nothing about anybody.

Counted in memory and added up every few seconds (``newsroom.tallies``); a click is never counted in this way.
"""

import threading
from collections import OrderedDict, defaultdict
from datetime import date

from django.db import connection

from ads.tokens import View
from newsroom.tallies import Tally

SERVED, SEEN = "served", "seen"
_REMEMBERED = 20_000  # tokens that this process has counted as seen
_ADD = """
    INSERT INTO ads_viewday (ad_id, version_id, day, place, section, device, served, seen)
    SELECT ads_adversion.ad_id, ads_adversion.id, given.column2, given.column3, given.column4, given.column5,
        given.column6, given.column7
    FROM (VALUES {rows}) AS given JOIN ads_adversion ON ads_adversion.id = given.column1
    WHERE true ORDER BY given.column1, given.column2, given.column3, given.column4, given.column5
    ON CONFLICT (version_id, day, place, section, device) DO UPDATE SET
        served = ads_viewday.served + excluded.served, seen = ads_viewday.seen + excluded.seen
"""

_seen: OrderedDict[str, None] = OrderedDict()
_lock = threading.Lock()


def count_served(version_id: int, *, day: date, place: str, section: str, device: str) -> None:
    """Count one showing of a version."""
    _tally.count((version_id, day, place, section, device, SERVED))


def count_seen(view: View, *, day: date, device: str) -> bool:
    """Count that the ad of ``view`` was surely seen; once for each token that this process remembers."""
    with _lock:
        if view.token_hash in _seen:
            return False
        _seen[view.token_hash] = None
        if len(_seen) > _REMEMBERED:
            _seen.popitem(last=False)
    _tally.count((view.version_id, day, view.place, view.section, device, SEEN))
    return True


def _add(rows):
    merged = defaultdict(lambda: {SERVED: 0, SEEN: 0})
    for (*row, kind), count in rows:
        merged[tuple(row)][kind] += count
    day_of, values = connection.ops.adapt_datefield_value, []
    for (version_id, day, *words), counts in merged.items():
        values += [version_id, day_of(day), *words, counts[SERVED], counts[SEEN]]
    with connection.cursor() as cursor:
        cursor.execute(_ADD.format(rows=", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(merged))), values)


_tally = Tally("views of ads", _add)
counted, flush_showings, keep_flushing = _tally.counted, _tally.flush, _tally.keep_flushing
