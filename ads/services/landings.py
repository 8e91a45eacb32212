"""Watching where ads lead: after confirmation, before review, and every day while an ad may show."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone
from django_tasks import task

from ads import landing, links
from ads.models import Ad, AdVersion, LandingCheck
from ads.services.reviews import pause_ad
from newsroom.mail import queue_mail
from newsroom.outgoing import INTERNET, Network, ask

ASKED_AGAIN_AFTER = timedelta(minutes=15)  # a page that is away for a moment stops nothing
CHECKED_EVERY = timedelta(days=1)
QUEUED_AGAIN_AFTER = timedelta(hours=6)  # a look that waits in the queue for so long is thought to be lost
MOST_AT_ONCE = 100


def queue_landing_check(version: AdVersion) -> None:
    """Queue, in the transaction of its cause, a look at the page that ``version`` leads to.

    Nothing where CHECK_LANDING_PAGES is off: on a machine without a way out every page would look dead.
    """
    if settings.CHECK_LANDING_PAGES:
        Ad.objects.filter(pk=version.ad_id).update(landing_queued_at=timezone.now())
        check_landing_page.enqueue(version_id=version.pk)


@task
def check_landing_page(version_id: int) -> None:
    """Look at one landing page (task)."""
    version = AdVersion.objects.select_related("ad__advertiser").filter(pk=version_id).first()
    if version is not None:
        look_at_landing_page(version)


def look_at_landing_page(version: AdVersion, *, network: Network = INTERNET) -> LandingCheck | None:
    """Ask for the page now, keep what it said, and pause an ad whose readers would find something else.

    A page that moved to another site stops its ad at once. One that does not answer is asked again after 15
    minutes, and stops it if it is still away. Nothing is held while the other machine thinks.
    """
    answer = ask(version.landing_url, network=network)
    outcome = landing.judge(answer, expected_host=_expected_host(version))
    before = version.landing_checks.first()
    with transaction.atomic():
        if not AdVersion.objects.select_for_update().filter(pk=version.pk).exists():
            return None  # it gave way to a newer one while its page was asked
        check = version.landing_checks.create(
            outcome=outcome, host=landing.host_of(answer.url)[:253], said=landing.words(answer)
        )
        is_away_again = before is not None and before.outcome == outcome == LandingCheck.Outcome.DEAD
        if outcome == LandingCheck.Outcome.MOVED or is_away_again:
            _stop(version, check)
        elif outcome == LandingCheck.Outcome.DEAD:
            again = timezone.now() + ASKED_AGAIN_AFTER
            check_landing_page.using(run_after=again).enqueue(version_id=version.pk)
    return check


def _expected_host(version):
    """The host that the editor approved: where the page was when the version was decided on."""
    seen = version.landing_checks.filter(at__lte=version.approved_at or timezone.now())
    approved = seen.exclude(outcome=LandingCheck.Outcome.DEAD).first() if version.approved_at else None
    return approved.host if approved else landing.host_of(version.landing_url)


def _stop(version, check):
    """Pause the ad that shows ``version``, and tell its advertiser why; another version goes on."""
    ad = Ad.objects.select_for_update().get(pk=version.ad_id)
    if ad.version_id != version.pk or not pause_ad(ad, reason=Ad.PauseReason.LANDING):
        return
    queue_mail(
        version.ad.advertiser.email,
        "ads/mail/landing.txt",
        {"version": version, "check": check, "path": links.status_path(version.ad.advertiser)},
    )


def check_landing_pages() -> None:
    """Queue a look at every page that is due: never seen, or a day ago; the longest wait first (chore).

    One that waits in the queue already is not queued again: a conditional UPDATE decides, once for each ad.
    """
    due = {}
    for version in _due()[:MOST_AT_ONCE]:
        due.setdefault(version.ad_id, []).append(version)
    for ad_id, versions in due.items():
        with transaction.atomic():
            if _not_queued().filter(pk=ad_id).update(landing_queued_at=timezone.now()):
                for version in versions:
                    queue_landing_check(version)


def _not_queued():
    lost = timezone.now() - QUEUED_AGAIN_AFTER
    return Ad.objects.filter(Q(landing_queued_at=None) | Q(landing_queued_at__lt=lost))


def _due():
    now = timezone.now()
    lately = LandingCheck.objects.filter(version=OuterRef("pk"), at__gt=now - CHECKED_EVERY)
    serving = Q(shown_by__state__in=[Ad.State.APPROVED, Ad.State.PAUSED])
    serving &= Q(shown_by__ends_at=None) | Q(shown_by__ends_at__gt=now)
    undecided = Q(approved_at=None, rejected_at=None) & ~Q(ad__state=Ad.State.UNCONFIRMED)
    due = AdVersion.objects.filter(serving | undecided, ad__in=_not_queued()).exclude(Exists(lately))
    return due.annotate(seen_at=Max("landing_checks__at")).order_by(F("seen_at").asc(nulls_first=True), "pk")
