"""Counting in memory, and adding it up in the database every few seconds: for numbers, never for money.

Each web process counts for itself and writes in a thread of its own, and once more when it ends. What ends
without a word (kill -9, a power cut) loses the counts of those seconds, and nothing else.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable
from multiprocessing.util import Finalize

from django.db import Error, connection, transaction

SECONDS = 5  # between two writes
_MOST = 1000  # keys in one write

log = logging.getLogger(__name__)


class Tally:
    """How often each key was counted since the last write.

    ``add`` writes [(key, count), …] in the order of the keys, so that two processes cannot wait for each
    other; it runs inside a transaction.
    """

    def __init__(self, name: str, add: Callable[[list], None]):
        self.counted: Counter = Counter()
        self._name, self._add, self._lock = name, add, threading.Lock()

    def count(self, key: Hashable) -> None:
        """Count ``key`` once more."""
        with self._lock:
            self.counted[key] += 1

    def flush(self) -> None:
        """Add what was counted; what cannot be written now stays counted. Never raises Error."""
        with self._lock:
            taken = sorted(self.counted.items())
            self.counted.clear()
        while taken:
            rows, taken = taken[:_MOST], taken[_MOST:]
            try:
                with transaction.atomic():
                    self._add(rows)
            except Error as error:
                log.warning("The %s stay in memory for now: %s", self._name, error)
                with self._lock:
                    self.counted.update(dict(rows + taken))
                return

    def keep_flushing(self) -> None:
        """Write in a thread of its own for as long as this process serves, and once more as it ends."""
        Finalize(None, self.flush, exitpriority=1)  # a server's worker process ends without ``atexit``
        threading.Thread(target=self._flush_for_ever, name=self._name, daemon=True).start()

    def _flush_for_ever(self):
        while True:
            time.sleep(SECONDS)
            if self.counted:
                self.flush()
                connection.close()
