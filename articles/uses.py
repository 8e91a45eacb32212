"""Where a photo of the library is used: in working texts, towards readers, as a portrait."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from articles import access
from articles.models import Article, Author, Photo, PhotoUse, Release
from newsroom import clock


@dataclass
class Use:
    """One story or person that holds a photo, and in what ways."""

    title: str
    ways: list[str]
    href: str = ""  # on the paper, where readers find it
    article: Article | None = None  # None: the user may not read it at the desk
    author: Author | None = None


@dataclass
class Uses:
    shown: list[Use] = field(default_factory=list)
    hidden: int = 0  # stories that the user may not read

    def __bool__(self):
        return bool(self.shown or self.hidden)


def uses_of(photo: Photo, user) -> Uses:
    """Return where ``photo`` is used, as far as ``user`` may see it: five queries, however many uses.

    Of the stories that they may not read, those live are told as readers see them, the others are counted.
    """
    ways, live = _stories_with(photo)
    readable = access.visible_articles(user, among=Article.objects.filter(pk__in=ways)).only("headline")
    stories, uses = {article.pk: article for article in readable}, Uses()
    for key, said in sorted(ways.items(), reverse=True):
        release = live.get(key)
        href = release.get_absolute_url() if release else ""
        if key in stories:
            uses.shown.append(Use(str(stories[key]), said, href, article=stories[key]))
        elif release:
            uses.shown.append(Use(release.headline, ["Live"], href))
        else:
            uses.hidden += 1
    for author in Author.objects.filter(portrait=photo):
        uses.shown.append(Use(author.name, ["Portrait"], author.get_absolute_url(), author=author))
    return uses


def _stories_with(photo):
    """{key of the article: the ways in which it holds the photo}, {key: its release that is live now}."""
    now, ways, live = clock.now(), {}, {}
    in_texts = PhotoUse.objects.filter(photo=photo)
    for key in Article.objects.filter(lead_photo=photo).values_list("pk", flat=True):
        ways.setdefault(key, []).append("Lead photo")
    for key in in_texts.filter(release=None).values_list("article_id", flat=True):
        ways.setdefault(key, []).append("In the text")
    in_its_text = Exists(in_texts.filter(release=OuterRef("pk")))
    releases = Release.timeline.filter(Q(lead_photo=photo) | in_its_text).order_by("live_from", "pk")
    for release in releases.only("article", "headline", "day", "slug", "live_from", "live_until"):
        if release.live_from <= now < release.live_until:
            live[release.article_id] = release
        way = _towards_readers(release, now)
        if way not in ways.setdefault(release.article_id, []):
            ways[release.article_id].append(way)
    return ways, live


def _towards_readers(release, now):
    if now < release.live_from:
        return "Scheduled"
    return "Live" if now < release.live_until else "In an earlier version"
