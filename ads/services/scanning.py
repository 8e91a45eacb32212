from datetime import date, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from ads import links
from ads.models import ClickAlert
from ads.money import dollars
from ads.patterns import charged_clicks, odd_patterns
from ads.services.payments import reverse_transaction
from newsroom.audit import record
from newsroom.mail import queue_mail
from newsroom.refusals import Refused

DAYS = 2  # looked at again: a chore that did not run yesterday is made up for today
_PATTERN, _STATE = ClickAlert.Pattern, ClickAlert.State
_HELD = (_PATTERN.ONE_NETWORK, _PATTERN.HIGH_RATE)


def scan_clicks() -> None:
    """Look at the days that ended last for odd patterns, and act on each once (chore)."""
    today = timezone.localdate()
    for back in range(DAYS, 0, -1):
        scan_day(today - timedelta(days=back))


def scan_day(day: date) -> None:
    """Act on what is odd about the clicks of ``day``, once for each ad and pattern.

    Clicks from one address are given back at once. Those from one network, which honest readers share, and
    more than views explain are held for the desk. Of all these the advertiser hears from us before they ask;
    a spike alone is for the desk.
    """
    for odd in odd_patterns(day):
        with transaction.atomic():
            alert, is_new = ClickAlert.objects.get_or_create(
                ad_id=odd.ad_id, day=day, pattern=odd.pattern, defaults=_facts(odd, day)
            )
            if is_new and alert.pattern in _HELD:
                _tell(alert, credited_cents=0)
    for alert in ClickAlert.objects.filter(day=day, pattern=_PATTERN.ONE_ADDRESS, state=_STATE.OPEN):
        credit_alert(alert, by=None)


def _facts(odd, day):
    """What is kept of it; of some clicks their numbers, since the keys they share are forgotten sooner."""
    facts = {name: getattr(odd, name) for name in ("clicks", "odd", "views")}
    if odd.came_from is not None:
        standing = charged_clicks(day).filter(ad=odd.ad_id, transaction__reversed_by=None, **odd.came_from)
        facts["click_ids"] = list(standing.values_list("pk", flat=True))
    return facts


def credit_alert(alert: ClickAlert, *, by) -> int:
    """Give back what the odd clicks of ``alert`` cost, each once, and tell the advertiser; return the cents.

    May be called again after a crash half-way: what was given back is not given again.
    """
    if alert.state != _STATE.OPEN:
        return 0
    odd, note = _odd_clicks(alert), _("Given back: %s") % alert
    for click in odd.filter(transaction__reversed_by=None).select_related("transaction"):
        try:
            reverse_transaction(click.transaction, by=by, note=note)
        except Refused:  # somebody gave it back meanwhile
            continue
    notes = odd.filter(transaction__reversed_by__note=note)
    cents = notes.aggregate(total=Sum("charged_cents", default=0))["total"]
    with transaction.atomic():
        if not _decide(alert, _STATE.CREDITED, by=by, credited_cents=cents):
            return 0
        _tell(alert, credited_cents=cents)
    return cents


def dismiss_alert(alert: ClickAlert, *, by) -> bool:
    """Note that the clicks were found to be right; return whether the alert was open."""
    with transaction.atomic():
        return _decide(alert, _STATE.DISMISSED, by=by)


def _decide(alert, state, *, by, **more):
    opened = ClickAlert.objects.filter(pk=alert.pk, state=_STATE.OPEN)
    if not opened.update(state=state, decided_by=by, **more):
        return False
    record(state, alert, by=by, after={"state": state} | more)
    return True


def _odd_clicks(alert):
    clicks = charged_clicks(alert.day).filter(ad=alert.ad_id)
    return clicks if alert.click_ids is None else clicks.filter(pk__in=alert.click_ids)


def _tell(alert, *, credited_cents):
    advertiser = alert.ad.advertiser
    if advertiser.confirmed_at is None:  # who was erased reads no mail
        return
    context = {
        "alert": alert,
        "day": alert.day,
        "headline": alert.ad.version.headline,
        "credited": bool(credited_cents),
        "amount": dollars(credited_cents),
        "path": links.status_path(advertiser),
    }
    queue_mail(advertiser.email, "ads/mail/odd_clicks.txt", context)
