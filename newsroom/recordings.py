"""Audio and video that people upload: judged by their bytes, never by their name, and stored as they are.

Nothing is decoded here. What is let in is what every browser of today plays by itself; everything else is
refused with a sentence that says what to save it as.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass

from django.core.files import File
from django.core.files.storage import default_storage

_PIECE = 1 << 20  # bytes read at once
_HEAD = 1 << 18  # bytes in which a WebM must have named its tracks
_LARGEST_INDEX = 32 << 20  # bytes of an MP4's index: ten hours of film have a third of that
_MOST_BOXES = 10_000  # of an MP4 looked at side by side
_PICTURES = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis")  # of the same container

NO_RECORDING = "This is no audio or video we can show. Use MP3, M4A, MP4, Ogg, WebM, WAV or FLAC."
BROKEN = "This recording is damaged or incomplete. Please save it anew and try again."
QUICKTIME = "This is a QuickTime film, which many browsers cannot play. Save it as MP4 and try again."
MATROSKA = "This is a Matroska film, which browsers cannot play. Save it as MP4 or WebM and try again."
THEORA = "This film is in an old format that browsers no longer play. Save it as MP4 or WebM and try again."


class RecordingError(ValueError):
    """A recording is refused; ``str(error)`` is the sentence for the person who sent it."""


@dataclass(frozen=True)
class Container:
    """What a file turned out to be."""

    kind: str  # "audio" or "video"
    content_type: str
    suffix: str  # of the name it is stored under; newsroom.media serves it as content_type again


MP3 = Container("audio", "audio/mpeg", "mp3")
M4A = Container("audio", "audio/mp4", "m4a")
MP4 = Container("video", "video/mp4", "mp4")
OGG = Container("audio", "audio/ogg", "ogg")
WEBM_AUDIO = Container("audio", "audio/webm", "weba")
WEBM = Container("video", "video/webm", "webm")
WAV = Container("audio", "audio/wav", "wav")
FLAC = Container("audio", "audio/flac", "flac")
CONTAINERS = (MP3, M4A, MP4, OGG, WEBM_AUDIO, WEBM, WAV, FLAC)


@dataclass(frozen=True)
class Found:
    """A recording that was read: the file itself, what it is, and what tells it from others."""

    file: File
    container: Container
    size_bytes: int
    digest: str  # SHA-256 in hex: the same file is the same recording


def read_recording(file: File, *, max_bytes: int) -> Found:
    """Return what ``file`` (uploaded, or any Django File) is, or raise RecordingError with a sentence.

    Reads it a piece at a time, so that a long film needs no memory.
    """
    if not file.size:
        raise RecordingError("This file is empty.")
    if file.size > max_bytes:
        raise RecordingError(f"This recording is too large: at most {max_bytes >> 20} MB.")
    container = container_of(file)
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    file.seek(0)
    return Found(file, container, file.size, digest.hexdigest())


def container_of(file) -> Container:
    """Return what the bytes of ``file`` (seekable) say it is, or raise RecordingError with a sentence."""
    file.seek(0)
    head = file.read(_HEAD)
    for look in (_wav, _flac, _ogg, _webm, _mp4, _mp3):
        if container := look(file, head):
            return container
    raise RecordingError(NO_RECORDING)


def store(found: Found, room: str) -> str:
    """Copy the recording into the storage, under a name nobody can guess, and return that name."""
    name = f"{room}/{secrets.token_urlsafe(12)}/{found.container.kind}.{found.container.suffix}"
    return default_storage.save(name, found.file)


def _wav(file, head):
    return WAV if re.match(rb"RIFF....WAVE", head, re.DOTALL) else None


def _flac(file, head):
    return FLAC if re.match(rb"fLaC[\x00\x80]\x00\x00\x22", head) else None  # STREAMINFO comes first


def _ogg(file, head):
    """Each stream inside begins with a page of its own, before all others, that names its codec."""
    at, codecs = 0, []
    while head[at : at + 4] == b"OggS" and len(head) > at + 27 and head[at + 5] & 2:
        count = head[at + 26]
        start = at + 27 + count
        codecs.append(head[start : start + 8])
        at = start + sum(head[at + 27 : start])
    if not codecs:
        if head.startswith(b"OggS"):
            raise RecordingError(BROKEN)
        return None
    if any(codec.startswith(b"\x80theora") for codec in codecs):
        raise RecordingError(THEORA)
    if any(codec.startswith((b"OpusHead", b"\x01vorbis", b"\x7fFLAC")) for codec in codecs):
        return OGG
    raise RecordingError(NO_RECORDING)


def _webm(file, head):
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return None
    if b"\x42\x82\x84webm" not in head[:128]:  # the element DocType
        raise RecordingError(MATROSKA if b"matroska" in head[:128] else NO_RECORDING)
    # The element CodecID of each track: its mark, its length, its name.
    if re.search(rb"\x86(\x85V_VP8|\x85V_VP9|\x85V_AV1)", head):
        return WEBM
    if re.search(rb"\x86(\x86A_OPUS|\x88A_VORBIS)", head):
        return WEBM_AUDIO
    raise RecordingError(BROKEN)


def _mp4(file, head):
    if head[4:8] != b"ftyp" or head[8:12] in _PICTURES:
        return None
    if head[8:12] == b"qt  ":
        raise RecordingError(QUICKTIME)
    tracks = _tracks(file)
    if b"vide" in tracks:
        return MP4
    if b"soun" in tracks:
        return M4A
    raise RecordingError(NO_RECORDING)


def _tracks(file):
    """The kinds of the tracks that an MP4's index (``moov``, at the beginning or the end) names."""
    at = 0
    for _ in range(_MOST_BOXES):
        file.seek(at)
        size, name, skip = _box(file.read(16))
        if size < skip or size > file.size - at or (name == b"moov" and size > _LARGEST_INDEX):
            break
        if name == b"moov":
            file.seek(at + skip)
            index = file.read(size - skip)
            return {handler[8:12] for track in _inside(index, b"trak") for media in _inside(track, b"mdia")
                    for handler in _inside(media, b"hdlr")}  # fmt: skip
        at += size
    raise RecordingError(BROKEN)


