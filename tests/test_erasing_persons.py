"""One person in every table that can hold one, put there by the house's own services; then erased.

The whole database is searched, every column of every table. Who adds a table with somebody's address, name or
account adds to ``fill`` (a test below tells which are not filled).
"""

import json
import stat

import pytest
from django.apps import apps
from django.core import mail
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client
from django.utils import timezone

from ads import services as ads
from ads.models import Ad, AdVersion, Advertiser
from articles import services as articles
from articles.models import Author, ErrorReport, Note, ShareLink
from articles.services.sharing import share_draft
from newsroom.mail import queue_mail
from newsroom.mailed_links import SIGN_IN, send_link
from newsroom.models import AuditEntry, MailedLink, User
from tests.database_dump import dump, places_of
from tests.factories_ads import an_editor, balance_of
from tests.factories_articles import make_author, make_live
from tests.factories_desk import client_of, make_chief
from tests.factories_mail import token_of
from tests.factories_persons import EMAIL, MARKS, NAME, QUEUE, fill

pytestmark = pytest.mark.django_db

PUBLIC = {
    ("ads_adversion", "paid_by"),  # of approved versions: readers may know who paid
    ("ads_document", "buyer_name"),  # receipts are kept as they were issued: the law says so
    ("ads_document", "buyer_address"),
}
# Tables that hold people of the staff alone, or what is nobody's in particular.
STAFF_ONLY = {
    *(
        "newsroom_auditentry",
        "articles_article",
        "articles_correction",
        "articles_edition",
        "articles_erasure",
    ),
    *("articles_photo", "articles_policy", "articles_presence", "articles_recording", "articles_frontslot"),
    *("ads_transaction", "ads_adreport", "articles_author"),
    *(
        "otp_static_staticdevice",
        "otp_totp_totpdevice",
        "newsroom_user_groups",
        "newsroom_user_user_permissions",
    ),
}
# Tables that know an advertiser by the number of the account alone.
NUMBERS_ONLY = {"ads_checkout", "ads_refund", "ads_clickalert"}


def erase(**options):
    call_command("erase_person", EMAIL, **options)


def test_of_an_erased_person_the_whole_database_holds_only_what_is_public_record(settings):
    fill(settings)
    assert {table for table, _ in places_of(*MARKS)} >= {
        *("newsroom_user", "newsroom_mailedlink", "newsroom_auditentry", "django_admin_log"),
        *("articles_errorreport", "articles_sharelink", "articles_note"),
        *("comments_comment", "comments_commenter", "comments_follow", "comments_revision"),
        *("ads_advertiser", "ads_adversion", "django_tasks_database_dbtaskresult"),
    }

    erase()

    assert places_of(*MARKS) == PUBLIC
    assert [v.headline for v in AdVersion.objects.filter(paid_by=NAME)] == ["Ran"]


def test_the_person_was_in_every_table_that_can_hold_one(settings):
    fill(settings)
    people = {User, Advertiser}
    holding = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if any(
            isinstance(f, models.EmailField) or f.related_model in people for f in model._meta.concrete_fields
        )
    }

    filled = {table for table, _ in dump()}

    assert holding - filled - STAFF_ONLY - NUMBERS_ONLY == set()


def test_nobody_else_loses_anything(settings):
    near = ("a" + EMAIL, EMAIL + ".example", "b." + EMAIL)
    others = [User.objects.create_user(address, name=NAME) for address in near]
    article = make_live()
    for other in others:
        Advertiser.objects.create(email=other.email)
        articles.report_error(article.pk, quote="a", claim=f"Ask {other.email}.", email=other.email)
        send_link(other.email, SIGN_IN)
        share_draft(article, by=an_editor(), for_whom=f"Somebody at {other.email}", days=1)
        client_of(make_chief()).post(
            f"/admin/newsroom/user/{other.pk}/change/",
            {"email": other.email, "name": "Else", "is_active": "on"},
        )
    settings.TASKS = QUEUE
    for other in others:
        queue_mail(other.email, "newsroom/mail/account_closed.txt")
    before = dump()

    erase()

    assert dump() == before


def test_a_dry_run_says_what_would_go_and_changes_nothing(settings, capsys):
    fill(settings)
    before, images = dump(), _images()

    erase(dry_run=True)

    assert dump() == before
    assert all(default_storage.exists(name) for name in images)
    said = capsys.readouterr().out
    assert "Ads: 3 versions that were never approved" in said
    assert said.endswith("Nothing was erased: this is what would go.\n")


def _images():
    return set(AdVersion.objects.values_list("image", flat=True))


def test_pictures_that_were_never_shown_go_and_the_shown_one_stays(
    settings, django_capture_on_commit_callbacks
):
    fill(settings)
    images, shown = _images(), set(AdVersion.objects.filter(headline="Ran").values_list("image", flat=True))

    with django_capture_on_commit_callbacks(execute=True):
        erase()

    assert {name for name in images if default_storage.exists(name)} == shown


