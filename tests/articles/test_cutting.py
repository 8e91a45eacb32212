"""Photos from before there were crops get theirs."""

import pytest

from articles import cutting
from articles.cutting import cut_old_photos
from articles.models import Photo
from articles.photos import add_photo, change_photo
from newsroom import pictures
from newsroom.models import Purge
from tests.articles.test_photo_changes import colour_of, two_colours
from tests.articles.test_photos import files_in
from tests.factories_articles import make_photo
from tests.factories_pictures import a_picture_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def an_old_photo(file=None, **fields):
    photo = add_photo(file or a_picture_file(), by=None, alt="A pier", **fields)
    pictures.remove_files(pictures.names_of_crops(photo.crops))
    Photo.objects.filter(pk=photo.pk).update(crops={})
    return photo


def test_an_old_photo_is_cut_around_its_focal_point_and_its_pages_are_purged(media):
    photo = an_old_photo(two_colours(), focal_x=10)
    Purge.objects.all().delete()

    cut_old_photos()

    photo.refresh_from_db()
    assert set(photo.crops) == set(pictures.CROPS)
    assert colour_of(photo.crops["1x1"]) == "red"
    assert [purge.name for purge in Purge.objects.all()] == [photo.kept_name]
    before, crops = files_in(media), photo.crops
    cut_old_photos()
    photo.refresh_from_db()
    assert (files_in(media), photo.crops) == (before, crops)


def test_a_bounded_number_is_cut_at_once_whatever_lies_broken_before_it(monkeypatch, caplog):
    monkeypatch.setattr(cutting, "MOST_AT_ONCE", 2)
    for quality in (50, 60, 70):
        an_old_photo(a_picture_file(quality=quality))
    lost = make_photo(crops={})

    left = []
    for _ in range(3):
        cut_old_photos()
        left.append(Photo.objects.filter(crops={}).count())

    assert left == [2, 1, 1]
    assert f"Photo {lost.pk} cannot be cut" in caplog.text


def test_whoever_moves_the_focal_point_meanwhile_keeps_their_cut(monkeypatch, media):
    photo = an_old_photo(two_colours(), focal_x=10)
    write = pictures.write_crops

    def moved_while_writing(*given):
        monkeypatch.setattr(pictures, "write_crops", write)
        change_photo(Photo.objects.get(), by=None, focal_x=90)
        return write(*given)

    monkeypatch.setattr(pictures, "write_crops", moved_while_writing)
    cut_old_photos()

    photo.refresh_from_db()
    assert colour_of(photo.crops["1x1"]) == "blue"
    kept = {photo.file.name, *pictures.names_in(photo.renditions), *pictures.names_of_crops(photo.crops)}
    assert set(files_in(media)) == kept
