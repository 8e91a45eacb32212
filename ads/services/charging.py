"""Charging one click: one transaction, decided by the database.

The rows that money guards are taken in one order, here and wherever else money moves: the advertiser's
account, the ad, the ad's day. Before these a click holds its network address: what one address is charged is
counted over all advertisers. So clicks on the ads of one advertiser, and those from one address, come one by
one, each statement after the first sees all that were charged before, and nobody waits for somebody who
waits.
"""

import json
from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import BooleanField, F, Func, Q, TextField, Value
from django.utils import timezone

from ads import ledger
from ads.evidence import Evidence
from ads.models import Ad, AdDay, Click, OwnKey, Reason, Transaction

DOUBLE_WITHIN = timedelta(seconds=30)
# How many clicks are charged to one client (address and agent), and to one address whatever it claims to be:
# a household or an office shares one, and a program changes its name at will.
ONE_CLIENT = ((1, timedelta(seconds=60)),)
ONE_ADDRESS = ((3, timedelta(minutes=10)), (10, timedelta(hours=1)), (25, timedelta(days=1)))

# The conditions are R16, R17, R13 (from the address of the advertiser's own visits), and R11 with R12.
_SPEND = """
    UPDATE ads_ad SET spent_cents = spent_cents + %(price)s
    WHERE id = %(ad)s AND version_id = %(version)s AND state = 'approved' AND NOT is_house
    AND (starts_at IS NULL OR starts_at <= %(at)s) AND (ends_at IS NULL OR ends_at > %(at)s)
    AND spent_cents + %(price)s <= budget_cents
    AND NOT EXISTS (
        SELECT 1 FROM ads_ownkey WHERE advertiser_id = %(advertiser)s
        AND address_hash IN (%(address)s, %(address_before)s)
    )
    {limits}
    RETURNING (SELECT landing_url FROM ads_adversion WHERE ads_adversion.id = ads_ad.version_id)
"""
_LIMIT = """AND (
        SELECT COUNT(*) FROM ads_click WHERE reason = '' AND at > %({name}_since)s
        AND {whose}_hash IN (%({whose})s, %({whose}_before)s)
    ) < {most}
    """
_LIMITS = tuple(
    (f"{whose}{number}", whose, most, stretch)
    for whose, limits in (("client", ONE_CLIENT), ("address", ONE_ADDRESS))
    for number, (most, stretch) in enumerate(limits)
)
_SPEND = _SPEND.format(
    limits="".join(_LIMIT.format(name=name, whose=whose, most=most) for name, whose, most, _ in _LIMITS)
)
_SPEND_TODAY = """
    INSERT INTO ads_adday (ad_id, day, spent_cents, cap_cents)
    SELECT id, %(day)s, %(price)s, daily_cap_cents FROM ads_ad
    WHERE id = %(ad)s AND (daily_cap_cents IS NULL OR daily_cap_cents >= %(price)s)
    ON CONFLICT (ad_id, day) DO UPDATE SET spent_cents = ads_adday.spent_cents + excluded.spent_cents
    WHERE ads_adday.cap_cents IS NULL
    OR ads_adday.spent_cents + excluded.spent_cents <= ads_adday.cap_cents
"""
_NOTE = """
    INSERT INTO ads_click (
        token_hash, ad_id, version_id, place, section, device, viewed_at, at, client_hash, address_hash,
        network_hash, gpc, browser, evidence, reason, charged_cents, transaction_id
    ) VALUES (
        %(token)s, %(ad)s, %(version)s, %(place)s, %(section)s, %(device)s, %(viewed)s, %(at)s, %(client)s,
        %(address)s, %(network)s, %(gpc)s, %(browser)s, %(evidence)s, '', %(price)s, %(transaction)s
    )
"""


class _Turn(Func):
    """Waits until no other transaction holds these words, and holds them until its own ends; always true.

    SQLite has one writer at a time anyway. Whoever takes several gives them in a sorted order.
    """

    output_field = BooleanField()

    def __init__(self, *words: str):
        super().__init__(*(Value(word, output_field=TextField()) for word in words))

    def as_sqlite(self, compiler, connection, **context):
        return "TRUE", []

    def as_postgresql(self, compiler, connection, **context):
        turns, params = [], []
        for word in self.source_expressions:
            sql, of_word = compiler.compile(word)
            turns.append(f"pg_advisory_xact_lock(hashtextextended({sql}, 0))::text")
            params += of_word
        return f"({' || '.join(turns)} = '')", params


class _NotChargedError(Exception):
    """Rolls the charge back."""


