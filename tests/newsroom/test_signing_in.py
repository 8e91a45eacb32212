"""How often somebody may try to sign in, and what they are told."""

import pytest
from django.test import Client

from newsroom import rates, signing_in
from newsroom.models import AuditEntry, User

pytestmark = pytest.mark.django_db
TRY = "/admin/login/?next=/admin/"
PASSWORD = "a long secret"


@pytest.fixture(autouse=True)
def _still_clock(monkeypatch):
    monkeypatch.setattr(rates.time, "time", lambda: 9_000_000.0)


@pytest.fixture
def ada():
    return User.objects.create_user("ada@example.org", PASSWORD, is_staff=True)


def sign_in(email, password="", *, address="192.0.2.1"):
    typed = {"username": email, "password": password or "wrong"}
    return Client(REMOTE_ADDR=address).post(TRY, typed)


def statuses(number, email, **words):
    return [sign_in(email, **words).status_code for _ in range(number)]


def test_ten_tries_on_an_account_and_no_more(ada):
    wrong = statuses(10, "ada@example.org")

    right = sign_in("ada@example.org", PASSWORD)

    assert wrong == [422] * 10
    assert right.status_code == 429
    assert right.headers["Retry-After"] == "900"
    assert signing_in.TOO_OFTEN in right.text
    assert "_auth_user_id" not in right.client.session


def test_what_was_typed_is_kept_but_the_password(ada):
    statuses(10, "ada@example.org")

    page = sign_in("ada@example.org", "my own dear secret").text

    assert 'value="ada@example.org"' in page
    assert "my own dear secret" not in page


def test_the_account_is_held_for_other_addresses_and_other_spellings(ada):
    statuses(10, "ada@example.org")

    assert sign_in(" ADA@Example.ORG ", PASSWORD, address="198.51.100.7").status_code == 429


def test_an_account_that_does_not_exist_answers_alike():
    answers = statuses(11, "nobody@example.org")

    assert answers == [422] * 10 + [429]


def test_thirty_tries_from_an_address_whatever_the_account(ada):
    tries = [sign_in(f"guess-{number}@example.org").status_code for number in range(30)]

    assert tries == [422] * 30
    assert sign_in("ada@example.org", PASSWORD).status_code == 429
    assert sign_in("ada@example.org", PASSWORD, address="198.51.100.7").status_code == 302


def test_a_success_lets_nobody_try_more_often(ada):
    own = User.objects.create_user("own@example.org", PASSWORD, is_staff=True)
    tries = []
    for number in range(39):
        email, password = (own.email, PASSWORD) if number % 5 == 4 else (f"g{number}@example.org", "wrong")
        tries.append(sign_in(email, password).status_code)

    assert tries == ([422] * 4 + [302]) * 7 + [422] * 2 + [429] * 2


def test_who_signs_in_rightly_is_never_shut_out(ada):
    assert [sign_in("ada@example.org", PASSWORD).status_code for _ in range(40)] == [302] * 40


def test_after_a_quarter_of_an_hour_it_is_forgotten(ada, monkeypatch):
    statuses(10, "ada@example.org")
    monkeypatch.setattr(rates.time, "time", lambda: 9_000_900.0)

    assert sign_in("ada@example.org", PASSWORD).status_code == 302


def test_who_comes_in_is_written_down_and_who_does_not_is_not(ada):
    sign_in("ada@example.org")
    sign_in("ada@example.org", PASSWORD)

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by, entry.row_id) == ("signed in", ada, str(ada.pk))


def test_no_address_is_stored(ada):
    sign_in("ada@example.org", address="192.0.2.77")

    names = " ".join(rates.RateWindow.objects.values_list("name", flat=True))
    assert names
    assert "192.0.2.77" not in names
    assert "ada@" not in names
