"""Stored markup of what stands between the paragraphs of a body."""

from itertools import count

from articles.models import Recording

_numbers = count(1)

CARD = '<figure><a href="https://www.example.org/a?b=1&amp;c=2" rel="noopener">The &lt;log&gt;</a></figure>'


def photo_figure(photo, alt="", caption=""):
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img data-photo="{photo.pk}" alt="{alt}">{caption}</figure>'


def recording_figure(recording, caption=""):
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><{recording.kind} data-recording="{recording.pk}"></{recording.kind}>{caption}</figure>'


def make_clip(**fields):
    """A recording's row; its file does not exist (``add_recording`` stores real ones)."""
    number = next(_numbers)
    fields = {
        "file": f"recordings/{number}.mp3",
        "kind": "audio",
        "content_type": "audio/mpeg",
        "size_bytes": 1000,
        "title": f"Recording {number}",
        "digest": f"{number:064}",
    } | fields
    return Recording.objects.create(**fields)