def _box(head):
    """Size, name and length of the head of the box that begins with ``head``; (0, b"", 8) where none does."""
    if len(head) < 8:
        return 0, b"", 8
    size, name = int.from_bytes(head[:4], "big"), head[4:8]
    if size == 1 and len(head) >= 16:
        return int.from_bytes(head[8:16], "big"), name, 16
    return size, name, 8


def _inside(content, wanted):
    at = 0
    while at + 8 <= len(content):
        size, name, skip = _box(content[at : at + 16])
        if size < skip:
            return
        if name == wanted:
            yield content[at + skip : at + size]
        at += size


_MP3_KBITS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),  # MPEG 1
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),  # MPEG 2 and 2.5
}
_MP3_HERTZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _mp3(file, head):
    """A frame, and right behind it another: two bytes alone may be anything."""
    at = 0
    if head.startswith(b"ID3") and len(head) >= 10:
        at = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    file.seek(at)
    frames = file.read(1 << 16)
    if at:
        frames = frames.lstrip(b"\0")  # room that was left behind the tag
    length = _frame_length(frames)
    if not length:
        return None
    if not _frame_length(frames[length:]):
        raise RecordingError(BROKEN)
    return MP3


def _frame_length(head):
    """The bytes of the Layer III frame that begins with ``head``, or 0."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, speed = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or speed == 3:
        return 0
    is_first = version == 3
    samples = 144 if is_first else 72
    return samples * _MP3_KBITS[is_first][rate] * 1000 // _MP3_HERTZ[version][speed] + (head[2] >> 1 & 1)
