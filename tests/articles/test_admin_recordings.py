"""The library of audio and video on the desk."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Recording, RecordingUse
from articles.recordings import MAX_BYTES
from newsroom.models import AuditEntry, Purge
from tests.factories_articles import make_article, make_editor
from tests.factories_desk import client_of, make_chief, make_person
from tests.factories_recordings import a_wav, an_mp4, make_recording

pytestmark = pytest.mark.django_db
RECORDINGS = "/admin/articles/recording/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def upload(client, content, **fields):
    file = SimpleUploadedFile("speech.bin", content, "application/octet-stream")
    return client.post(f"{RECORDINGS}add/", {"file": file, "title": "The speech"} | fields, follow=True)


def in_group(name):
    person = make_editor()
    person.groups.add(Group.objects.get(name=name))
    return person


def test_a_recording_is_uploaded_with_its_words_once_logged():
    chief = make_chief()

    upload(client_of(chief), a_wav(), credit="Jo Okafor", transcript="Friends.\r\n\r\nCitizens.")

    recording = Recording.objects.get()
    assert (recording.title, recording.credit) == ("The speech", "Jo Okafor")
    assert recording.transcript == "Friends.\n\nCitizens."
    assert (recording.kind, recording.uploaded_by) == ("audio", chief)
    assert AuditEntry.objects.filter(verb="added", row_id=str(recording.pk)).count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<script>alert(1)</script>", "This is no audio or video we can show."),
        (b"", "The submitted file is empty."),
        (an_mp4(b"vide", brand=b"qt  "), "This is a QuickTime film"),
    ],
)
def test_what_is_no_recording_is_refused_in_words_and_what_was_typed_is_kept(content, sentence, media):
    answer = upload(client_of(make_chief()), content, transcript="Typed for an hour")

    assert answer.status_code == 422
    assert sentence in answer.context["adminform"].form.errors["file"][0]
    assert "Typed for an hour" in answer.text
    assert not Recording.objects.exists()
    assert not media.exists()


def test_the_same_recording_twice_is_refused_beside_the_field():
    client = client_of(make_chief())
    upload(client, a_wav())

    answer = upload(client, a_wav(), title="Again")

    assert answer.context["adminform"].form.errors["file"] == [
        "This recording is in the library already: The speech."
    ]
    assert Recording.objects.count() == 1


def test_changed_words_are_purged_where_the_recording_plays():
    recording = make_recording()
    Purge.objects.all().delete()

    client_of(make_chief()).post(
        f"{RECORDINGS}{recording.pk}/change/", {"title": "The long speech", "transcript": "Friends."}
    )

    recording.refresh_from_db()
    assert (recording.title, recording.transcript) == ("The long speech", "Friends.")
    assert list(Purge.objects.values_list("name", flat=True)) == [f"recording-{recording.pk}"]


@pytest.mark.parametrize(("content", "tag"), [(a_wav(), "audio"), (an_mp4(b"vide"), "video")])
def test_the_page_of_a_recording_plays_it_with_the_browsers_own_controls(content, tag):
    client = client_of(make_chief())
    upload(client, content)
    recording = Recording.objects.get()

    page = client.get(f"{RECORDINGS}{recording.pk}/change/").text

    assert f'<{tag} controls preload="metadata"' in page
    assert f'src="{recording.file.url}"' in page
    assert "No story yet." in page


def test_the_page_of_a_recording_names_the_stories_one_may_read_and_counts_the_others():
    recording, writer = make_recording(), in_group("writer")
    own = make_article(headline="Mine", created_by=writer)
    secret = make_article(headline="Zugzwang")
    for article in (own, secret):
        RecordingUse.objects.create(article=article, recording=recording)

    page = client_of(writer).get(f"{RECORDINGS}{recording.pk}/change/").text

    assert f'<a href="/admin/articles/article/{own.pk}/change/">Mine</a>' in page
    assert "1 story of others" in page
    assert "Zugzwang" not in page


def test_a_recording_in_use_cannot_be_deleted(media):
    recording = make_recording()
    RecordingUse.objects.create(article=make_article(), recording=recording)
    client = client_of(make_chief())

    client.post(f"{RECORDINGS}{recording.pk}/delete/", {"post": "yes"})
    client.post(RECORDINGS, {"action": "delete_selected", "_selected_action": [recording.pk], "post": "yes"})

    assert Recording.objects.get() == recording
    assert (media / recording.file.name).exists()


def test_a_recording_that_nothing_uses_is_deleted_from_its_page_and_from_the_list(
    media, django_capture_on_commit_callbacks
):
    first, second = make_recording(title="One"), make_recording(title="Two")
    client = client_of(make_chief())

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{RECORDINGS}{first.pk}/delete/", {"post": "yes"})
        client.post(RECORDINGS, {"action": "delete_selected", "_selected_action": [second.pk], "post": "yes"})

    assert not Recording.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []
    assert AuditEntry.objects.filter(verb="deleted").count() == 2


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_says_what_each_is_and_where_it_is_used_in_few_queries(rows, django_assert_max_num_queries):
    article = make_article()
    for number in range(rows):
        recording = make_recording(title=f"Speech {number}", credit="Jo")
        RecordingUse.objects.create(article=article, recording=recording)
    client = client_of(make_chief())

    with django_assert_max_num_queries(6):
        page = client.get(RECORDINGS).text

    assert page.count("1 story") == rows
    assert page.count("Audio</td>") == rows
    assert f"Speech {rows - 1}" in page


def test_the_list_is_searched_by_transcript_and_filtered_by_what_is_missing_or_used():
    make_recording(title="With", transcript="About herrings", credit="Jo")
    used = make_recording(title="Without")
    RecordingUse.objects.create(article=make_article(), recording=used)
    client = client_of(make_chief())

    def found(asked):
        return sorted(str(row) for row in client.get(f"{RECORDINGS}?{asked}").context["cl"].result_list)

    assert found("q=herrings") == ["With"]
    assert found("missing=transcript") == ["Without"]
    assert found("missing=credit") == ["Without"]
    assert found("use=none") == ["With"]
    assert found("use=some") == ["Without"]
    assert found("use=nonsense&missing=nonsense") == ["With", "Without"]


def test_the_dialog_finds_recordings_by_their_words():
    speech = make_recording(title="The <b>speech</b>", credit="Jo")
    make_recording(title="Trams")
    address = f"{RECORDINGS}choose/?name=x%22y&q="

    found = client_of(make_chief()).get(f"{address}speech%00").text

    assert "The &lt;b&gt;speech&lt;/b&gt;" in found
    assert f'name="x&quot;y" value="{speech.pk}" data-kind="audio"' in found
    assert "Trams" not in found
    assert "No recording fits." in client_of(make_chief()).get(f"{address}nothing").text
    assert client_of(make_person()).get(address).status_code == 403


def test_a_writer_adds_and_looks_and_an_editor_does_everything():
    recording = make_recording()
    page = f"{RECORDINGS}{recording.pk}/"
    writer, editor = client_of(in_group("writer")), client_of(in_group("editor"))

    upload(writer, a_wav(2), title="Mine")
    changes = [client.post(f"{page}change/", {"title": "New"}).status_code for client in (writer, editor)]
    deletions = [client.post(f"{page}delete/", {"post": "yes"}).status_code for client in (writer, editor)]

    assert changes == [403, 302]
    assert deletions == [403, 302]
    assert [row.title for row in Recording.objects.all()] == ["Mine"]


def announced(client, size, address=f"{RECORDINGS}add/"):
    return client.post(address, b"--x--", content_type="text/plain", CONTENT_LENGTH=str(size))


def test_only_who_may_add_recordings_may_send_a_long_film_and_only_there():
    writer = client_of(make_person("articles.view_recording", "articles.add_recording"))

    assert announced(writer, MAX_BYTES).status_code == 422
    assert announced(writer, 400_000_000).status_code == 413
    assert announced(writer, 40_000_000, "/admin/articles/photo/add/").status_code == 413
    assert announced(writer, 40_000_000, "/admin/login/").status_code == 413
    assert announced(client_of(make_person("articles.view_recording")), MAX_BYTES).status_code == 413
    assert announced(Client(), MAX_BYTES).status_code == 413


def test_a_refused_film_is_told_how_much_there_may_be():
    assert "303 MB" in announced(client_of(make_chief()), 400_000_000).text
    assert "32 MB" in announced(Client(), 400_000_000).text


def test_a_film_without_a_token_of_the_form_is_refused():
    chief = Client(enforce_csrf_checks=True)
    chief.force_login(make_chief())

    assert announced(chief, 40_000_000).status_code == 403
