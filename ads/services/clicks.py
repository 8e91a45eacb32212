from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, F, Q
from django.utils import timezone

from ads import ledger
from ads.evidence import Evidence
from ads.models import Ad, Click, Reason, Transaction
from ads.verdicts import reason_not_to_charge
from newsroom.robots import browser_family

DOUBLE_WITHIN = timedelta(seconds=30)
# How many clicks on one ad are charged to one network address, whatever browser it claims to be: a household
# or an office shares one, and a program changes its name at will. A day's salt ends with the day.
MOST_FROM_ONE_ADDRESS = ((3, timedelta(minutes=10)), (10, timedelta(hours=1)), (25, timedelta(days=1)))
# Reasons that anybody can bring about without end: counted by the day, not stored one by one.
COUNTED = (Reason.FORGED, Reason.REPLAYED)

_COUNT_UP = """
    INSERT INTO ads_refusedday (ad_id, day, reason, count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (ad_id, day, reason) DO UPDATE SET count = ads_refusedday.count + 1
"""


class _NotChargedError(Exception):
    """Rolls the charge back; its argument is the reason."""


def record_click(ad: Ad, *, evidence: Evidence) -> str:
    """Judge one click on ``ad``, charge for it at most once per view token, and keep the verdict.

    Returns "" when it was charged, else the one Reason why not. Two clicks that race for the last dollar,
    the last of the budget or the same token cannot both get it: money and budget move in conditional
    UPDATEs, and a token is unique. ``ad`` comes with its version (``Ad.objects.for_clicks``).
    """
    reason = reason_not_to_charge(evidence) or _charge(ad, evidence)
    if reason in COUNTED or evidence.view is None:
        _count(ad, reason, evidence)
    elif reason:
        _keep(ad, reason, evidence)
    return reason


def _charge(ad, evidence):
    """Charge in one transaction; return the reason when that cannot be."""
    view = evidence.view
    if ad.version_id != view.version_id:
        return Reason.REPLACED
    try:
        with transaction.atomic():
            _spend(ad, view)
            charge = ledger.post(
                Transaction.Kind.CLICK,
                f"click:{view.token_hash}",
                {
                    ledger.account_code(ad.advertiser_id): -ad.version.price_cents,
                    ledger.EARNED: ad.version.price_cents,
                },
                at=evidence.at,
                provided=~Exists(_charged_lately(ad, evidence)) & _is_within_rates(ad, evidence),
            )
            _note(ad, evidence, charged_cents=ad.version.price_cents, transaction=charge).save(
                force_insert=True
            )
    except _NotChargedError as refusal:
        return refusal.args[0]
    except ledger.UncoveredError:
        return _why_uncovered(ad, evidence)
    except IntegrityError:
        if _is_charged(view):
            return Reason.REPLAYED
        raise
    return ""


def _spend(ad, view):
    """Take the price from the ad's budget; the row stays locked, so that clicks on one ad come one by one."""
    price = ad.version.price_cents
    running = Ad.objects.filter(pk=ad.pk, state=Ad.State.APPROVED, version_id=view.version_id)
    if running.filter(budget_cents__gte=F("spent_cents") + price).update(
        spent_cents=F("spent_cents") + price
    ):
        return
    if _is_charged(view):
        raise _NotChargedError(Reason.REPLAYED)
    now = Ad.objects.get(pk=ad.pk)
    if now.state != Ad.State.APPROVED:
        raise _NotChargedError(Reason.PAUSED)
    raise _NotChargedError(Reason.REPLACED if now.version_id != view.version_id else Reason.BUDGET)


def _why_uncovered(ad, evidence):
    if _is_charged(evidence.view):
        return Reason.REPLAYED
    if _charged_lately(ad, evidence).exists():
        return Reason.DOUBLE
    is_often = any(clicks.exists() for clicks in _one_too_many(ad, evidence))
    return Reason.OFTEN if is_often else Reason.BALANCE


def _charged_lately(ad, evidence):
    charged = Click.objects.charged().filter(ad=ad, client_hash=evidence.client_hash)
    return charged.filter(at__gt=evidence.at - DOUBLE_WITHIN)


def _is_within_rates(ad, evidence):
    """A condition: no limit of the address is used up. Exact, since the ad's row is locked by now."""
    within = Q()
    for last_allowed in _one_too_many(ad, evidence):
        within &= ~Exists(last_allowed)
    return within


def _one_too_many(ad, evidence):
    """For each limit, the charged click that used it up, if any: one more would be too many."""
    charged = Click.objects.charged().filter(ad=ad, address_hash=evidence.address_hash)
    for most, time in MOST_FROM_ONE_ADDRESS:
        yield charged.filter(at__gt=evidence.at - time).order_by("pk")[most - 1 : most]


def _is_charged(view):
    return Click.objects.filter(token_hash=view.token_hash, reason="").exists()


def _keep(ad, reason, evidence):
    """Keep a refused click, once for each token and reason."""
    Click.objects.bulk_create([_note(ad, evidence, reason=reason)], ignore_conflicts=True)


def _note(ad, evidence, **verdict):
    view = evidence.view
    return Click(
        token_hash=view.token_hash,
        ad=ad,
        version_id=view.version_id,
        place=view.place,
        viewed_at=view.at,
        at=evidence.at,
        client_hash=evidence.client_hash,
        address_hash=evidence.address_hash,
        browser=browser_family(evidence.agent),
        evidence=evidence.for_keeping,
        **verdict,
    )


def _count(ad, reason, evidence):
    with connection.cursor() as cursor:
        day = connection.ops.adapt_datefield_value(timezone.localdate(evidence.at))
        cursor.execute(_COUNT_UP, [ad.pk, day, reason])
