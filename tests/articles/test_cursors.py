from datetime import UTC, datetime, timedelta

import pytest

from newsroom.site import absolute
from tests.factories_articles import make_author, make_live, make_section

pytestmark = pytest.mark.django_db
YESTERDAY = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)


def text_of(response):
    return response.content.decode()


def test_a_section_is_cut_in_pages_that_new_stories_do_not_shift(client):
    section = make_section(slug="city")
    for number in range(25):
        moment = YESTERDAY - timedelta(hours=number)
        make_live(headline=f"Story {number:02}.", section=section, first_published_at=moment)
    first = client.get("/section/city/")
    older = text_of(first).split('<link rel="next" href="')[1].split('"')[0]
    make_live(headline="Breaking.", section=section)

    second = text_of(client.get(older))

    assert [n for n in range(25) if f"Story {n:02}." in text_of(first)] == list(range(20))
    assert [n for n in range(25) if f"Story {n:02}." in second] == list(range(20, 25))
    assert "Breaking." not in second
    assert f'<link rel="canonical" href="{absolute(older)}">' in second
    assert 'rel="next"' not in second


def test_stories_of_one_moment_are_neither_lost_nor_doubled_between_pages(client):
    author = make_author(slug="ana")
    for number in range(23):
        make_live(headline=f"Story {number:02}.", bylines=[author], first_published_at=YESTERDAY)
    first = text_of(client.get("/author/ana/"))
    second = text_of(client.get(first.split('<link rel="next" href="')[1].split('"')[0]))

    shown = [[n for n in range(23) if f"Story {n:02}." in page] for page in (first, second)]

    assert len(shown[0]) == 20
    assert sorted(shown[0] + shown[1]) == list(range(23))


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "20260304T123000000000",
        "20261304T123000000000-1",
        "1-1",
        "20260304T123000000000-0",
        "20260304T123000000000-1%0A",
        "20260304T123000000000-" + "9" * 30,
        "\u0662\u0660260304T123000000000-1",
        "%00",
        "%FF",
    ],
)
def test_a_cursor_that_means_nothing_is_not_found(client, cursor):
    author = make_author(slug="ana")
    make_live(section=make_section(slug="city"), bylines=[author])

    assert client.get(f"/section/city/?before={cursor}").status_code == 404
    assert client.get(f"/author/ana/?before={cursor}").status_code == 404


def test_a_cursor_past_the_last_story_is_not_found(client):
    make_live(section=make_section(slug="city"))

    assert client.get("/section/city/?before=19990101T000000000000-1").status_code == 404
