"""Links that work once: what the rows, the queue and the mails hold, and who gets in by them."""

import re
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom import mailed_links
from newsroom.mailed_links import SIGN_IN, Purpose, account_of, forget_mailed_links, read, send_link, use
from newsroom.models import MailedLink, User
from newsroom.refusals import Refused
from tests.factories_mail import token_of

OTHER = Purpose(
    "other-deed", page="account_link", template="newsroom/mail/sign_in.txt", lasts=timedelta(hours=2)
)


def a_link(email="ada@example.org", purpose=SIGN_IN, **words):
    send_link(email, purpose, **words)
    return token_of(mail.outbox[-1])


def shift(delta):
    """As if every link had been made ``delta`` ago."""
    for link in MailedLink.objects.all():
        moved = {"made_at": link.made_at - delta, "ends_at": link.ends_at - delta}
        MailedLink.objects.filter(pk=link.pk).update(**moved)


@pytest.mark.django_db
def test_a_link_works_once_and_reading_it_changes_nothing():
    token = a_link(about="7", next_path="http://127.0.0.1:8000/latest/")

    seen = [read(token, SIGN_IN) for _ in range(3)]
    used = [use(token, SIGN_IN) for _ in range(3)]

    assert [(link.email, link.about, link.next_path) for link in seen] == [
        ("ada@example.org", "7", "/latest/")
    ] * 3
    assert [link and link.email for link in used] == ["ada@example.org", None, None]
    assert read(token, SIGN_IN) is None


@pytest.mark.django_db
def test_a_link_works_for_its_own_purpose_only():
    token = a_link(purpose=OTHER)

    assert (read(token, SIGN_IN), use(token, SIGN_IN)) == (None, None)
    assert use(token, OTHER).purpose == "other-deed"


@pytest.mark.django_db
@pytest.mark.parametrize(("purpose", "minutes"), [(SIGN_IN, 15), (OTHER, 120)])
def test_a_link_ends_to_the_second(purpose, minutes):
    token = a_link(purpose=purpose)
    assert f"within {minutes} minutes" in mail.outbox[0].body

    shift(timedelta(minutes=minutes, seconds=-5))
    assert read(token, purpose)
    shift(timedelta(seconds=5))

    assert (read(token, purpose), use(token, purpose)) == (None, None)


