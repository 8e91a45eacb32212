"""The story form as a browser fills it, and people who may do only some things."""

from django.contrib.auth.models import Permission
from django.test import Client

from articles.checklist import WARNINGS
from tests.factories_articles import make_editor

ALL_WARNINGS = ",".join(look.__name__ for look in WARNINGS)
ADD = "/admin/articles/article/add/"
STORIES = "/admin/articles/article/"


def change_address(article):
    return f"{STORIES}{article.pk}/change/"


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def make_chief(**fields):
    return make_editor(is_superuser=True, **fields)


def make_person(*permissions):
    """Somebody on the desk with these permissions only, such as "articles.change_article"."""
    person = make_editor()
    for permission in permissions:
        app, codename = permission.split(".")
        person.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return person


def a_photo_writer():
    """A writer of no role: own stories, and photos to add."""
    return make_person(*(f"articles.{verb}_{noun}" for verb, noun in (
        ("view", "photo"), ("add", "photo"), ("change", "article"), ("view", "article"),
    )))  # fmt: skip


def typed_rows(prefix, rows, start=0):
    """The posted fields of an ordered list."""
    posted = {f"{prefix}-TOTAL_FORMS": str(start + len(rows)), f"{prefix}-INITIAL_FORMS": str(start)}
    for place, row in enumerate(rows):
        posted |= {f"{prefix}-{place}-{name}": str(value) for name, value in row.items()}
        posted.setdefault(f"{prefix}-{place}-ORDER", str(place + 1))
    return posted


def typed_story(*, key_points=(), bylines=(), sources=(), related=(), **fields):
    """What the form posts; ``key_points`` are texts or rows, ``bylines`` are authors or (author, role).

    ``sources`` are rows, ``related`` are what was typed to name a story.
    Every warning of the checklist is ticked, unless ``despite`` says otherwise.
    """
    points = [point if isinstance(point, dict) else {"text": point} for point in key_points]
    named = [line if isinstance(line, tuple) else (line, "by") for line in bylines]
    credits = [{"author": author.pk, "role": role} for author, role in named]
    return (
        {"type": "news", "comments_open": "on", "version": "1", "despite": ALL_WARNINGS}
        | typed_rows("key_points", points)
        | typed_rows("bylines", credits)
        | typed_rows("sources", sources)
        | typed_rows("related_picks", [{"other": other} for other in related])
        | {name: str(value) for name, value in fields.items()}
    )
