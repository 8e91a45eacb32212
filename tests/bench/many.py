"""A paper of any size in seconds: rows written in bulk, ten stories a day back into the past."""

import random
from datetime import UTC, datetime, timedelta

from django.utils.timezone import localdate

from articles.models import (
    OPEN_END,
    Address,
    Article,
    Author,
    Correction,
    Edition,
    Photo,
    Release,
    ReleaseByline,
    ReleaseTag,
    Section,
    Series,
    Tag,
)

NEWEST = datetime(2026, 3, 4, 12, tzinfo=UTC)
GAP = timedelta(minutes=144)  # ten stories a day
TOPS, AUTHORS, TAGS, SERIES = 6, 20, 40, 6
SHORTEST_MONTH = 28 * 10  # stories
CORRECTED, UPDATED, PART = 20, 3, 2000
_VOWELS, _CONSONANTS = "aeiou", "bdfgklmnprst"


class ManyStories:
    """``grow_to`` adds older stories, so that the newest are the same at every size."""

    def __init__(self):
        self.dice, self.size, self.ahead = random.Random(1), 0, set()  # noqa: S311 - the same stories each time
        letters = [c + v for c in _CONSONANTS for v in _VOWELS]
        self.words = ["".join(self.dice.choices(letters, k=3)) for _ in range(3000)]
        self.tops = [
            Section.objects.create(name=f"Section {n}", slug=f"section-{n}", position=n) for n in range(TOPS)
        ]
        self.below = Section.objects.create(name="Below", slug="below", parent=self.tops[0])
        self.authors = [Author.objects.create(name=f"Author {n}", slug=f"author-{n}") for n in range(AUTHORS)]
        self.tags = [Tag.objects.create(name=f"Topic {n}", slug=f"topic-{n}") for n in range(TAGS)]
        self.series = [Series.objects.create(name=f"Series {n}", slug=f"series-{n}") for n in range(SERIES)]
        self.photos = [
            Photo.objects.create(
                file=f"photos/{n}.jpg", alt="Quay", width=1600, height=900, digest=f"{n:064}"
            )
            for n in range(30)
        ]

    def grow_to(self, size):
        for first in range(self.size, size, PART):
            self._add(sorted(set(range(first, min(size, first + PART))) - self.ahead))
        self.size = size

    def reach_back_to(self, size):
        """A story of each month that a paper of ``size`` has, ahead of the others that it will have there."""
        self.ahead = {*range(self.size, size, SHORTEST_MONTH), size - 1}
        self._add(sorted(self.ahead))

    def _add(self, numbers):
        articles = Article.objects.bulk_create(
            Article(headline=self._said(6), slug=f"story-{n}", section=self.tops[n % TOPS]) for n in numbers
        )
        editions = Edition.objects.bulk_create(
            Edition(article=article, number=1, data={}, digest=str(article.pk)) for article in articles
        )
        pairs = list(zip(numbers, editions, strict=True))
        Address.objects.bulk_create(
            Address(day=localdate(NEWEST - n * GAP), slug=edition.article.slug, article=edition.article)
            for n, edition in pairs
        )
        releases = [release for n, edition in pairs for release in self._releases(n, edition)]
        Release.timeline.bulk_create(releases)
        self._add_beside(releases)
        Correction.objects.bulk_create(
            Correction(article=edition.article, edition=edition, text=self._said(12), at=NEWEST - n * GAP)
            for n, edition in pairs
            if n % CORRECTED == 0
        )

    def _releases(self, n, edition):
        """One, or two where it was updated since."""
        at, headline = NEWEST - n * GAP, edition.article.headline
        fields = {"edition": edition, "article_id": edition.article_id, "slug": edition.article.slug}
        fields |= {"published_at": at, "day": localdate(at), "type": "news", "headline": headline}
        top = self.tops[n % TOPS]
        fields |= {"section": self.below if n % (2 * TOPS) == 0 else top, "top_section": top}
        fields |= {"series": self.series[n // 5 % SERIES] if n % 5 == 0 else None, "word_count": 120}
        fields |= {"standfirst": self._said(15), "lead_photo": self.photos[n % 30] if n % 2 else None}
        fields |= {"key_points": [{"public_id": f"k{n}", "text": self._said(8)}]}
        body = f"<p>{self._said(60)}</p><p>{self._said(60)}</p>"
        until = at + timedelta(hours=3) if n % UPDATED == 0 else OPEN_END
        yield Release(live_from=at, live_until=until, updated_at=at, body=body, **fields)
        if until != OPEN_END:
            yield Release(live_from=until, updated_at=until, body=body, **fields)

    def _add_beside(self, releases):
        ReleaseByline.objects.bulk_create(
            ReleaseByline(
                release=release,
                author=self.authors[release.article_id % AUTHORS],
                role="by",
                published_at=release.published_at,
            )
            for release in releases
        )
        ReleaseTag.objects.bulk_create(
            ReleaseTag(
                release=release,
                tag=self.tags[(release.article_id * step) % TAGS],
                published_at=release.published_at,
            )
            for release in releases
            for step in (1, 3)
            if step == 1 or (release.article_id * 3) % TAGS != release.article_id % TAGS
        )

    def _said(self, length):
        """Words as often as those of a language: the first of 3,000 in every text, the last in few."""
        return " ".join(self.words[int(self.dice.paretovariate(0.6)) % 3000] for _ in range(length))
