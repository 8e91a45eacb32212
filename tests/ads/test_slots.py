"""What a page tells its slot, and what of it is believed."""

import pytest
from django.template import Context, Template

from ads.slots import Slot, half_of, read_slot, slot_query

TAG = '{% load ads %}{% ad_slot place="article" section="world" tags="a,b" words=headline number=1 %}'


def rendered(tag, **words):
    return Template(tag).render(Context(words)).strip()


def test_the_tag_reserves_a_lazy_place_the_same_each_time_and_reads_nothing():
    html = rendered(TAG, headline="War & peace: the war")

    src = slot_query("article", section="world", tags="a,b", words="War & peace: the war", number=1)
    assert html == (
        '<aside class="ad-slot" aria-label="Advertisement">'
        f'<iframe src="/ads/slot/article/?{src.replace("&", "&amp;")}"'
        ' title="Advertisement 1" loading="lazy"></iframe></aside>'
        '<script type="module" src="/static/ads/seen.js"></script>'
    )
    assert "words=peace+the+war" in src
    assert rendered(TAG, headline="War & peace: the war") == html


def test_the_module_may_be_left_out(settings):
    settings.AD_SEEN = False

    assert "<script" not in rendered(TAG, headline="")


def test_nothing_stands_on_a_sensitive_page():
    assert rendered('{% load ads %}{% ad_slot place="article" sensitive=True %}') == ""


def test_the_frame_reads_what_the_page_said():
    query = slot_query(
        "article", section="world", tags="harbour,plane-crash", words="Ferry late", number=2, of=2
    )

    assert read_slot("article", query) == Slot(
        place="article",
        section="world",
        tags=("harbour", "plane-crash"),
        words=frozenset({"world", "harbour", "plane", "crash", "ferry", "late"}),
        number=2,
        of=2,
    )


@pytest.mark.parametrize(
    "query",
    [
        "",
        "section=world",
        "section=made-up&number=1&of=1&key=0000000000000000",
        slot_query("article", section="world").replace("world", "elsewhere"),
        slot_query("front", section="world"),
        slot_query("article", section="world") + "&tags=more",
        slot_query("article", section="world").replace("key=", "key=%C3%A9"),
        "&".join(f"a{n}=1" for n in range(50)),
        "section=" + "x" * 2000,
        "key=%00&section=%FF",
    ],
)
def test_words_that_we_did_not_write_are_not_believed(query):
    assert read_slot("article", query) == Slot("article")


def test_the_halves_are_about_equal_and_change_with_the_day():
    halves = [[half_of(number, day_number=day) for number in range(1000)] for day in range(2)]

    assert all(440 < sum(half) < 560 for half in halves)
    assert 400 < sum(one != two for one, two in zip(*halves, strict=True)) < 600
