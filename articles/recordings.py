"""The library of audio and video: how a recording comes in, changes and goes, with its file and its purges.

The same file twice is refused in words, as with photos (``articles.photos`` says why).
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from articles import access
from articles.models import Article, Recording
from newsroom import recordings
from newsroom.audit import record, record_change
from newsroom.pictures import remove_files
from newsroom.purges import purge
from newsroom.recordings import Found, RecordingError

MAX_BYTES = 300 << 20
_WORDS = ("title", "transcript", "credit", "source", "licence")


class KnownRecordingError(RecordingError):
    """The library has this very file already; ``recording`` is it."""

    def __init__(self, recording):
        super().__init__(f"This recording is in the library already: {recording}.")
        self.recording = recording


def read_recording(file) -> Found:
    """Return what ``file`` is, if it is fit for the library (for forms), or raise RecordingError in words."""
    found = recordings.read_recording(file, max_bytes=MAX_BYTES)
    _refuse_known(found)
    return found


def add_recording(file, *, by, title: str, **fields) -> Recording:
    """Put ``file`` (an open Django File, or what ``read_recording`` found) into the library.

    ``fields`` are transcript, credit, source, licence. Raises RecordingError in words, KnownRecordingError
    for a file that is there. The file is written before the transaction, and removed when it fails.
    """
    _refuse_unknown_fields(fields)
    _refuse_untitled(title)
    found = file if isinstance(file, Found) else read_recording(file)
    recording = Recording(
        title=title.strip(),
        kind=found.container.kind,
        content_type=found.container.content_type,
        size_bytes=found.size_bytes,
        digest=found.digest,
        uploaded_by=by,
        **fields,
    )
    recording.file.name = recordings.store(found, "recordings")
    try:
        with transaction.atomic():
            recording.save(force_insert=True)
            record("added", recording, by=by, after=_said_of(recording))
    except BaseException as error:
        remove_files([recording.file.name])
        if isinstance(error, IntegrityError):
            _refuse_known(found)  # somebody else was faster with the same file
        raise
    return recording


@transaction.atomic
def change_recording(recording: Recording, *, by, **fields) -> Recording:
    """Change what is said of a recording (fields as in ``add_recording``).

    Every page that plays it is purged. Raises RecordingError in words when the title is missing.
    """
    _refuse_unknown_fields(fields)
    _refuse_untitled(fields.get("title", recording.title))
    before = _said_of(Recording.objects.select_for_update().get(pk=recording.pk))
    for name, value in fields.items():
        setattr(recording, name, value)
    recording.save(update_fields=list(fields))
    purge(recording.kept_name)
    record_change("changed", recording, by=by, before=before, after=_said_of(recording))
    return recording


def remove_recording(recording: Recording, *, by=None) -> None:
    """Delete a recording that nothing uses, its file once that is certain; or raise ProtectedError."""
    name = recording.file.name
    with transaction.atomic():
        purge(recording.kept_name)
        record("deleted", recording, by=by, before=_said_of(recording))
        recording.delete()
        transaction.on_commit(lambda: remove_files([name]))


@dataclass(frozen=True)
class Uses:
    """Where a recording is used: the stories that somebody may read, and how many others there are."""

    stories: list[Article]
    hidden: int

    def __bool__(self):
        return bool(self.stories or self.hidden)


def uses_of(recording: Recording, user) -> Uses:
    """Return the stories whose text, or a release of it, plays ``recording``, as far as ``user`` may see."""
    everywhere = set(recording.uses.values_list("article_id", flat=True))
    readable = access.visible_articles(user, among=Article.objects.filter(pk__in=everywhere))
    stories = list(readable.only("pk", "headline"))
    return Uses(stories, len(everywhere) - len(stories))


def _said_of(recording):
    return {name: getattr(recording, name) for name in _WORDS}


def _refuse_untitled(title):
    if not title.strip():
        raise RecordingError("Give the recording a title.")


def _refuse_unknown_fields(fields):
    if unknown := set(fields) - set(_WORDS):
        raise TypeError(f"A recording has no {', '.join(sorted(unknown))}.")


def _refuse_known(found):
    known = Recording.objects.filter(digest=found.digest).first()
    if known is not None:
        raise KnownRecordingError(known)
