"""The library of audio and video: in, changed, out."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import DataError, connection, transaction
from django.db.models import ProtectedError

from articles import recordings
from articles.models import Recording, RecordingUse
from articles.recordings import (
    KnownRecordingError,
    add_recording,
    change_recording,
    read_recording,
    remove_recording,
    uses_of,
)
from newsroom.models import AuditEntry, Purge
from newsroom.recordings import RecordingError
from tests.factories_articles import make_article, make_editor
from tests.factories_desk import make_chief, make_person
from tests.factories_recordings import a_recording_file, a_wav, an_mp4, make_recording

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def files_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_recording_is_stored_with_everything_that_was_said(media):
    uploader = make_editor()

    recording = add_recording(
        a_recording_file(an_mp4(b"vide", b"soun"), name="holiday.exe"),
        by=uploader,
        title=" The speech ",
        transcript="Friends.\n\nCitizens.",
        credit="Ada Lens",
        source="Own",
        licence="All rights",
    )

    recording.refresh_from_db()
    assert (recording.title, recording.transcript) == ("The speech", "Friends.\n\nCitizens.")
    assert (recording.credit, recording.source, recording.licence) == ("Ada Lens", "Own", "All rights")
    assert (recording.kind, recording.content_type) == ("video", "video/mp4")
    assert recording.size_bytes == len(an_mp4(b"vide", b"soun"))
    assert recording.uploaded_by == uploader
    assert files_in(media) == [recording.file.name]
    assert recording.file.name.startswith("recordings/")
    assert recording.file.name.endswith("/video.mp4")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by, entry.title) == ("added", uploader, "The speech")
    assert entry.after["credit"] == "Ada Lens"


def test_a_large_upload_is_moved_and_not_copied(media, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    upload = TemporaryUploadedFile("speech.wav", "audio/wav", len(a_wav(9)), None)
    upload.write(a_wav(9))
    upload.seek(0)
    sent = Path(upload.temporary_file_path()).stat().st_ino

    recording = add_recording(upload, by=None, title="x")

    stored = media / recording.file.name
    assert stored.stat().st_ino == sent
    assert stored.read_bytes() == a_wav(9)
    upload.close()


@pytest.mark.parametrize("title", ["", "   "])
def test_a_recording_needs_a_title(title, media):
    with pytest.raises(RecordingError, match=r"^Give the recording a title\.$"):
        make_recording(title=title)
    assert not media.exists()

    known = make_recording()
    with pytest.raises(RecordingError, match=r"^Give the recording a title\.$"):
        change_recording(known, by=None, title=title)
    assert Recording.objects.get().title == "The speech"


def test_the_same_file_twice_is_refused_in_words_with_the_one_that_is_there(media):
    first = make_recording(file=a_recording_file())
    before = files_in(media)

    with pytest.raises(KnownRecordingError, match=r"in the library already: The speech\.") as refused:
        make_recording(title="Another title", file=a_recording_file(name="other.mp3"))
    with pytest.raises(KnownRecordingError):
        read_recording(a_recording_file())

    assert refused.value.recording == first
    assert files_in(media) == before
    assert Recording.objects.get() == first


def test_a_recording_over_the_limit_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(recordings, "MAX_BYTES", 1000)

    with pytest.raises(RecordingError, match="too large"):
        make_recording()


def test_when_the_row_cannot_be_written_no_file_is_left(media, monkeypatch):
    def fail(*args, **kwargs):
        raise DataError("no")

    monkeypatch.setattr(recordings, "record", fail)

    with pytest.raises(DataError), transaction.atomic():
        make_recording()

    assert files_in(media) == []
    assert Recording.objects.count() == 0


def test_an_unknown_field_is_a_mistake_of_the_programmer():
    with pytest.raises(TypeError, match="A recording has no colour"):
        make_recording(colour="blue")
    with pytest.raises(TypeError, match="A recording has no kind"):
        change_recording(make_recording(), by=None, kind="video")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_the_same_file_at_once_one_is_told_that_it_is_there(media):
    def send(_):
        try:
            return add_recording(a_recording_file(), by=None, title="x").pk
        except KnownRecordingError as known:
            return known.recording.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, range(2)))

    assert len(set(answers)) == 1
    assert Recording.objects.count() == 1
    assert len(files_in(media)) == 1


def test_changing_a_recording_purges_the_pages_that_play_it_and_is_logged():
    recording, chief = make_recording(credit="Ada"), make_chief()
    Purge.objects.all().delete()

    change_recording(recording, by=chief, title="The speech", credit="Bo", transcript="Friends.")

    recording.refresh_from_db()
    assert (recording.credit, recording.transcript) == ("Bo", "Friends.")
    assert list(Purge.objects.values_list("name", flat=True)) == [f"recording-{recording.pk}"]
    entry = AuditEntry.objects.get(verb="changed")
    assert (entry.by, entry.before) == (chief, {"credit": "Ada", "transcript": ""})
    assert entry.after == {"credit": "Bo", "transcript": "Friends."}


def test_a_change_that_changes_nothing_is_not_logged():
    change_recording(make_recording(), by=None, title="The speech")

    assert not AuditEntry.objects.filter(verb="changed").exists()


def test_removing_a_recording_deletes_its_file_only_once_that_is_certain(
    media, django_capture_on_commit_callbacks
):
    recording = make_recording()

    with django_capture_on_commit_callbacks() as on_commit:
        remove_recording(recording)
    assert len(files_in(media)) == 1
    for callback in on_commit:
        callback()

    assert files_in(media) == []
    assert Recording.objects.count() == 0
    assert AuditEntry.objects.get(verb="deleted").before["title"] == "The speech"


def test_a_recording_in_use_stays_with_its_file(media, django_capture_on_commit_callbacks):
    recording = make_recording()
    RecordingUse.objects.create(article=make_article(), recording=recording)

    with django_capture_on_commit_callbacks() as on_commit, pytest.raises(ProtectedError):
        remove_recording(recording)

    assert on_commit == []
    assert files_in(media) == [recording.file.name]
    assert not AuditEntry.objects.filter(verb="deleted").exists()


def test_everybody_is_told_of_their_own_stories_and_how_many_others_there_are(django_assert_num_queries):
    recording = make_recording()
    writer = make_person("articles.change_article")
    own = make_article(headline="Mine", created_by=writer)
    others = [make_article(headline="Not mine") for _ in range(2)]
    for article in [own, *others]:
        RecordingUse.objects.create(article=article, recording=recording)

    uses = uses_of(recording, writer)

    assert ([str(story) for story in uses.stories], uses.hidden) == (["Mine"], 2)
    chief = make_chief()
    with django_assert_num_queries(2):
        of_chief = uses_of(recording, chief)
    assert (len(of_chief.stories), of_chief.hidden) == (3, 0)
    assert not uses_of(make_recording(title="Unused"), writer)
