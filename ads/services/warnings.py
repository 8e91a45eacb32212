"""Words to advertisers before and after their money ends."""

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from ads import links
from ads.models import Ad, Advertiser, Transaction
from ads.money import dollars
from ads.statistics import ad_counts
from newsroom.mail import queue_mail

LOW_CENTS = 500  # a balance below this is low, while an ad runs


def warn_advertisers() -> None:
    """Tell of low balances, once until more is paid, and of campaigns that ended, once each (chore)."""
    Advertiser.objects.filter(account__balance_cents__gte=LOW_CENTS).update(low_told_at=None)
    running = Ad.objects.filter(advertiser=OuterRef("pk"), state=Ad.State.APPROVED, end_told_at=None)
    low = Advertiser.objects.filter(
        Exists(running), account__balance_cents__lt=LOW_CENTS, low_told_at=None, confirmed_at__isnull=False
    )
    for advertiser in low.select_related("account"):
        _tell_of_low_balance(advertiser)
    for ad in _ended().select_related("advertiser", "version"):
        _tell_of_end(ad)


@transaction.atomic
def _tell_of_low_balance(advertiser):
    told = Advertiser.objects.filter(pk=advertiser.pk, low_told_at=None).update(low_told_at=timezone.now())
    cents = advertiser.account.balance_cents
    if told and (cents or _is_spent_by_clicks(advertiser)):
        words = {"is_left": cents > 0, "balance": dollars(cents), "path": links.money_path(advertiser)}
        queue_mail(advertiser.email, "ads/mail/low.txt", words)


def _is_spent_by_clicks(advertiser):
    """Whether clicks took the last cent: who never paid was told so before, who had it paid back knows."""
    last = advertiser.account.entries.order_by("-transaction_id").select_related("transaction").first()
    return last is not None and last.transaction.kind == Transaction.Kind.CLICK


def _ended():
    is_spent = Q(budget_cents__lt=F("spent_cents") + F("version__price_cents"))
    ads = Ad.objects.filter(state__in=[Ad.State.APPROVED, Ad.State.PAUSED], is_house=False, end_told_at=None)
    ads = ads.filter(advertiser__confirmed_at__isnull=False)  # who was erased reads no mail
    return ads.filter(is_spent | Q(ends_at__lte=timezone.now()))


@transaction.atomic
def _tell_of_end(ad):
    if not Ad.objects.filter(pk=ad.pk, end_told_at=None).update(end_told_at=timezone.now()):
        return
    figures = ad_counts(Ad.objects.filter(pk=ad.pk))[ad.pk]
    words = {"ad": ad, "version": ad.version, "figures": figures, "path": links.status_path(ad.advertiser)}
    queue_mail(ad.advertiser.email, "ads/mail/ended.txt", words)
