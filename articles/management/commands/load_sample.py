import tomllib
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from articles import editions
from articles.checklist import WARNINGS
from articles.models import Article, Author, Photo, Role, Section, Series, Tag
from articles.photos import KnownPhotoError, add_photo
from articles.sample.people import portrait as portrait_of
from articles.services import publish
from newsroom.models import User
from newsroom.purges import purge

FOLDER = Path(__file__).resolve().parents[2] / "sample"
PICTURES = ("sea", "country", "town", "people")


class Command(BaseCommand):
    help = (
        "Fill the paper with sample sections, authors and published stories. A second time changes nothing."
    )

    def handle(self, **options):
        self.by = User.objects.filter(is_superuser=True).order_by("pk").first()
        if self.by is None:
            raise CommandError("Make a user first: manage.py createsuperuser.")
        paper = tomllib.loads((FOLDER / "paper.toml").read_text(encoding="utf-8"))
        self._make_sections(paper["section"])
        for series in paper["series"]:
            Series.objects.get_or_create(slug=series["slug"], defaults=series)
        for author in paper["author"]:
            self._make_author(**author)
        # The oldest first, as they were written.
        stories = sorted((FOLDER / "stories").glob("*.toml"), reverse=True)
        loaded = [self._publish_story(**tomllib.loads(path.read_text(encoding="utf-8"))) for path in stories]
        self.stdout.write(f"Published {sum(loaded)} sample stories; {len(loaded) - sum(loaded)} were there.")

    @transaction.atomic
    def _make_sections(self, sections):
        """Those on top stand before their parts."""
        made = []
        for position, section in enumerate(sections, start=1):
            slug, parent = section.pop("slug"), section.pop("parent", None)
            words = section | {
                "position": position,
                "parent": Section.objects.get(slug=parent) if parent else None,
            }
            made.append(Section.objects.get_or_create(slug=slug, defaults=words)[1])
        if any(made):
            purge("sections")

    def _make_author(self, *, slug, portrait: dict, topics=(), **words):
        if Author.objects.filter(slug=slug).exists():
            return
        photo = self._photo(
            portrait_of(**portrait), alt=f"Portrait of {words['name']}", credit="Harbour Gazette"
        )
        author = Author.objects.create(slug=slug, portrait=photo, **words)
        author.topics.set(tags_called(topics))

    def _publish_story(self, *, hours_ago, section, authors, photographers=(), series=None, **story):
        """Publish one story as if ``hours_ago``; return whether it was missing."""
        if Article.objects.filter(slug=story["slug"]).exists():
            return False
        self.stdout.write(f"  {story['headline']}")
        tags, key_points = story.pop("tags", ()), story.pop("key_points", ())
        lead = story.pop("photo", None)
        lead = {"lead_photo": self._lead(**lead), "lead_caption": lead["caption"]} if lead else {}
        with transaction.atomic():
            article = Article.objects.create(
                section=Section.objects.get(slug=section),
                series=Series.objects.get(slug=series) if series else None,
                created_by=self.by,
                **story,
                **lead,
            )
            article.tags.set(tags_called(tags))
            editions.write_key_points(article, [(None, text) for text in key_points])
            credits = [(slug, Role.BY) for slug in authors] + [(slug, Role.PHOTOS) for slug in photographers]
            editions.write_bylines(
                article, [(Author.objects.get(slug=slug).pk, role) for slug, role in credits]
            )
            publish(
                article,
                by=self.by,
                first_published_at=timezone.now() - timedelta(hours=hours_ago),
                despite=[look.__name__ for look in WARNINGS],
            )
        return True

    def _lead(self, *, scene, **words):
        return self._photo(draw_scene(scene), **words)

    def _photo(self, file, **words) -> Photo:
        try:
            return add_photo(file, by=self.by, **words)
        except KnownPhotoError as known:
            return known.photo


def tags_called(names) -> list[Tag]:
    """Return the tags with these names; those that are missing are made."""
    return [Tag.objects.get_or_create(name=name, slug=slugify(name))[0] for name in names]


def draw_scene(name: str):
    """Return the picture that one of the sample's drawing modules paints under this name."""
    modules = [import_module(f"articles.sample.{module}") for module in PICTURES]
    return next(getattr(module, name) for module in modules if hasattr(module, name))()
