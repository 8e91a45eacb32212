"""The story form: writing, saving, and what a save must never lose."""

import re

import pytest

from articles import services
from articles.models import Article, Release, Tag
from tests.factories_articles import make_article, make_author, make_photo, make_section, make_tag
from tests.factories_desk import ADD, change_address, client_of, make_chief, make_person, typed_story

pytestmark = pytest.mark.django_db


def test_a_story_is_written_and_published_through_the_form():
    chief, section, author = make_chief(), make_section(), make_author()
    story = typed_story(
        headline="Harbour votes to move",
        standfirst="The move frees the quay.",
        section=section.pk,
        body="<p>The <b>harbour</b> moves.</p>",
        key_points=["First point", "Second point", "Third point"],
        bylines=[author],
        _publish="",
    )

    answer = client_of(chief).post(ADD, story)

    article = Article.objects.get()
    release = Release.objects.get()
    assert answer.status_code == 302
    assert answer.url == change_address(article)
    assert article.created_by == chief
    assert release.headline == "Harbour votes to move"
    assert release.slug == "harbour-votes-to-move"
    assert release.body == "<p>The <strong>harbour</strong> moves.</p>"
    assert [point["text"] for point in release.key_points] == ["First point", "Second point", "Third point"]
    assert [byline.author for byline in release.bylines.all()] == [author]


def test_a_draft_may_be_as_unfinished_as_it_likes():
    client_of(make_chief()).post(ADD, typed_story(headline=""))

    article = Article.objects.get()
    assert article.headline == ""
    assert article.editions.count() == 1
    assert not Release.timeline.exists()


def test_a_refused_publish_keeps_the_draft_and_says_why():
    answer = client_of(make_chief()).post(
        ADD, typed_story(headline="No section yet", _publish="", bylines=[make_author()]), follow=True
    )

    assert Article.objects.get().headline == "No section yet"
    assert not Release.timeline.exists()
    assert "Choose a section before readers can see the article. The draft is saved." in answer.text


def test_publishing_with_an_impossible_end_publishes_nothing():
    typed = typed_story(
        headline="Ends too soon",
        section=make_section().pk,
        withdraw_at="2001-01-01T08:00:00",
        _publish="",
        bylines=[make_author()],
    )

    answer = client_of(make_chief()).post(ADD, typed, follow=True)

    assert "That moment has passed." in answer.text
    assert Article.objects.get().headline == "Ends too soon"
    assert not Release.timeline.exists()


def test_a_refused_moment_is_still_in_its_field():
    article = make_article()
    posted = typed_story(
        headline="Late",
        section=article.section_id,
        publish_at="2001-01-01T08:00:00",
        version=article.version,
        bylines=[make_author()],
    )

    answer = client_of(make_chief()).post(change_address(article), posted | {"_publish": ""}, follow=True)

    assert "That moment has passed." in answer.text
    assert 'name="publish_at" value="2001-01-01T08:00:00"' in answer.text


def test_a_page_posted_twice_doubles_no_row():
    article = make_article(key_points=["One", "Two"])
    services.keep(article, by=None)
    client = client_of(make_chief())
    posted = typed_story(headline="Same", key_points=["One", "Two", "Three"], bylines=[make_author()])

    for _ in range(2):
        article.refresh_from_db()
        client.post(change_address(article), posted | {"version": article.version})

    assert [point.text for point in article.key_points.all()] == ["One", "Two", "Three"]
    assert article.bylines.count() == 1
    assert article.editions.count() == 2


def test_pasted_markup_is_cleaned():
    pasted = '<p style="color:red">Hello <script>alert(1)</script><a href="javascript:x">there</a></p>'

    client_of(make_chief()).post(ADD, typed_story(headline="Pasted", body=pasted))

    assert Article.objects.get().body == "<p>Hello there</p>"


def test_a_headline_is_one_line_whatever_was_pasted():
    client_of(make_chief()).post(ADD, typed_story(headline="Two\r\nlines  \x00and\u202e more"))

    assert Article.objects.get().headline == "Two lines and more"


