"""Counting in the real server: its processes write what they counted, also as they end."""

import urllib.request

from tests.live_paper import LivePaper

MAKE = "from tests.factories_articles import make_live; print(make_live().releases.get().get_absolute_url())"
COUNT = "from articles.models import DailyReads; print(sum(row.count for row in DailyReads.objects.all()))"
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"}


def test_what_was_read_in_the_last_seconds_is_written_as_the_server_stops(tmp_path):
    with LivePaper(tmp_path) as paper:
        address = paper.manage("shell", "-c", MAKE).split()[-1]
        for _ in range(3):
            request = urllib.request.Request(paper.url + address, headers=FIREFOX)  # noqa: S310 - our own
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                assert answer.status == 200

        assert paper.stop() == 0

        assert paper.manage("shell", "-c", COUNT).split()[-1] == "3"
