"""What stands between the paragraphs of a story, as readers see it."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import services
from articles.furniture import furnish
from articles.page import Page
from articles.photos import change_photo
from newsroom.models import Purge
from tests.factories_articles import make_article, make_live, make_photo
from tests.factories_furniture import CARD, make_clip, photo_figure, recording_figure

pytestmark = pytest.mark.django_db


def test_a_photo_has_its_sizes_its_words_of_this_use_and_its_credit():
    photo = make_photo(alt="A quay", credit="Ana <Reis>", width=1600, height=900)

    html = furnish(f"<p>One</p>{photo_figure(photo, 'Boats &quot;leave&quot;', 'The <em>old</em> quay')}")

    assert html.startswith('<p>One</p><figure class="figure">')
    assert 'width="1600" height="900" alt="Boats &quot;leave&quot;" decoding="async" loading="lazy"' in html
    assert (
        '<figcaption>The <em>old</em> quay <span class="credit">Ana &lt;Reis&gt;</span></figcaption>' in html
    )
    assert "data-photo" not in html


def test_without_words_of_this_use_a_photo_has_its_own_description_and_only_its_credit():
    html = furnish(photo_figure(make_photo(alt="A quay", caption="Not said", credit="Ana")))

    assert 'alt="A quay"' in html
    assert '<figcaption> <span class="credit">Ana</span></figcaption>' in html


def test_a_recording_has_a_player_that_loads_nothing_and_its_transcript():
    audio = make_clip(kind="audio", title="The <bell>", transcript="Ding.\n\nDong.", credit="Bo")
    video = make_clip(kind="video", title="The tide", transcript="")

    html = furnish(recording_figure(audio, "At dawn") + recording_figure(video))

    assert (
        f'<audio controls preload="none" src="{audio.file.url}" aria-label="The &lt;bell&gt;"></audio>'
        in html
    )
    assert (
        '<figcaption><strong class="recording-title">The &lt;bell&gt;</strong> At dawn '
        '<span class="credit">Bo</span></figcaption>'
    ) in html
    assert "<summary>Transcript</summary><p>Ding.</p>\n\n<p>Dong.</p></details>" in html
    assert f'<video controls playsinline preload="none" src="{video.file.url}" aria-label="The tide">' in html
    assert html.count("<details") == 1


def test_a_card_says_where_it_leads():
    assert furnish(CARD).strip() == (
        '<figure class="link-card"><a href="https://www.example.org/a?b=1&amp;c=2" rel="noopener">'
        'The &lt;log&gt;</a> <span class="link-card-host">example.org</span></figure>'
    )
    assert "link-card-host" not in furnish('<figure><a href="https://[x" rel="noopener">Odd</a></figure>')


def test_a_pull_quote_is_named_for_the_style_sheet():
    assert furnish("<aside><p>So.</p></aside>") == '<div class="pull-quote"><p>So.</p></div>'


def test_a_table_scrolls_in_a_box_that_takes_the_focus_and_is_plain_away_from_the_paper():
    table = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    box = '<div class="wide-table" role="group" aria-label="Table" tabindex="0">'

    assert furnish(f"<p>One</p>{table}") == f"<p>One</p>{box}{table}</div>"
    assert furnish(f"<p>One</p>{table}", absolute=True) == f"<p>One</p>{table}"


def test_a_gallery_is_a_group_of_photos_and_one_photo_alone_is_none():
    one, two, gone = make_photo(), make_photo(), make_photo()
    row = f"<section>{photo_figure(one)}{photo_figure(two)}</section>"
    half = f"<section>{photo_figure(one)}{photo_figure(gone)}</section>"
    gone.delete()

    html = furnish(row)

    assert html.startswith('<div class="gallery" role="group" aria-label="Gallery">')
    assert html.count('<figure class="figure">') == 2
    assert furnish(half).strip() == furnish(photo_figure(one)).strip()


def test_what_is_gone_or_may_no_longer_be_shown_leaves_nothing():
    gone, talk = make_photo(), make_clip()
    expired = make_photo(usable_until=timezone.localdate() - timedelta(days=2))
    body = f"<p>a</p>{photo_figure(gone, caption='c')}{photo_figure(expired)}{recording_figure(talk)}<p>b</p>"
    gone.delete()
    talk.delete()

    assert furnish(body) == "<p>a</p><p>b</p>"


def test_a_body_without_them_asks_nothing_and_one_with_many_asks_twice(django_assert_num_queries):
    plain = f"<p>a</p>{CARD}<aside><p>b</p></aside>"
    one = photo_figure(make_photo()) + recording_figure(make_clip())
    five = "".join(photo_figure(make_photo()) + recording_figure(make_clip()) for _ in range(5))

    with django_assert_num_queries(0):
        furnish(plain)
    with django_assert_num_queries(2):
        furnish(one)
    with django_assert_num_queries(2):
        furnish(five)


def test_away_from_the_paper_every_address_is_whole():
    photo = make_photo(renditions=[{"width": 320, "avif": "photos/a.avif", "webp": "photos/a.webp"}] * 2)

    html = furnish(f'<p><a href="/x/">x</a></p>{photo_figure(photo)}{CARD}', absolute=True)

    assert f'<a href="{settings.SITE_URL}/x/">' in html
    assert f'src="{settings.SITE_URL}/media/photos/' in html
    assert html.count(f"{settings.SITE_URL}/media/photos/a.avif 320w") == 2
    assert '="/' not in html


def test_links_of_a_paid_text_say_so_where_they_lead_away(client):
    links = '<p><a href="https://a.example/" rel="noopener nofollow">A</a> <a href="/about/ethics/">B</a></p>'
    paid = make_live(slug="paid", type="sponsored", body=links + CARD)
    own = make_live(slug="own", body=links + CARD)

    def rels(article):
        text = client.get(article.releases.get().get_absolute_url()).text.split('class="article-body"')[1]
        return re.findall(r'<a href="(?:https://[^"]*|/about/ethics/)"[^>]*>', text.split("</article>")[0])[
            :3
        ]

    assert [link.count("sponsored") for link in rels(paid)] == [1, 0, 1]
    assert 'rel="noopener nofollow sponsored"' in rels(paid)[0]
    assert [link.count("sponsored") for link in rels(own)] == [0, 0, 0]


def test_readers_the_preview_and_a_shared_draft_see_the_same(client):
    photo = make_photo(alt="A quay")
    article = make_live(body=f"<p>Text</p>{photo_figure(photo, caption='The quay')}")

    public = client.get(article.releases.get().get_absolute_url()).text

    assert furnish(Page.from_article(article).body) in public
    assert "<figcaption>The quay</figcaption>" in public


def test_a_page_is_made_of_what_its_text_names_though_it_is_gone(client):
    photo, gone, talk = make_photo(), make_photo(), make_clip()
    body = photo_figure(photo) + photo_figure(gone) + recording_figure(talk)
    gone_pk = gone.pk
    gone.delete()
    url = make_live(body=body).releases.get().get_absolute_url()
    Purge.objects.all().delete()

    names = set(client.get(url).headers["Surrogate-Key"].split())
    change_photo(photo, by=None, credit="Somebody else")

    assert {f"photo-{photo.pk}", f"photo-{gone_pk}", f"recording-{talk.pk}"} <= names
    assert list(Purge.objects.values_list("name", flat=True)) == [f"photo-{photo.pk}"]
    assert "Somebody else" in client.get(url).text


def test_a_story_with_one_photo_or_five_costs_readers_one_question_more(client):
    def questions(*photos):
        url = make_live(body="".join(map(photo_figure, photos))).releases.get().get_absolute_url()
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    plain = questions()

    assert questions(make_photo()) == plain + 1
    assert questions(*(make_photo() for _ in range(5))) == plain + 1


def test_a_draft_that_is_published_keeps_its_figures_word_for_word():
    body = f"<p>a</p>{photo_figure(make_photo(), 'x', 'y')}{CARD}<aside><p>b</p></aside>"
    article = make_article(body=body)

    services.publish(article, by=None, checked=False)

    assert article.releases.get().body == body