def test_switches_act_at_once_and_make_no_edition():
    article = make_article()
    services.publish(article, by=None, checked=False)
    posted = typed_story(
        headline=article.headline, section=article.section_id, body=article.body, slug=article.slug
    )
    del posted["comments_open"]

    client_of(make_chief()).post(
        change_address(article), posted | {"is_sensitive": "on", "version": article.version}
    )

    editions = article.editions.count()
    article.refresh_from_db()
    assert (article.comments_open, article.is_sensitive, editions) == (False, True, 1)


def test_a_switch_that_somebody_else_turned_is_not_turned_back_by_a_form_opened_before():
    article = make_article()
    services.keep(article, by=None)
    opened_at = article.version
    services.switch(article, by=make_chief(name="Ben Stone"), is_sensitive=True)

    answer = client_of(make_chief()).post(
        change_address(article), typed_story(headline=article.headline, version=opened_at)
    )

    article.refresh_from_db()
    assert article.is_sensitive
    assert "Ben Stone saved this story at" in answer.text


def test_new_tags_are_typed_and_known_ones_are_found_whatever_their_case():
    fishing, kept = make_tag(name="Fishing"), make_tag(name="Kept")
    article = make_article(tags=[kept])

    client_of(make_chief()).post(
        change_address(article),
        typed_story(
            headline="Tagged", tags=kept.pk, new_tags="fishing, 北京, Bread", version=article.version
        ),
    )

    assert set(article.tags.values_list("name", flat=True)) == {"Kept", "Fishing", "北京", "Bread"}
    assert fishing in article.tags.all()
    assert Tag.objects.get(name="北京").slug == "tag"


def test_somebody_who_may_not_create_tags_is_told_so():
    writer = make_person("articles.add_article", "articles.change_article")

    answer = client_of(writer).post(ADD, typed_story(headline="Tagged", new_tags="Bread"))

    assert "There is no tag “Bread”, and you may not create tags." in answer.text
    assert not Tag.objects.exists()


def test_every_field_of_the_form_is_on_the_page():
    article = make_article(lead_photo=make_photo())
    services.publish(article, by=None, checked=False)

    answer = client_of(make_chief()).get(change_address(article))

    fields = set(answer.context["adminform"].form.fields) - {"replace"}  # it shows when asked for
    assert [name for name in fields if f'name="{name}"' not in answer.text] == []


def test_the_first_button_is_the_one_that_enter_presses():
    answer = client_of(make_chief()).get(change_address(make_article()))

    form = answer.text.split('id="article_form"')[1]
    assert re.search(r'<button type="submit" (name="\w+")', form).group(1) == 'name="_save"'


def test_without_scripts_there_is_a_row_to_add_one():
    answer = client_of(make_chief()).get(change_address(make_article(key_points=["One"])))

    spare = re.findall(r"<noscript>(.*?)</noscript>", answer.text, re.DOTALL)
    named = ["key_points-1-text", "sources-0-title", "related_picks-0-other", "bylines-0-author"]
    assert [f'name="{name}"' in row for name, row in zip(named, spare, strict=True)] == [True] * 4
    assert 'name="key_points-TOTAL_FORMS" value="2"' in answer.text


def test_whoever_may_only_look_sees_the_story_and_no_button():
    looker = make_person("articles.view_article", "articles.read_every_article")
    article = make_article(
        headline="Look at me", key_points=["A point"], bylines=[make_author(name="Ida Holm")]
    )

    answer = client_of(looker).get(change_address(article))
    posted = client_of(looker).post(change_address(article), typed_story(headline="Changed"))

    assert answer.status_code == 200
    assert "Look at me" in answer.text
    assert "A point" in answer.text
    assert "Ida Holm" in answer.text
    assert 'name="_save"' not in answer.text
    assert posted.status_code == 403
    article.refresh_from_db()
    assert article.headline == "Look at me"
