"""Preview, history and restore; and who may press which button."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import services
from articles.models import Article, Edition, KeyPoint, Release
from articles.state import State, state_of
from newsroom.models import Purge
from tests.factories_articles import make_article, make_author, make_live, make_section, make_tag
from tests.factories_desk import (
    ADD,
    STORIES,
    change_address,
    client_of,
    make_chief,
    make_person,
    typed_story,
)

pytestmark = pytest.mark.django_db


def test_the_preview_is_the_readers_page_of_the_working_text():
    article = make_live(headline="As readers know it")
    Article.objects.filter(pk=article.pk).update(headline="As it will be")

    answer = client_of(make_chief()).get(f"{STORIES}{article.pk}/preview/")

    assert "articles/article_detail.html" in [template.name for template in answer.templates]
    assert '<h1 class="article-headline">As it will be</h1>' in answer.text


def test_the_preview_of_what_is_typed_shows_all_of_it_and_saves_nothing():
    article = make_article(headline="Stored", key_points=["Stored point"], tags=[make_tag()])
    services.keep(article, by=None)
    author, section = make_author(name="Ida Holm"), make_section(name="Docks")
    typed = typed_story(
        headline="Typed",
        section=section.pk,
        body="<p>Typed <i>text</i></p>",
        key_points=["Typed point"],
        bylines=[author],
        new_tags="Brand new",
        version=article.version,
    )
    before = [list(model.objects.values()) for model in (Article, KeyPoint, Edition, Purge)]

    answer = client_of(make_chief()).post(f"{STORIES}{article.pk}/preview/", typed)

    assert answer.status_code == 200
    for seen in ("Typed</h1>", "Docks", "<p>Typed <em>text</em></p>", "Typed point", "Ida Holm", "Brand new"):
        assert seen in answer.text
    assert "Stored point" not in answer.text
    assert [list(model.objects.values()) for model in (Article, KeyPoint, Edition, Purge)] == before


def test_a_story_that_was_never_saved_can_be_previewed():
    answer = client_of(make_chief()).post(
        f"{STORIES}add/preview/", typed_story(headline="Not yet stored", key_points=["A point"])
    )

    assert '<h1 class="article-headline">Not yet stored</h1>' in answer.text
    assert "A point" in answer.text
    assert not Article.objects.exists()


def test_only_the_preview_may_be_framed_and_nobody_keeps_it():
    article = make_article()
    client = client_of(make_chief())

    preview = client.get(f"{STORIES}{article.pk}/preview/").headers
    form = client.get(change_address(article)).headers

    assert preview["Content-Security-Policy"].endswith("frame-ancestors 'self'")
    assert "unsafe" not in preview["Content-Security-Policy"]
    assert "nonce" not in preview["Content-Security-Policy"]
    assert preview["X-Robots-Tag"] == "noindex"
    assert preview["Cache-Control"] == "no-store"
    assert form["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert form["X-Frame-Options"] == "DENY"


def test_whatever_is_inline_on_the_form_carries_the_nonce_of_the_policy():
    answer = client_of(make_chief()).get(change_address(make_article()))

    policy = answer.headers["Content-Security-Policy"]
    nonce = re.search(r"script-src 'self' 'nonce-([\w-]+)'", policy).group(1)
    inline = re.findall(r"<script(?![^>]*\ssrc=)[^>]*>|<style[^>]*>", answer.text)
    assert "unsafe" not in policy
    assert [f'nonce="{nonce}"' in tag for tag in inline] == [True, True]  # editor's rules, import map
    assert not re.search(r"<[^>]+\sstyle=|<[^>]+\son\w+=", answer.text.replace(policy, ""))


def test_jquery_is_on_no_story_page():
    client, article = client_of(make_chief()), make_article()

    pages = [client.get(address).text for address in (STORIES, ADD, change_address(article))]

    assert ["jquery" in page for page in pages] == [False, False, False]


def test_history_lists_every_edition_with_who_and_what():
    chief = make_chief(name="Anna Berg")
    client = client_of(chief)
    client.post(ADD, typed_story(headline="First", note="For the morning"))
    article = Article.objects.get()
    client.post(
        change_address(article), typed_story(headline="Second", key_points=["New"], version=article.version)
    )

    answer = client.get(f"{STORIES}{article.pk}/history/")

    assert [edition.number for edition in answer.context["editions"]] == [2, 1]
    assert answer.context["editions"][0].changes == ["Headline", "Key points"]
    assert answer.text.count("Anna Berg") >= 2
    assert "For the morning" in answer.text
    assert f"{STORIES}{article.pk}/restore/1/" in answer.text
    assert f"{STORIES}{article.pk}/restore/2/" not in answer.text


def test_an_old_edition_becomes_the_working_text_again():
    client = client_of(make_chief())
    client.post(ADD, typed_story(headline="First", key_points=["One", "Two"]))
    article = Article.objects.get()
    client.post(change_address(article), typed_story(headline="Second", version=article.version))

    answer = client.post(f"{STORIES}{article.pk}/restore/1/", follow=True)

    article.refresh_from_db()
    assert article.headline == "First"
    assert [point.text for point in article.key_points.all()] == ["One", "Two"]
    assert "Edition 1 is the working text again." in answer.text


def test_restoring_takes_a_post_and_the_right_to_change():
    article = make_article()
    services.keep(article, by=None)
    address = f"{STORIES}{article.pk}/restore/1/"

    assert client_of(make_chief()).get(address).status_code == 405
    assert (
        client_of(make_person("articles.view_article", "articles.read_every_article"))
        .post(address)
        .status_code
        == 403
    )
    assert client_of(make_chief()).post(f"{STORIES}{article.pk}/restore/9/").status_code == 404


def test_a_writer_without_the_right_to_publish_saves_but_publishes_nothing():
    writer = make_person("articles.add_article", "articles.change_article")
    section = make_section()

    answer = client_of(writer).post(
        ADD,
        typed_story(headline="Mine", section=section.pk, _publish="", bylines=[make_author()]),
        follow=True,
    )

    assert Article.objects.get().headline == "Mine"
    assert not Release.timeline.exists()
    assert "The draft is saved. You may not do more than that with this story." in answer.text
    assert 'name="_publish"' not in answer.text


@pytest.mark.parametrize("verb", ["_withdraw", "_unschedule", "_trash"])
def test_what_readers_see_stays_when_somebody_may_only_write(verb):
    article = make_live(headline="Live")
    writer = make_person("articles.change_article", "articles.read_every_article")

    client_of(writer).post(
        change_address(article),
        typed_story(
            headline="Live",
            section=article.section_id,
            version=article.version,
            **{verb: ""},
            bylines=[make_author()],
        ),
    )

    assert Release.objects.get().headline == "Live"
    assert Article.objects.get().trashed_at is None


def test_publishing_at_a_moment_schedules_and_can_be_called_off():
    article = make_article()
    services.keep(article, by=None)
    client = client_of(make_chief())
    tomorrow = (timezone.localtime() + timedelta(days=1)).replace(microsecond=0)
    posted = typed_story(
        headline="Later", section=article.section_id, version=article.version, bylines=[make_author()]
    )

    client.post(
        change_address(article),
        posted | {"publish_at": tomorrow.strftime("%Y-%m-%dT%H:%M:%S"), "_publish": ""},
    )

    assert Release.timeline.get().live_from == tomorrow
    assert state_of(article) == State.SCHEDULED
    page = client.get(change_address(article))
    assert f'value="{tomorrow:%Y-%m-%dT%H:%M:%S}"' in page.text
    article.refresh_from_db()
    client.post(
        change_address(article),
        posted | {"version": article.version, "slug": article.slug, "_unschedule": ""},
    )
    assert not Release.timeline.exists()


def test_withdrawing_keeps_the_reason_for_readers():
    article = make_live(headline="Wrong")

    answer = client_of(make_chief()).post(
        change_address(article),
        typed_story(
            headline="Wrong",
            section=article.section_id,
            slug=article.slug,
            version=article.version,
            reason="It was wrong.",
            _withdraw="",
        ),
        follow=True,
    )

    article.refresh_from_db()
    assert state_of(article) == State.WITHDRAWN
    assert Release.timeline.get().withdrawal_reason == "It was wrong."
    assert "Withdrawn: readers no longer see it." in answer.text


def test_a_small_fix_moves_no_updated_time():
    article = make_live(headline="Tpyo")
    before = Release.objects.get().updated_at

    client_of(make_chief()).post(
        change_address(article),
        typed_story(
            headline="Typo",
            section=article.section_id,
            slug=article.slug,
            version=article.version,
            is_minor="on",
            _publish="",
            bylines=[make_author()],
        ),
    )

    assert Release.objects.get().headline == "Typo"
    assert Release.objects.get().updated_at == before


def test_submitting_hands_the_story_on_and_sending_back_returns_it():
    client = client_of(make_chief())
    client.post(ADD, typed_story(headline="Ready", _submit=""))
    article = Article.objects.get()
    assert state_of(article) == State.IN_REVIEW

    client.post(
        change_address(article),
        typed_story(headline="Ready", version=article.version, _send_back="", return_note="Shorter."),
    )

    assert state_of(article) == State.DRAFT
