"""What a file is, judged by its bytes."""

import hashlib
from contextlib import suppress

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from newsroom import recordings
from newsroom.recordings import (
    BROKEN,
    FLAC,
    M4A,
    MATROSKA,
    MP3,
    MP4,
    NO_RECORDING,
    OGG,
    QUICKTIME,
    THEORA,
    WAV,
    WEBM,
    WEBM_AUDIO,
    RecordingError,
    container_of,
    read_recording,
    store,
)
from tests.factories_pictures import a_picture_file
from tests.factories_recordings import (
    MP3_FRAME,
    a_box,
    a_flac,
    a_wav,
    a_webm,
    an_mp3,
    an_mp4,
    an_ogg,
)

KNOWN = {
    "mp3": (an_mp3(), MP3),
    "mp3 behind a tag": (an_mp3(tag=b"cover" * 60_000), MP3),
    "mp3 behind a tag and room": (an_mp3(tag=b"x").replace(b"x", b"x" + b"\0" * 500, 1), MP3),
    "mp3 of 22 kHz": ((b"\xff\xf3\x40\x00" + b"\0" * 100) * 3, MP3),
    "m4a": (an_mp4(b"soun", brand=b"M4A "), M4A),
    "mp4 with sound alone": (an_mp4(b"soun", is_last=False), M4A),
    "mp4": (an_mp4(b"vide", b"soun"), MP4),
    "mp4 with its index in front": (an_mp4(b"soun", b"vide", brand=b"mp42", is_last=False), MP4),
    "opus": (an_ogg(b"OpusHead\1"), OGG),
    "vorbis": (an_ogg(b"\x01vorbis\0"), OGG),
    "flac in ogg": (an_ogg(b"\x7fFLAC\1"), OGG),
    "vorbis behind a skeleton": (an_ogg(b"fishead\0", b"\x01vorbis\0"), OGG),
    "webm": (a_webm(b"V_VP9", b"A_OPUS"), WEBM),
    "webm with sound alone": (a_webm(b"A_OPUS"), WEBM_AUDIO),
    "webm with vorbis": (a_webm(b"A_VORBIS"), WEBM_AUDIO),
    "wav": (a_wav(), WAV),
    "flac": (a_flac(), FLAC),
}
REFUSED = {
    "text": (b"Hello, world", NO_RECORDING),
    "markup": (b"<html><script>alert(1)</script>", NO_RECORDING),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', NO_RECORDING),
    "a picture": (a_picture_file((20, 20)).read(), NO_RECORDING),
    "a program": (b"MZ\x90\0" + b"\0" * 100, NO_RECORDING),
    "one byte": (b"\xff", NO_RECORDING),
    "a text in UTF-16": ("\ufeffHello".encode("utf-16-le"), NO_RECORDING),
    "raw AAC": (b"\xff\xf1\x50\x80\x02\x1f\xfc" + b"\0" * 500, NO_RECORDING),
    "a tag and nothing": (b"ID3\x04\0\0\0\0\0\x0a" + b"\0" * 100, NO_RECORDING),
    "a tag that promises too much": (b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + MP3_FRAME * 2, NO_RECORDING),
    "a picture as AVI": (b"RIFF\0\0\0\0AVI LIST", NO_RECORDING),
    "one MP3 frame": (MP3_FRAME, BROKEN),
    "an MP4 without index": (a_box(b"ftyp", b"isom\0\0\2\0") + a_box(b"mdat", b"x" * 50), BROKEN),
    "an MP4 that was cut off": (an_mp4(b"vide")[:300], BROKEN),
    "an MP4 that was cut off in its index": (an_mp4(b"vide", b"soun", is_last=False)[:200], BROKEN),
    "an MP4 of nothing": (an_mp4(b"text"), NO_RECORDING),
    "an MP4 of empty boxes": (a_box(b"ftyp", b"isom\0\0\2\0") + b"\0" * 64, BROKEN),
    "an MP4 with a huge index": (a_box(b"ftyp", b"isom\0\0\2\0") + b"\x7f\xff\xff\xffmoov", BROKEN),
    "an MP4 with a negative index": (a_box(b"ftyp", b"isom\0\0\2\0") + b"\0\0\0\0moov" + b"x" * 99, BROKEN),
    "a picture in the container of MP4": (a_box(b"ftyp", b"heic\0\0\0\0mif1") + b"x" * 99, NO_RECORDING),
    "QuickTime": (an_mp4(b"vide", brand=b"qt  "), QUICKTIME),
    "Matroska": (a_webm(b"V_MPEG4/ISO/AVC", doctype=b"matroska"), MATROSKA),
    "WebM without tracks": (a_webm(), BROKEN),
    "Theora": (an_ogg(b"\x80theora\3", b"\x01vorbis\0"), THEORA),
    "Speex": (an_ogg(b"Speex   1.2"), NO_RECORDING),
    "half an Ogg": (b"OggS\0\0", BROKEN),
}


def a_file(content):
    return ContentFile(content, name="recording.exe")


@pytest.mark.parametrize(("content", "container"), KNOWN.values(), ids=KNOWN)
def test_what_browsers_play_is_known_by_its_bytes(content, container):
    assert container_of(a_file(content)) == container


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_everything_else_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(RecordingError) as refused:
        container_of(a_file(content))

    assert str(refused.value) == sentence


@pytest.mark.parametrize("name", KNOWN)
def test_no_beginning_of_a_recording_is_a_fault(name):
    content = KNOWN[name][0][:900]

    for end in range(len(content)):
        with suppress(RecordingError):
            container_of(a_file(content[:end]))


def test_an_index_longer_than_any_film_is_not_read(monkeypatch):
    monkeypatch.setattr(recordings, "_LARGEST_INDEX", 100)

    with pytest.raises(RecordingError, match="damaged"):
        container_of(a_file(an_mp4(b"vide")))


def test_a_recording_is_read_with_its_size_and_digest():
    found = read_recording(a_file(a_wav(200)), max_bytes=2_000_000)

    assert (found.container, found.size_bytes) == (WAV, 1_600_044)
    assert found.digest == hashlib.sha256(a_wav(200)).hexdigest()


def test_a_recording_is_read_a_piece_at_a_time():
    file, largest = a_file(a_wav(500)), []
    file.file.read, read = lambda most=-1: largest.append(most) or read(most), file.file.read

    read_recording(file, max_bytes=10_000_000)

    assert len(largest) >= 4
    assert min(largest) > 0
    assert max(largest) == 1 << 20


def test_an_empty_file_and_one_over_the_limit_are_refused():
    with pytest.raises(RecordingError, match=r"^This file is empty\.$"):
        read_recording(a_file(b""), max_bytes=1 << 20)
    with pytest.raises(RecordingError, match=r"^This recording is too large: at most 1 MB\.$"):
        read_recording(a_file(a_wav(200)), max_bytes=1 << 20)
    assert read_recording(a_file(a_wav(200)), max_bytes=len(a_wav(200))).size_bytes == len(a_wav(200))


def test_a_recording_is_stored_whole_under_a_name_nobody_can_guess(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    found = read_recording(a_file(a_wav()), max_bytes=1_000_000)

    first, second = store(found, "recordings"), store(found, "recordings")

    room, token, name = first.split("/")
    assert (room, len(token), name) == ("recordings", 16, "audio.wav")
    assert token != second.split("/")[1]
    for stored in (first, second):
        with default_storage.open(stored) as file:
            assert file.read() == a_wav()
