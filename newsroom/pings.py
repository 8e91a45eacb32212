"""Short words to other machines that something is new: queued in the transaction of its cause, sent by tasks.

WebSub and IndexNow are both such words. Nobody waits for them; one that is lost costs nothing but time.
"""

import json
import logging
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from newsroom.outgoing import INTERNET, Failure, Network, ask
from newsroom.site import absolute

log = logging.getLogger(__name__)

INDEXNOW = "https://api.indexnow.org/indexnow"  # shared by Bing, Yandex, Naver, Seznam and others
MOST_RETRIES = 3
_PASSING = (Failure.UNREACHABLE, Failure.LATE)


def queue_ping(url: str, *, form: dict | None = None, said: dict | None = None) -> None:
    """Queue one POST to ``url``, of ``form`` as a form or of ``said`` as JSON. Nothing leaves here."""
    if form is not None:
        body, content_type = urlencode(form, doseq=True), "application/x-www-form-urlencoded"
    else:
        body, content_type = json.dumps(said), "application/json; charset=utf-8"
    post_ping.enqueue(url=url, body=body, content_type=content_type)


def queue_indexnow(paths: list[str]) -> None:
    """Queue the word to search engines that pages of ours are new, changed or gone (at most 10,000)."""
    key = settings.INDEXNOW_KEY
    said = {
        "host": settings.SITE.host,
        "key": key,
        "keyLocation": absolute(f"/{key}.txt"),
        "urlList": [absolute(path) for path in paths],
    }
    queue_ping(INDEXNOW, said=said)


@task
def post_ping(url: str, body: str, content_type: str, attempt: int = 1) -> None:
    """Send one ping (task). A machine that is away or busy is asked again after 1, 4 and 16 minutes."""
    send_ping(url, body, content_type, attempt=attempt)


def send_ping(
    url: str, body: str, content_type: str, *, attempt: int = 1, network: Network = INTERNET
) -> None:
    """Post it now; what does not get through is queued again, or given up with a line in the log."""
    answer = ask(url, method="POST", body=body.encode(), content_type=content_type, network=network)
    if answer.is_good:
        return
    is_passing = answer.failure in _PASSING or answer.status == 429 or answer.status >= 500
    if not is_passing or attempt > MOST_RETRIES:
        log.warning("A ping to %s was not taken: %s", url, answer.failure or answer.status)
        return
    again = timezone.now() + timedelta(minutes=4 ** (attempt - 1))
    post_ping.using(run_after=again).enqueue(
        url=url, body=body, content_type=content_type, attempt=attempt + 1
    )