def test_what_stays_is_whole(settings):
    """The books balance, the ad that ran has stopped, what the desk did is still told."""
    fill(settings)
    deeds = set(AuditEntry.objects.values_list("at", "verb", "noun", "row_id"))

    erase()
    erase()

    call_command("audit_ledger")
    advertiser = Advertiser.objects.get()
    assert (advertiser.email, advertiser.name) == (f"erased-{advertiser.pk}@erased.invalid", "")
    assert balance_of(advertiser) == 0
    assert [(ad.state, ad.versions.count()) for ad in Ad.objects.all()] == [("paused", 1)]
    assert deeds <= set(AuditEntry.objects.values_list("at", "verb", "noun", "row_id"))
    report = ErrorReport.objects.get()
    assert (report.quote, report.claim, report.sender) == ("1932", "(erased)", "")
    assert set(ShareLink.objects.values_list("for_whom", flat=True)) == {"(erased)"}
    assert Note.objects.get().text == "(erased)"
    assert MailedLink.objects.count() == 0
    erased = AuditEntry.objects.get(verb="erased")
    assert (erased.noun, erased.title, erased.by) == ("newsroom.user", "(erased)", None)


def test_the_session_ends_with_the_account(settings):
    reader = Client(headers={"Sec-Fetch-Site": "same-origin"})
    reader.post("/account/sign-in/", {"email": EMAIL})
    reader.post(f"/account/link/{token_of(mail.outbox[-1])}/")

    erase()

    assert reader.get("/account/").status_code == 302
    assert User.objects.count() == 0


def test_money_is_refunded_first_and_until_then_nothing_is_erased(settings):
    fill(settings)
    ads.record_payment(Advertiser.objects.get(), cents=700, reference="invoice 8", by=an_editor())
    before = dump()

    with pytest.raises(CommandError, match=r"has \$7\.00 on the balance: refund it first"):
        erase()

    assert dump() == before


@pytest.mark.parametrize("rights", [{"is_staff": True}, {"is_superuser": True}])
def test_the_staff_is_refused_until_their_rights_are_taken_away(rights, settings):
    fill(settings)
    User.objects.filter(email=EMAIL).update(**rights)
    before = dump()
    with pytest.raises(CommandError, match="is on the staff"):
        erase()
    assert dump() == before

    User.objects.filter(email=EMAIL).update(is_staff=False, is_superuser=False)
    erase()

    assert places_of(*MARKS) == PUBLIC


def test_of_somebody_who_left_the_staff_an_empty_row_stays_where_the_books_name_them():
    person = make_chief(email="zyxmark.before@zyxhost.example", name=NAME)
    advertiser = Advertiser.objects.create(email="x@tea.example", confirmed_at=timezone.now())
    ads.record_payment(advertiser, cents=500, reference="invoice 9", by=person)
    client_of(person).post("/admin/articles/section/add/", {"name": "Sea", "slug": "sea", "position": "7"})
    person.email, person.is_staff, person.is_superuser = EMAIL, False, False
    person.save()

    erase()

    person.refresh_from_db()
    assert (person.email, person.name, person.is_active) == (f"erased-{person.pk}@erased.invalid", "", False)
    assert set(AuditEntry.objects.filter(by=person).values_list("by_name", flat=True)) == {"(erased)"}
    assert places_of(*MARKS) == set()


def test_an_author_s_page_is_public_record_and_is_named(capsys):
    make_author(name=NAME, email=EMAIL)

    erase()

    assert Author.objects.get().email == EMAIL
    assert "1 authors' pages name the address (public record" in capsys.readouterr().out


def test_what_is_no_address_is_refused():
    with pytest.raises(CommandError, match="is no e-mail address"):
        call_command("erase_person", "zyx")


def test_the_export_has_it_all_for_its_owner_alone(settings, tmp_path, capsys):
    fill(settings)
    file = tmp_path / "person.jsonl"
    file.touch(0o644)

    call_command("export_person", EMAIL.upper(), "--output", str(file))

    rows = [json.loads(line) for line in file.read_text().splitlines()]
    kinds = {row["row"] for row in rows}
    assert kinds == {
        *("account", "sessions", "mailed link", "mail or other task", "error report", "share link"),
        *("advertiser", "ad", "version of an ad", "entry of the books"),
        *("commenter", "comment", "like", "report of a comment", "ban", "note"),
        *("receipt", "credit note", "token for programs"),
    }
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sum(row["cents"] for row in rows if row["row"] == "entry of the books") == 0
    assert Advertiser.objects.get().secret.hex not in file.read_text().replace("-", "")
    assert f"{len(rows)} rows about" in capsys.readouterr().out


def test_an_export_that_cannot_be_written_says_so(tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        call_command("export_person", EMAIL, "--output", str(tmp_path / "no" / "file"))
