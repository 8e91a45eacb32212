"""The books: they sum to zero, they only grow, and nobody gets below zero."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ads import ledger, services
from ads.audit import broken_invariants
from ads.models import Account, Advertiser, Click, Entry, Transaction
from ads.triggers import PROMISES
from tests.factories_ads import (
    a_human,
    a_live_ad,
    a_token,
    a_waiting_ad,
    an_advertiser,
    an_editor,
    balance_of,
    ledger_sum,
)

pytestmark = pytest.mark.django_db


def test_a_payment_recorded_twice_counts_once():
    advertiser, editor = an_advertiser(), an_editor()

    first = services.record_payment(advertiser, cents=2_500, reference="INV 7", by=editor)
    second = services.record_payment(advertiser, cents=2_500, reference=" inv  7 ", by=editor)

    assert (first.is_new, second) == (True, (first.payment, False))
    assert balance_of(advertiser) == 2_500
    assert {entry.account_id: entry.cents for entry in first.payment.entries.all()} == {
        f"advertiser:{advertiser.pk}": 2_500,
        "cash": -2_500,
    }


def test_a_reference_of_another_payment_is_refused():
    advertiser, editor = an_advertiser(), an_editor()
    services.record_payment(advertiser, cents=2_500, reference="INV 7", by=editor)

    with pytest.raises(services.Refused, match="already recorded for another payment"):
        services.record_payment(advertiser, cents=2_501, reference="INV 7", by=editor)
    with pytest.raises(services.Refused, match="already recorded for another payment"):
        services.record_payment(an_advertiser(), cents=2_500, reference="INV 7", by=editor)

    assert balance_of(advertiser) == 2_500


def test_a_reference_that_was_reversed_is_refused_when_it_comes_again():
    advertiser, editor = an_advertiser(), an_editor()
    payment = services.record_payment(advertiser, cents=2_500, reference="INV 7", by=editor).payment
    services.reverse_transaction(payment, by=editor, note="bounced")

    with pytest.raises(services.Refused, match="reference inv 7 was reversed"):
        services.record_payment(advertiser, cents=2_500, reference="inv 7", by=editor)

    assert balance_of(advertiser) == 0
    assert Transaction.objects.count() == 2


def test_no_payment_is_recorded_for_an_advertiser_who_never_confirmed():
    advertiser = Advertiser.objects.create(email="nobody@tea.example")

    with pytest.raises(services.Refused, match="has not confirmed"):
        services.record_payment(advertiser, cents=100, reference="A", by=an_editor())

    assert (Account.objects.count(), Transaction.objects.count()) == (0, 0)


@pytest.mark.parametrize(("cents", "reference"), [(0, "A"), (-100, "A"), (100, "  ")])
def test_a_payment_needs_an_amount_and_a_reference(cents, reference):
    with pytest.raises(services.Refused):
        services.record_payment(an_advertiser(), cents=cents, reference=reference, by=an_editor())


def test_a_credited_click_gives_back_its_price_once(live_ad):
    services.record_click(live_ad, evidence=a_human(a_token(live_ad)))
    charge = Transaction.objects.get(kind="click")

    reversal = services.reverse_transaction(charge, by=an_editor(), note="a robot after all")
    with pytest.raises(services.Refused, match="reversed before"):
        services.reverse_transaction(charge, by=an_editor(), note="again")
    with pytest.raises(services.Refused, match="cannot itself be reversed"):
        services.reverse_transaction(reversal, by=an_editor(), note="undo")

    live_ad.refresh_from_db()
    assert (balance_of(live_ad.advertiser), live_ad.spent_cents) == (1_000, 0)
    assert broken_invariants() == []


def test_a_spent_payment_cannot_be_taken_back(live_ad):
    services.record_click(live_ad, evidence=a_human(a_token(live_ad)))
    payment = Transaction.objects.get(kind="payment")

    with pytest.raises(services.Refused, match="already spent"):
        services.reverse_transaction(payment, by=an_editor(), note="bounced")

    assert balance_of(live_ad.advertiser) == 900


@pytest.mark.parametrize("entries", [{}, {"cash": 5}, {"cash": 5, "earned": -4}])
def test_a_posting_that_does_not_sum_to_zero_is_refused(entries):
    with pytest.raises(ValueError, match="do not sum to zero"):
        ledger.post("payment", "payment:x", entries, at=timezone.now())


@pytest.mark.parametrize("table", ["ads_entry", "ads_transaction", "ads_click"])
@pytest.mark.parametrize("deed", ["change", "delete", "empty"])
def test_raw_sql_cannot_change_the_books(live_ad, table, deed):
    services.record_click(live_ad, evidence=a_human(a_token(live_ad)))
    column = {"ads_entry": "cents", "ads_transaction": "kind", "ads_click": "charged_cents"}[table]
    statement = {
        "change": f"UPDATE {table} SET {column} = {column}",  # noqa: S608 - the names are above
        "delete": f"DELETE FROM {table}",  # noqa: S608 - as above
        "empty": f"TRUNCATE {table} CASCADE",
    }[deed]
    if deed == "empty" and connection.vendor == "sqlite":
        statement = f"DELETE FROM {table} WHERE 1 = 1"  # noqa: S608 - SQLite knows no TRUNCATE

    connection.check_constraints()  # what is pending would make PostgreSQL refuse to TRUNCATE anyway
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert ledger_sum() == 0
    assert Entry.objects.count() == 4


def test_an_approved_version_is_frozen_and_a_waiting_one_is_not(live_ad):
    waiting = a_waiting_ad().versions.get()
    waiting.headline = "Better words"
    waiting.save()
    waiting.delete()

    version = live_ad.versions.get()
    version.landing_url = "https://elsewhere.example/"
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()
    live_ad.version = None
    with pytest.raises(IntegrityError), transaction.atomic():
        type(version).objects.filter(pk=version.pk).delete()


def test_the_database_refuses_a_balance_below_zero(live_ad):
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(advertiser=live_ad.advertiser).update(balance_cents=-1)


def test_an_advertiser_with_money_cannot_be_deleted(live_ad):
    with pytest.raises(ProtectedError):
        Advertiser.objects.filter(pk=live_ad.advertiser_id).delete()

    assert ledger_sum() == 0


def test_the_system_check_names_a_missing_trigger():
    assert PROMISES.faults(["default"]) == []

    with connection.cursor() as cursor:
        on = " ON ads_entry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER ads_entry_stays{on}")

    assert [fault.msg for fault in PROMISES.faults(["default"])] == [
        "The trigger ads_entry_stays on ads_entry is missing: the books are not protected."
    ]
    PROMISES.install()
    assert PROMISES.faults(["default"]) == []


def test_the_system_check_lets_migrate_through_which_installs_what_is_missing(monkeypatch):
    PROMISES.lift()

    monkeypatch.setattr("sys.argv", ["manage.py", "migrate"])
    migrating = PROMISES.faults(["default"])
    monkeypatch.setattr("sys.argv", ["manage.py", "check"])
    checking = PROMISES.faults(["default"])
    PROMISES.install()

    assert migrating == []
    assert {fault.hint for fault in checking} == {"Run: manage.py migrate"}
    assert len(checking) >= len(PROMISES.triggers_on(connection.vendor))


DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), st.integers(1, 500), st.integers(0, 3)),
        st.tuples(st.just("click"), st.integers(0, 5), st.integers(0, 3)),
        st.tuples(st.just("reverse"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("pause"), st.booleans(), st.just(0)),
    ),
    max_size=14,
)


@given(deeds=DEEDS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_books_balance_after_any_sequence_of_deeds(db, deeds):
    with transaction.atomic():
        ad, editor = a_live_ad(balance_cents=120, budget_cents=400), an_editor()
        tokens = [a_token(ad) for _ in range(6)]
        charged = Click.objects.filter(reason="", ad=ad)
        for step in deeds:
            _do(step, ad=ad, tokens=tokens, editor=editor)

        paid = sum(Entry.objects.filter(account_id="cash").values_list("cents", flat=True))
        standing = charged.filter(transaction__reversed_by=None).count()
        assert ledger_sum() == 0
        assert balance_of(ad.advertiser) == -paid - 100 * standing
        assert broken_invariants() == []
        transaction.set_rollback(True)


def _do(step, *, ad, tokens, editor):
    deed, one, two = step
    if deed == "click":
        services.record_click(ad, evidence=a_human(tokens[one], client=f"reader {two}"))
    elif deed == "pause":
        (services.pause_ad if one else services.resume_ad)(ad)
    else:
        try:
            if deed == "pay":
                services.record_payment(ad.advertiser, cents=one, reference=f"invoice {two}", by=editor)
            else:
                posted = list(Transaction.objects.order_by("pk"))
                services.reverse_transaction(posted[one % len(posted)], by=editor, note="wrong")
        except services.Refused:
            pass
