"""Links that show a draft to somebody without an account."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import services
from articles.models import Article, ShareLink, ShareOpening
from articles.photos import add_photo
from articles.roles import ROLES
from articles.services.sharing import MOST_OPENINGS, open_share, revoke_share, share_draft
from newsroom.models import AuditEntry
from tests.factories_articles import make_article, make_author, make_editor, make_live
from tests.factories_desk import STORIES, client_of, make_chief, make_person
from tests.factories_pictures import a_picture_file, an_uploader

pytestmark = pytest.mark.django_db


def _shared(article=None, *, for_whom="Ida Holm", days=3):
    return share_draft(article or make_article(), by=None, for_whom=for_whom, days=days)


def _expire(link):
    at = timezone.now()
    ShareLink.objects.filter(pk=link.pk).update(made_at=at - timedelta(days=2), expires_at=at)


def test_the_link_shows_the_working_text_as_it_is_now_and_for_whom():
    article = make_live(headline="As readers know it", key_points=["A point"])
    _, token = _shared(article)
    Article.objects.filter(pk=article.pk).update(headline="As it stands now")

    answer = Client().get(f"/draft/{token}/")

    assert answer.status_code == 200
    assert '<h1 class="article-headline">As it stands now</h1>' in answer.text
    assert "A point" in answer.text
    assert re.search(r'class="draft-mark"><strong>Draft</strong> For Ida Holm, in confidence', answer.text)


def test_the_page_is_kept_by_nobody_framed_by_nobody_and_sets_no_cookie():
    _, token = _shared()
    client = client_of(make_chief())  # even for somebody who is signed in

    answer = client.get(f"/draft/{token}/")

    headers = answer.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert not answer.cookies
    assert '<meta name="robots" content="noindex">' in answer.text


def test_the_page_has_no_ad_no_reply_form_and_nothing_of_the_desk():
    article = make_live(headline="Ready", bylines=[make_author()])
    services.add_note(article, by=None, text="Ask the lawyer first")
    _, token = _shared(article)

    text = Client().get(f"/draft/{token}/").text

    assert not re.search(r"<iframe|<form|<textarea|<script", text)
    for hidden in ("lawyer", "/admin/", "Leave a Reply", "Advertisement", token):
        assert hidden not in text


def test_links_that_open_nothing_answer_with_one_and_the_same_page():
    revoked, revoked_token = _shared()
    revoke_share(revoked, by=None)
    expired, expired_token = _shared()
    _expire(expired)
    trashed = make_article()
    _, trashed_token = _shared(trashed)
    services.trash(trashed, by=None)
    tokens = ["never-made", "x" * 500, "%00", "é", revoked_token, expired_token, trashed_token]

    answers = [Client().get(f"/draft/{token}/") for token in tokens]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({(a.headers["Cache-Control"], a.headers["Referrer-Policy"]) for a in answers}) == 1
    assert "This link does not open" in answers[0].text
    assert not ShareOpening.objects.exists()


def test_only_the_hash_of_the_token_is_stored():
    link, token = _shared()

    stored = repr(ShareLink.objects.values().get()) + repr(list(AuditEntry.objects.values()))

    assert len(token) == 32
    assert token not in stored
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()


def test_each_opening_is_noted_with_its_time_and_nothing_else():
    link, token = _shared()

    Client().get(f"/draft/{token}/", REMOTE_ADDR="203.0.113.7", headers={"User-Agent": "Spy"})
    Client().get(f"/draft/{token}/")

    assert link.openings.count() == 2
    assert {field.name for field in ShareOpening._meta.fields} == {"id", "link", "at"}


def test_no_more_openings_are_noted_than_fit():
    link, token = _shared()
    ShareOpening.objects.bulk_create(ShareOpening(link=link) for _ in range(MOST_OPENINGS))

    assert open_share(token) == link

    assert link.openings.count() == MOST_OPENINGS


@pytest.mark.parametrize("days", [1, 3, 7])
def test_a_link_lasts_as_long_as_was_chosen(days):
    link, _ = _shared(days=days)

    assert link.expires_at - link.made_at == timedelta(days=days)


def test_a_link_for_nobody_for_ever_or_from_the_trash_is_refused():
    article = make_article()
    for words in ({"for_whom": "  ", "days": 1}, {"for_whom": "Ida", "days": 30}):
        with pytest.raises(services.Refused):
            share_draft(article, by=None, **words)
    services.trash(article, by=None)
    with pytest.raises(services.Refused):
        share_draft(article, by=None, for_whom="Ida", days=1)

    assert not ShareLink.objects.exists()


def test_sharing_and_revoking_stand_in_the_audit_log_once_each():
    editor = make_editor()
    link, _ = share_draft(make_article(), by=editor, for_whom="Ida", days=1)

    assert [revoke_share(link, by=editor), revoke_share(link, by=editor)] == [True, False]

    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "by")) == [
        ("shared the draft of", editor.pk),
        ("revoked a share link of", editor.pk),
    ]


def test_the_address_is_shown_once_at_the_desk():
    article, client = make_article(), client_of(make_chief())
    address = f"{STORIES}{article.pk}/share/"

    made = client.post(address, {"for_whom": "Ida Holm", "days": "7"})

    token = re.search(r'value="http[^"]*/draft/([\w-]{32})/"', made.text).group(1)
    assert "no-store" in made.headers["Cache-Control"]
    assert Client().get(f"/draft/{token}/").status_code == 200
    listed = client.get(address).text
    assert token not in listed
    assert "Ida Holm" in listed
    assert "opened 1 time," in listed


def test_a_link_is_revoked_at_the_desk():
    article, client = make_article(), client_of(make_chief())
    link, token = _shared(article)

    answer = client.post(f"{STORIES}{article.pk}/share/{link.pk}/revoke/", follow=True)

    assert "The link for Ida Holm no longer opens." in answer.text
    assert "Revoked" in answer.text
    assert Client().get(f"/draft/{token}/").status_code == 404


def test_a_form_without_a_name_comes_back():
    article, client = make_article(), client_of(make_chief())

    answer = client.post(f"{STORIES}{article.pk}/share/", {"for_whom": "", "days": "9"})

    assert answer.status_code == 422
    assert "Say for whom the link is." in answer.text
    assert not ShareLink.objects.exists()


def test_nobody_shares_or_revokes_what_they_may_not_edit():
    article, other = make_article(), make_article()
    link, _ = _shared(article)
    writer = client_of(make_person(*ROLES["writer"]))
    reader = client_of(make_person("articles.view_article", "articles.read_every_article"))
    form = {"for_whom": "Me", "days": "7"}

    for client, status in ((writer, 404), (reader, 403)):
        assert client.get(f"{STORIES}{article.pk}/share/").status_code == status
        assert client.post(f"{STORIES}{article.pk}/share/", form).status_code == status
        assert client.post(f"{STORIES}{article.pk}/share/{link.pk}/revoke/").status_code == status
    chief = client_of(make_chief())
    assert chief.post(f"{STORIES}{other.pk}/share/{link.pk}/revoke/").status_code == 404
    assert chief.get(f"{STORIES}{article.pk}/share/{link.pk}/revoke/").status_code == 405

    assert ShareLink.objects.get().revoked_at is None


def test_a_writer_revokes_their_own_link_when_the_story_is_public_and_does_nothing_else():
    writer = make_person(*ROLES["writer"])
    article, client = make_article(created_by=writer), client_of(writer)
    own, token = share_draft(article, by=writer, for_whom="Ida Holm", days=7)
    others, _ = share_draft(article, by=make_chief(), for_whom="Per Dahl", days=7)
    address = f"{STORIES}{article.pk}/share/"
    services.publish(article, by=None, checked=False)

    assert f'href="{address}"' in client.get(f"{STORIES}{article.pk}/change/").text
    page = client.get(address)
    assert ("Ida Holm" in page.text, "Per Dahl" in page.text, 'name="for_whom"' in page.text) == (
        True, False, False,
    )  # fmt: skip
    assert client.post(address, {"for_whom": "Me", "days": "7"}).status_code == 403
    assert client.post(f"{address}{others.pk}/revoke/").status_code == 403
    answer = client.post(f"{address}{own.pk}/revoke/", follow=True)

    assert "The link for Ida Holm no longer opens." in answer.text
    assert Client().get(f"/draft/{token}/").status_code == 404
    assert list(ShareLink.objects.open(timezone.now())) == [others]


def test_a_writer_without_a_link_of_theirs_finds_no_page_of_links_once_the_story_is_public():
    writer = make_person(*ROLES["writer"])
    article, client = make_live(created_by=writer), client_of(writer)
    _shared(article)

    assert client.get(f"{STORIES}{article.pk}/share/").status_code == 403
    assert f'href="{STORIES}{article.pk}/share/"' not in client.get(f"{STORIES}{article.pk}/change/").text


def test_of_many_openings_the_page_says_how_many_and_reads_the_latest():
    article, client = make_article(), client_of(make_chief())
    link, _ = _shared(article)
    start = timezone.now()
    times = [start + timedelta(minutes=minute) for minute in range(20)]
    ShareOpening.objects.bulk_create(ShareOpening(link=link, at=at) for at in times)

    listed = client.get(f"{STORIES}{article.pk}/share/")

    assert "opened 20 times," in listed.text
    (shown,) = listed.context["links"]
    assert [opening.at for opening in shown.latest] == times[:-6:-1]
    assert listed.text.count("<ol><li>") == 1
    assert listed.text.split("<ol><li>")[1].split("</ol>")[0].count("<li>") == 4


def test_a_writer_shares_their_own_draft():
    writer = make_person(*ROLES["writer"])
    article = make_article(created_by=writer)

    answer = client_of(writer).post(f"{STORIES}{article.pk}/share/", {"for_whom": "Ida", "days": "1"})

    assert answer.status_code == 200
    assert ShareLink.objects.get().made_by == writer


def test_the_list_of_links_costs_the_same_for_one_and_for_five():
    article, client, costs = make_article(), client_of(make_chief()), []
    for links in (1, 4):
        for _ in range(links):
            open_share(_shared(article)[1])
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{STORIES}{article.pk}/share/")
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_names_of_photos_of_unpublished_stories_cannot_be_guessed(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    first = add_photo(a_picture_file(), by=an_uploader(), alt="One")
    second = add_photo(a_picture_file(color="red"), by=an_uploader(), alt="Two")

    folders = [
        re.fullmatch(r"photos/([\w-]{16})/original\.jpg", photo.file.name) for photo in (first, second)
    ]

    assert len({folder.group(1) for folder in folders}) == 2
    for photo, folder in zip((first, second), folders, strict=True):
        names = [rendition[kind] for rendition in photo.renditions for kind in ("avif", "webp")]
        assert names
        assert {name.rsplit("/", 1)[0] for name in names} == {f"photos/{folder.group(1)}"}
        assert folder.group(1) not in photo.digest