def charge(evidence: Evidence) -> tuple[str, str]:
    """Charge for the click of ``evidence``, at most once ever for its view.

    Returns ("", the address of the version that was shown and charged), or (the Reason why not, "").
    """
    facts = _facts(evidence)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            return "", _charge(cursor, evidence, facts)
    except (ledger.UncoveredError, _NotChargedError):
        return _why_not(evidence), ""
    except IntegrityError:
        if is_charged(evidence):
            return Reason.REPLAYED, ""
        raise


def _charge(cursor, evidence, facts):
    view = evidence.view
    earned = {ledger.account_code(view.advertiser_id): -view.price_cents, ledger.EARNED: view.price_cents}
    turn = Q(_Turn(*sorted(evidence.addresses)))
    posted = ledger.post(
        Transaction.Kind.CLICK, f"click:{view.token_hash}", earned, at=evidence.at, provided=turn
    )
    cursor.execute(_SPEND, facts)
    spent = cursor.fetchone()
    if spent is None:
        raise _NotChargedError
    cursor.execute(_SPEND_TODAY, facts)
    if not cursor.rowcount:
        raise _NotChargedError
    cursor.execute(_NOTE, facts | {"transaction": posted.pk})
    return spent[0]


def _facts(evidence):
    view, moment = evidence.view, connection.ops.adapt_datetimefield_value
    since = {f"{name}_since": moment(evidence.at - stretch) for name, _, _, stretch in _LIMITS}
    return since | {
        "token": view.token_hash,
        "ad": view.ad_id,
        "version": view.version_id,
        "advertiser": view.advertiser_id,
        "price": view.price_cents,
        "place": view.place,
        "section": view.section,
        "viewed": moment(view.at),
        "at": moment(evidence.at),
        "day": connection.ops.adapt_datefield_value(timezone.localdate(evidence.at)),
        "client": evidence.client_hash,
        "client_before": evidence.clients[1],
        "address": evidence.address_hash,
        "address_before": evidence.addresses[1],
        "network": evidence.network_hash,
        "device": evidence.device,
        "browser": evidence.browser,
        "evidence": json.dumps(evidence.for_keeping),
        "gpc": evidence.gpc,
    }


def give_back(click: Click) -> None:
    """Let the ad and its day spend again what ``click`` cost, after its charge was reversed in the books."""
    price, day = click.charged_cents, timezone.localdate(click.at)
    Ad.objects.filter(pk=click.ad_id).update(spent_cents=F("spent_cents") - price)
    AdDay.objects.filter(ad=click.ad_id, day=day).update(spent_cents=F("spent_cents") - price)


def is_charged(evidence: Evidence) -> bool:
    """Whether the view of ``evidence`` was charged before."""
    return Click.objects.filter(token_hash=evidence.view.token_hash, reason="").exists()


def _why_not(evidence):
    """The first reason in the order of the rules; read after the charge was rolled back."""
    if is_charged(evidence):
        return Reason.REPLAYED
    ad = Ad.objects.filter(pk=evidence.view.ad_id).first()
    reasons = (_why_not_running, _why_not_this_reader, _why_no_money)
    # What stood in the way may be gone by now: then it was the money, which comes and goes.
    return next((reason for why in reasons if ad and (reason := why(ad, evidence))), Reason.BALANCE)


def _why_not_running(ad, evidence):
    if ad.is_house:
        return Reason.HOUSE
    if ad.state != Ad.State.APPROVED:
        return Reason.PAUSED
    if ad.version_id != evidence.view.version_id:
        return Reason.REPLACED
    is_in_time = (ad.starts_at or evidence.at) <= evidence.at and (not ad.ends_at or evidence.at < ad.ends_at)
    return None if is_in_time else Reason.DATES


def _why_not_this_reader(ad, evidence):
    own = OwnKey.objects.filter(advertiser=ad.advertiser_id, address_hash__in=evidence.addresses)
    if own.exists():
        return Reason.OWN
    charged = Click.objects.charged()
    of_client = Q(client_hash__in=evidence.clients)
    if charged.filter(of_client, ad=ad, at__gt=evidence.at - DOUBLE_WITHIN).exists():
        return Reason.DOUBLE
    whose = {"client": of_client, "address": Q(address_hash__in=evidence.addresses)}
    is_often = any(
        charged.filter(whose[who], at__gt=evidence.at - stretch).count() >= most
        for _, who, most, stretch in _LIMITS
    )
    return Reason.OFTEN if is_often else None


def _why_no_money(ad, evidence):
    price = evidence.view.price_cents
    if ad.left_cents < price:
        return Reason.BUDGET
    today = AdDay.objects.filter(ad=ad, day=timezone.localdate(evidence.at)).first()
    cap, spent = (today.cap_cents, today.spent_cents) if today else (ad.daily_cap_cents, 0)
    return Reason.DAY if cap is not None and spent + price > cap else None