@pytest.mark.django_db
def test_the_token_stands_nowhere_but_in_the_mail(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    send_link("ada@example.org", SIGN_IN)
    queued = DBTaskResult.objects.get().args_kwargs["kwargs"]
    assert MailedLink.objects.get().token_hash is None

    mailed_links.mail_link.call(**queued)

    token = token_of(mail.outbox[0])
    link = MailedLink.objects.get()
    assert "ada" not in str(queued)
    assert len(token) == 32
    assert token not in str(MailedLink.objects.values().get())
    assert re.fullmatch(r"[0-9a-f]{64}", link.token_hash)
    assert token not in str(list(DBTaskResult.objects.values()))


@pytest.mark.django_db
def test_a_link_goes_with_the_transaction_of_its_cause():
    with transaction.atomic():
        send_link("ada@example.org", SIGN_IN)
        transaction.set_rollback(True)

    assert MailedLink.objects.count() == 0


@pytest.mark.django_db
def test_a_mail_server_that_is_away_is_asked_again_with_a_new_token_while_the_link_lasts(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    send_link("ada@example.org", SIGN_IN)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there

    mailed_links.mail_link.call(**DBTaskResult.objects.get().args_kwargs["kwargs"])
    first = MailedLink.objects.get().token_hash
    again = DBTaskResult.objects.latest("enqueued_at").args_kwargs["kwargs"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mailed_links.mail_link.call(**again)

    assert again["attempt"] == 2
    assert MailedLink.objects.get().token_hash != first
    assert use(token_of(mail.outbox[0]), SIGN_IN)
    mailed_links.mail_link.call(**again)  # used: nothing more to mail
    MailedLink.objects.update(used_at=None)
    shift(timedelta(minutes=15))
    mailed_links.mail_link.call(**again)  # over
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_recipient_gets_five_an_hour_for_each_purpose_and_nobody_is_told():
    answers = [send_link("ada@example.org", SIGN_IN, sender=f"s{number}") for number in range(7)]
    send_link("ADA@example.org", SIGN_IN)
    send_link("eva@example.org", SIGN_IN)
    send_link("ada@example.org", OTHER)

    assert answers == [None] * 7
    assert [sent.to[0] for sent in mail.outbox] == [
        *["ada@example.org"] * 5,
        "eva@example.org",
        "ada@example.org",
    ]


@pytest.mark.django_db
def test_a_sender_gets_twenty_an_hour_whatever_for():
    for number in range(20):
        send_link(f"a{number}@example.org", OTHER if number % 2 else SIGN_IN, sender="s")

    with pytest.raises(Refused, match="Many links were asked for"):
        send_link("b@example.org", SIGN_IN, sender="s")
    send_link("b@example.org", SIGN_IN, sender="t")
    send_link("b@example.org", SIGN_IN)

    assert len(mail.outbox) == MailedLink.objects.count() == 22


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "subject"),
    [
        ({"is_staff": True}, "You sign in to The Harbour Gazette at the desk"),
        ({"is_superuser": True}, "You sign in to The Harbour Gazette at the desk"),
        ({"is_active": False}, "Your account with The Harbour Gazette is closed"),
        ({"is_active": False, "is_staff": True}, "Your account with The Harbour Gazette is closed"),
    ],
)
def test_staff_and_closed_accounts_are_mailed_no_link_and_are_no_account(fields, subject):
    User.objects.create_user("Ada@example.org", **fields)

    send_link("ada@example.org", SIGN_IN)

    assert mail.outbox[0].subject == subject
    assert "/account/link/" not in mail.outbox[0].body
    assert account_of("ada@example.org") is None
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_link_for_another_purpose_is_mailed_to_staff_too():
    User.objects.create_user("ada@example.org", is_staff=True)

    assert use(a_link(purpose=OTHER), OTHER).email == "ada@example.org"


@pytest.mark.django_db
def test_an_account_is_made_once_with_nothing_but_its_address():
    first = account_of("ada@example.org")

    assert account_of("ADA@example.org") == first
    assert (first.email, first.name, first.has_usable_password()) == ("ada@example.org", "", False)
    assert (first.is_staff, first.is_superuser, first.groups.count()) == (False, False, 0)


@pytest.mark.django_db
def test_links_whose_time_is_over_are_forgotten():
    a_link()
    old = MailedLink.objects.get().pk
    shift(timedelta(minutes=16))
    a_link("eva@example.org", OTHER)

    forget_mailed_links()

    assert not MailedLink.objects.filter(pk=old).exists()
    assert MailedLink.objects.get().email == "eva@example.org"


def all_at_once(deeds):
    """Run every deed in a thread of its own, all from the same moment; return what each gave."""
    barrier, given = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(number, deed):
        try:
            barrier.wait()
            given[number] = deed()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def pressing(token):
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    return lambda: (client.post(f"/account/link/{token}/").status_code, "session" in client.cookies)


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_presses_on_one_link_one_signs_in():
    token = a_link()

    answers = all_at_once([pressing(token) for _ in range(16)])

    assert sorted(answers) == [(302, True), *[(410, False)] * 15]
    assert User.objects.get().email == "ada@example.org"


@pytest.mark.django_db(transaction=True)
def test_five_links_of_one_new_address_at_once_make_one_account():
    tokens = [a_link() for _ in range(5)]

    answers = all_at_once([pressing(token) for token in tokens])

    assert answers == [(302, True)] * 5
    assert User.objects.count() == 1
    assert timezone.now() - User.objects.get().last_login < timedelta(minutes=1)
