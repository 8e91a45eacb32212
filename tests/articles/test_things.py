"""What the editor is told of the photos and recordings that a text names, and who is told."""

import json

import pytest

from articles.forms.widgets import BodyEditor
from tests.factories_articles import make_photo
from tests.factories_desk import client_of, make_chief, make_person
from tests.factories_furniture import make_clip

pytestmark = pytest.mark.django_db
THINGS = "/admin/articles/article/add/things/"


def test_things_are_told_by_their_names_and_what_is_gone_or_no_key_is_left_out():
    renditions = [{"width": width, "webp": f"photos/{width}.webp"} for width in (320, 640, 960)]
    photo = make_photo(alt="A quay", caption="The quay", credit="Ana", renditions=renditions)
    plain, clip = make_photo(), make_clip(kind="video", title="The tide", transcript="Wash.")
    asked = {"photo": [photo.pk, plain.pk, 0, "x", "9" * 18, "9" * 30], "recording": [clip.pk, "-1"]}

    answer = client_of(make_chief()).get(THINGS, asked)

    assert list(answer.json()) == [f"photo-{plain.pk}", f"photo-{photo.pk}", f"recording-{clip.pk}"]
    assert answer.json()[f"photo-{photo.pk}"] == {
        "src": "/media/photos/640.webp",
        "alt": "A quay",
        "caption": "The quay",
        "credit": "Ana",
    }
    assert answer.json()[f"photo-{plain.pk}"]["src"] == plain.file.url
    assert answer.json()[f"recording-{clip.pk}"] == {
        "src": clip.file.url,
        "title": "The tide",
        "kind": "video",
        "has_transcript": True,
    }


def test_one_question_however_many_are_asked_for(django_assert_max_num_queries):
    client, photos = client_of(make_chief()), [make_photo().pk for _ in range(5)]

    for asked in (photos[:1], photos):
        with django_assert_max_num_queries(3):  # the session, the user, the photos
            client.get(THINGS, {"photo": asked})


def test_only_who_writes_is_told_and_only_of_what_they_may_see():
    photo, clip = make_photo(), make_clip()
    asked = {"photo": photo.pk, "recording": clip.pk}

    reader = client_of(make_person("articles.view_article", "articles.view_photo")).get(THINGS, asked)
    writer = client_of(make_person("articles.add_article", "articles.view_photo")).get(THINGS, asked)

    assert reader.status_code == 403
    assert list(writer.json()) == [f"photo-{photo.pk}"]
    assert client_of(make_chief()).post(THINGS, asked).status_code == 405


def test_the_editor_knows_where_to_ask():
    attributes = BodyEditor().get_context("body", "", {})["widget"]["attrs"]
    config = json.loads(attributes["data-django-prose-editor-configurable"])

    assert config["extensions"]["Photo"] == {
        "choose": "/admin/articles/photo/choose/",
        "add": "/admin/articles/photo/add/",
        "things": THINGS,
    }
    assert config["js_modules"] == ["/static/articles/furniture.js"]
