"""One person whose address, name and network address are marks, in every table that can hold them."""

from django.core import mail
from django.test import Client

from ads import services as ads
from ads.forms import AdPictureField
from ads.models import Ad, Advertiser, Transaction
from articles import services as articles
from articles.services.sharing import share_draft
from comments import services as comments
from comments.models import Ban, CommenterNote
from newsroom.mail import queue_mail
from newsroom.mailed_links import SIGN_IN, send_link
from newsroom.models import User
from newsroom.senders import sender_key
from tests.factories_ads import a_human, a_picture_file, a_token, an_editor
from tests.factories_articles import make_article, make_live
from tests.factories_comments import a_comment
from tests.factories_desk import client_of, make_chief
from tests.factories_mail import token_of

EMAIL, NAME, SENDER = "zyxmark.person@zyxhost.example", "Zyxgiven Zyxfamily", "203.0.113.77"
MARKS = ("zyxmark", "zyxgiven", "zyxfamily", SENDER)
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def fill(settings):
    """The person signs in, reports errors, is sent a draft, advertises and is written to."""
    _sign_in_and_be_edited()
    _report_and_be_sent_a_draft()
    _advertise()
    _comment()
    settings.TASKS = QUEUE
    queue_mail(EMAIL.upper(), "newsroom/mail/account_closed.txt")
    queue_mail("desk@paper.example", "ads/mail/renewed.txt", {"path": f"/{NAME} of {EMAIL}/"})
    send_link(EMAIL, SIGN_IN, headline=f"For {NAME}", sender="s")


def _sign_in_and_be_edited():
    reader = Client(headers={"Sec-Fetch-Site": "same-origin"}, REMOTE_ADDR=SENDER)
    reader.post("/account/sign-in/", {"email": EMAIL.title()})
    reader.post(f"/account/link/{token_of(mail.outbox[-1])}/")
    reader.post("/account/", {"name": NAME})
    person = User.objects.get(email=EMAIL)
    client_of(make_chief()).post(
        f"/admin/newsroom/user/{person.pk}/change/", {"email": EMAIL, "name": f"{NAME} II", "is_active": "on"}
    )
    User.objects.filter(pk=person.pk).update(name=NAME)


def _report_and_be_sent_a_draft():
    article = make_live()
    claim = f"It was 1931. Write to {EMAIL}!"
    articles.report_error(article.pk, quote="1932", claim=claim, email=EMAIL, sender=_hashed())
    articles.add_note(article, by=an_editor(), text=f"Ask {EMAIL} about it.")
    for for_whom in (NAME, f"the lawyer <{EMAIL}>"):
        share_draft(make_article(), by=an_editor(), for_whom=for_whom, days=3)


def _hashed():
    return sender_key(type("Request", (), {"META": {"REMOTE_ADDR": SENDER}}), "reports")


def _advertise():
    """One ad that ran and was paid back, one turned down, one that waits, one unconfirmed."""
    ran, turned_down, waiting, _ = (
        _submit(headline) for headline in ("Ran", "Turned down", "Waits", "Nobody")
    )
    for ad in (ran, turned_down, waiting):
        ads.confirm_submission(ad)
    ads.approve_version(ran.versions.get(), by=an_editor())
    ads.reject_version(turned_down.versions.get(), by=an_editor(), reason=f"Not {NAME}'s to sell.")
    advertiser = Advertiser.objects.get()
    ads.renew_addresses(advertiser, by=an_editor())
    payment = ads.record_payment(advertiser, cents=500, reference="invoice 7", by=an_editor()).payment
    ad = Ad.objects.for_clicks().get(pk=ran.pk)
    assert ads.record_click(ad, evidence=a_human(a_token(ad))) == ""
    ads.reverse_transaction(Transaction.objects.get(kind="click"), by=an_editor(), note="By mistake.")
    ads.reverse_transaction(payment, by=an_editor(), note="Paid back.")


def _comment():
    """A reply that was answered and followed; the person has a record, a ban and a note."""
    article = make_live()
    reply = a_comment(article, name=NAME, email=EMAIL, text=f"Write to {EMAIL}.")
    a_comment(article, parent=reply, email="ola@example.org")
    comments.prove_address(reply)
    comments.follow_comment(reply, is_proved=True)
    Ban.objects.create(email=EMAIL)
    CommenterNote.objects.create(email=EMAIL, text=f"{NAME} knows the port.")


def _submit(headline):
    picture = AdPictureField().clean(a_picture_file())
    return ads.submit_ad(
        email=EMAIL,
        budget_cents=10_000,
        image=picture,
        headline=headline,
        text=f"{NAME} sells tea." if headline != "Ran" else "We sell tea.",
        call_to_action="Look",
        alt="Tea",
        landing_url="https://tea.example/",
        paid_by=NAME,
    )
