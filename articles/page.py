"""What the article's page shows: one value, from a release for readers, from working text for a preview."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.text import Truncator

from articles.body import clean_body, plain_text
from articles.figures import without_furniture
from articles.models import Article, Author, Byline, Correction, Photo, Release, Section, Series, Source, Tag
from articles.sources import related_of, sources_of

WORDS_A_MINUTE = 230


@dataclass(frozen=True)
class Credit:
    """One author with what they did ("by", "photos" …) and how that is said."""

    author: Author
    role: str
    role_label: str


@dataclass(frozen=True)
class Page:
    article_id: int
    url: str  # "" for a preview of what readers have never seen
    headline: str
    kicker: str
    standfirst: str
    type: str
    type_label: str
    section: Section | None
    series: Series | None
    bylines: list[Credit]
    published_at: datetime | None  # None for a preview of what readers have never seen
    updated_at: datetime | None
    lead_photo: Photo | None  # none once its licence ended, in a preview too
    lead_caption: str
    key_points: list[dict]  # {"public_id": str, "text": str}
    dateline: str
    body: str  # sanitised HTML
    tags: list[Tag]
    word_count: int | None
    sources: list[dict]  # {"kind", "kind_label", "title", "url", "note"}
    related: list[int]  # keys of the articles picked by hand
    seo_title: str
    seo_description: str
    canonical_url: str  # where the text appeared first, "" when that is here
    is_hidden: bool  # from search engines
    is_sensitive: bool
    comments_open: bool
    corrections: list[Correction]  # oldest first
    is_preview: bool

    @property
    def is_updated(self) -> bool:
        """Whether readers who saw the first release would want to know of this one."""
        return bool(self.updated_at and self.updated_at > self.published_at)

    @property
    def corrected_at(self) -> datetime | None:
        """When it was last corrected: the time of the update that came with it."""
        return self.corrections[-1].at if self.corrections else None

    @property
    def minutes(self) -> int:
        """How long reading takes, for a release."""
        return max(1, round(self.word_count / WORDS_A_MINUTE)) if self.word_count else 0

    @property
    def tag_slugs(self) -> str:
        return ",".join(tag.slug for tag in self.tags)

    @property
    def share_title(self) -> str:
        """What search results and shared links call it."""
        return self.seo_title or self.headline

    @property
    def share_description(self) -> str:
        """What search results and shared links say of it: the desk's words, or the story's first ones."""
        return self.seo_description or self.standfirst or gist_of(self.body)

    @classmethod
    def from_release(cls, release: Release) -> "Page":
        """Build the page that readers see; ``release`` comes from ``for_page()``."""
        return cls(
            **_shared(release),
            url=release.get_absolute_url(),
            published_at=release.published_at,
            updated_at=release.updated_at,
            key_points=release.key_points,
            tags=release.tags,
            sources=_said(release.sources),
            related=release.related,
            comments_open=release.comments_open,
            corrections=_corrections_of(release) if release.is_corrected else [],
            article_id=release.article_id,
            word_count=release.word_count,
            is_preview=False,
        )

    @classmethod
    def from_article(cls, article: Article) -> "Page":
        """Build the same page from the desk's stored text, saving nothing."""
        # A preview of what is only typed brings bylines of its own: those stay.
        prefetch_related_objects(
            [article], Prefetch("bylines", Byline.objects.select_related("author__portrait"))
        )
        current = Release.objects.filter(article=article).first()
        points = article.key_points.all()
        return cls(
            **_shared(article) | {"body": clean_body(article.body)},
            url=current.get_absolute_url() if current else "",
            published_at=current.published_at if current else None,
            updated_at=current.updated_at if current else None,
            key_points=[{"public_id": str(point.public_id), "text": point.text} for point in points],
            tags=list(article.tags.all()),
            sources=_said(sources_of(article)),
            related=related_of(article),
            comments_open=article.comments_open,
            corrections=list(Correction.objects.of_article(article.pk)),
            article_id=article.pk,
            word_count=None,
            is_preview=True,
        )


def _corrections_of(release):
    return list(Correction.objects.of_article(release.article_id))


def gist_of(body: str) -> str:
    """The first words of a body as plain text, without those of its pictures, cards and pull quotes."""
    return Truncator(plain_text(without_furniture(body)).replace("\n", " ")).chars(160)


def _said(sources):
    return [source | {"kind_label": Source.Kind(source["kind"]).label} for source in sources]


_SHARED = (
    "headline", "kicker", "standfirst", "type", "section", "series", "lead_caption", "dateline", "body",
    "seo_title", "seo_description", "canonical_url", "is_sensitive", "is_hidden",
)  # fmt: skip


def _shared(source):
    """What a release and a working article call by the same names."""
    photo = source.lead_photo
    return {name: getattr(source, name) for name in _SHARED} | {
        "lead_photo": photo if photo and photo.is_usable() else None,
        "type_label": source.get_type_display(),
        "bylines": [
            Credit(byline.author, byline.role, byline.get_role_display()) for byline in source.bylines.all()
        ],
    }
