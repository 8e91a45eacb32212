"""Articles and what belongs to them, with sensible defaults: ``make_live(headline="…")``."""

from itertools import count

from articles import services
from articles.editions import write_bylines, write_key_points
from articles.models import OPEN_END, Article, Author, Photo, Release, Role, Section, Series, Tag
from newsroom.models import User

_numbers = count(1)


def make_editor(**fields):
    number = next(_numbers)
    fields = {"email": f"editor-{number}@example.org", "name": f"Editor {number}", "is_staff": True} | fields
    return User.objects.create(**fields)


def make_section(**fields):
    number = next(_numbers)
    fields = {"name": f"Section {number}", "slug": f"section-{number}", "position": number} | fields
    return Section.objects.create(**fields)


def make_series(**fields):
    number = next(_numbers)
    return Series.objects.create(**{"name": f"Series {number}", "slug": f"series-{number}"} | fields)


def make_tag(**fields):
    number = next(_numbers)
    return Tag.objects.create(**{"name": f"Tag {number}", "slug": f"tag-{number}"} | fields)


def make_author(**fields):
    number = next(_numbers)
    fields = {"name": f"Author {number}", "slug": f"author-{number}", "title": "Reporter"} | fields
    return Author.objects.create(**fields)


def make_photo(**fields):
    """A photo's row; its file does not exist (``add_photo`` stores real ones)."""
    number = next(_numbers)
    fields = {
        "file": f"photos/{number}.jpg",
        "alt": f"Photo {number}",
        "width": 1600,
        "height": 900,
        "digest": f"{number:064}",
    } | fields
    return Photo.objects.create(**fields)


def make_article(*, key_points=(), bylines=(), tags=(), **fields):
    """A draft as the desk stores it. ``bylines``: authors, or (author, role) pairs."""
    number = next(_numbers)
    fields = {"headline": f"Headline {number}", "body": f"<p>Text {number}.</p>"} | fields
    if "section" not in fields:
        fields["section"] = make_section()
    article = Article.objects.create(**fields)
    credits = [line if isinstance(line, tuple) else (line, Role.BY) for line in bylines]
    write_bylines(article, [(author.pk, role) for author, role in credits])
    write_key_points(article, [(None, text) for text in key_points])
    article.tags.set(tags)
    return article


def make_live(*, by=None, at=None, first_published_at=None, **fields):
    """A published article; its release is ``article.releases.get()``."""
    article = make_article(**fields)
    services.publish(article, by=by, at=at, first_published_at=first_published_at, checked=False)
    return article


def let_time_pass(article, stretch):
    """Move the whole line of ``article`` into the past by ``stretch``, as if that had gone by since."""
    for release in Release.timeline.filter(article=article).order_by("live_from"):
        moved = {"live_from": release.live_from - stretch}
        if release.live_until != OPEN_END:
            moved["live_until"] = release.live_until - stretch
        Release.timeline.filter(pk=release.pk).update(**moved)
