"""The sample newspaper: whole, handsome enough to show, and loaded once."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from PIL import Image, ImageStat

from articles.body import clean_body
from articles.management.commands.load_sample import draw_scene
from articles.models import Article, Author, Edition, Photo, Release, Section
from comments.models import Comment
from newsroom import pictures
from newsroom.models import Purge, User


@pytest.fixture
def editor(db, monkeypatch):
    monkeypatch.setattr(pictures, "WIDTHS", (320,))  # encoding every width takes half a minute
    return User.objects.create_superuser("editor@paper.example", "a long enough password")


def load(command):
    said = StringIO()
    call_command(command, stdout=said)
    return said.getvalue().splitlines()[-1]


def counted():
    models = (Section, Author, Photo, Article, Edition, Release, Comment, Purge)
    return {model.__name__: model._base_manager.count() for model in models}


def test_the_sample_fills_the_paper_and_a_second_time_changes_nothing(editor, client):
    first = load("load_sample"), load("load_sample_comments")
    once = counted()
    second = load("load_sample"), load("load_sample_comments")

    assert first == (
        "Published 14 sample stories; 0 were there.",
        "Added 6 sample comments; 0 were there or have no story.",
    )
    assert second == (
        "Published 0 sample stories; 14 were there.",
        "Added 0 sample comments; 6 were there or have no story.",
    )
    assert counted() == once
    assert (once["Section"], once["Author"], once["Article"], once["Release"]) == (7, 4, 14, 14)
    assert_stories_are_whole(client)
    assert_discussion_waits_for_a_moderator(editor)


def assert_stories_are_whole(client):
    for release in Release.objects.all():
        assert release.bylines.exists()
        assert release.standfirst
        assert release.word_count >= 180
        assert clean_body(release.body) == release.body
        assert len(set(re.findall(r"<(\w+)", release.body))) >= 1
        assert client.get(release.get_absolute_url()).status_code == 200
    newest, *_ = Release.objects.order_by("-published_at")
    front = client.get("/").content.decode()
    assert f">{newest.headline}<" in re.sub(r">\s+|\s+<", lambda space: space[0].strip(), front)
    assert len({release.published_at for release in Release.objects.all()}) == 14
    assert not Photo.objects.filter(alt="").exists()
    for photo in Photo.objects.all():
        assert photo.renditions
        with photo.file.open() as file, Image.open(file) as picture:
            assert max(ImageStat.Stat(picture).stddev) > 25  # not one flat colour


def assert_discussion_waits_for_a_moderator(editor):
    states = sorted(Comment.objects.values_list("state", "decided_by"), key=str)
    assert states.count((Comment.State.HELD, None)) == 1
    assert states.count((Comment.State.PUBLISHED, editor.pk)) == 5
    assert Comment.objects.get(name="Marit").parent.name == "Bjarne"


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["load_sample", "load_sample_comments"])
def test_the_sample_needs_somebody_who_publishes_it(command):
    with pytest.raises(CommandError, match=r"^Make a user first"):
        load(command)


@pytest.mark.parametrize("scene", ["bridge", "fields", "bell_tower"])
def test_a_scene_is_always_the_same_picture(scene):
    assert draw_scene(scene).read() == draw_scene(scene).read()
