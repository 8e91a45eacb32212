"""What the page about money asks the database: no more for whoever has much."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ads import services, statements
from ads.balances import promotional_cents
from tests.factories_ads import a_human, a_live_ad, a_token, an_advertiser, an_editor

pytestmark = pytest.mark.django_db


def asked(advertiser):
    with CaptureQueriesContext(
        connection,
    ) as questions:
        shown = statements.money(advertiser)
    return len(questions), max(len(question["sql"]) for question in questions), shown


def test_it_asks_as_much_for_six_promotions_as_for_one():
    advertiser = an_advertiser()
    counts = []
    for number in range(6):
        services.give_promotion(advertiser, cents=100, once=f"{number}", by=an_editor(), note="more")
        count, _, shown = asked(advertiser)
        counts.append(count)
        assert shown["promotional_cents"] == 100 * (number + 1)

    assert len(set(counts)) == 1


def test_promotions_between_clicks_are_each_used_up_by_what_came_later():
    ad = a_live_ad(balance_cents=500)
    for number in range(3):
        services.give_promotion(ad.advertiser, cents=150, once=f"{number}", by=an_editor(), note="more")
        services.record_click(ad, evidence=a_human(a_token(ad), client=f"reader {number}"))

    assert promotional_cents(ad.advertiser) == 150


def test_only_the_documents_of_what_is_shown_are_read(monkeypatch):
    monkeypatch.setattr(statements, "SHOWN", 2)
    advertiser = an_advertiser()
    lengths = []
    for number in range(12):
        services.record_payment(advertiser, cents=100, reference=f"{number}", by=None)
        if number in (2, 9):
            _, longest, shown = asked(advertiser)
            lengths.append(longest)
            assert [move["document"].number for move in shown["moves"]] == [number + 1, number]

    assert lengths[1] - lengths[0] < 10


def test_what_is_shown_and_what_came_before_add_up_to_the_balance_less_the_debt(monkeypatch):
    monkeypatch.setattr(statements, "SHOWN", 2)
    ad = a_live_ad(balance_cents=0)
    paid = services.record_payment(ad.advertiser, cents=500, reference="A", by=None).payment
    for number in range(2):
        services.record_click(ad, evidence=a_human(a_token(ad), client=f"reader {number}"))
    services.give_credit(ad.advertiser, cents=70, once="a", by=an_editor(), note="sorry")
    services.record_dispute(paid, by=an_editor(), note="The bank took it back.")

    _, _, shown = asked(ad.advertiser)

    assert (shown["clicks_cents"], shown["earlier_cents"], shown["total_cents"]) == (-200, 500, -130)
    assert [move["cents"] for move in shown["moves"]] == [-500, 70]
    assert shown["balance_cents"] - shown["owed_cents"] == -130
