"""What is not kept for ever: who clicked, as soon as nobody needs to know it any more, and old checks."""

from collections import Counter
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from ads.models import BooksAudit, Click, LandingCheck, OwnKey
from ads.services.scanning import scan_clicks

KEPT_FOR = timedelta(days=60)  # the time in which a click may be disputed
KEPT_WITH_GPC = timedelta(days=1)  # as long as the windows that need the keys
_AT_ONCE = 500
_NOBODY = {"client_hash": "", "address_hash": "", "network_hash": "", "browser": ""}

_ADD = """
    INSERT INTO ads_refusedday (ad_id, day, reason, count) VALUES {rows}
    ON CONFLICT (ad_id, day, reason) DO UPDATE SET count = ads_refusedday.count + excluded.count
"""


def forget_click_keys() -> None:
    """Forget who clicked (chore): after a day where the reader's browser asks for privacy, else after sixty.

    The verdict and the money of a charged click stay for good; a refused one becomes part of its day's count.
    The days of the keys that go first are looked at for odd patterns before.
    """
    now = timezone.now()
    with_keys = Click.objects.exclude(address_hash="")
    private = with_keys.filter(gpc=True, at__lt=now - KEPT_WITH_GPC)
    if private.filter(reason="").exists():
        scan_clicks()
    _blank(private)
    while _add_up(now - KEPT_FOR):
        pass
    _blank(with_keys.filter(at__lt=now - KEPT_FOR), evidence={})
    OwnKey.objects.filter(day__lt=timezone.localdate(now) - timedelta(days=1)).delete()


def _blank(clicks, **also):
    while keys := list(clicks.order_by("at").values_list("pk", flat=True)[:_AT_ONCE]):
        Click.objects.filter(pk__in=keys).update(**_NOBODY, **also)


@transaction.atomic
def _add_up(before):
    """Move a stretch of old refused clicks into the counts of their days; returns how many."""
    old = Click.objects.exclude(reason="").filter(at__lt=before).order_by("at").select_for_update()
    clicks = list(old.only("ad_id", "at", "reason")[:_AT_ONCE])
    counts = Counter((click.ad_id, timezone.localdate(click.at), click.reason) for click in clicks)
    if counts:
        day_of = connection.ops.adapt_datefield_value
        values = [x for (ad, day, why), n in sorted(counts.items()) for x in (ad, day_of(day), why, n)]
        with connection.cursor() as cursor:
            cursor.execute(_ADD.format(rows=", ".join(["(%s, %s, %s, %s)"] * len(counts))), values)
        Click.objects.filter(pk__in=[click.pk for click in clicks]).delete()
    return len(clicks)


def forget_checks() -> None:
    """Delete looks at landing pages and audits of sixty days ago (chore), but for the last of each.

    What an editor saw before the approval stays: a landing page is measured by it.
    """
    deadline = timezone.now() - KEPT_FOR
    newer = LandingCheck.objects.filter(version=OuterRef("version"), at__gt=OuterRef("at"))
    looks = LandingCheck.objects.filter(Exists(newer), at__lt=deadline, at__gt=F("version__approved_at"))
    looks.delete()
    BooksAudit.objects.filter(at__lt=deadline).exclude(
        pk__in=[row.pk for row in BooksAudit.objects.all()[:1]]
    ).delete()
