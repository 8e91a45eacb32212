"""Which photos and recordings a text names, noted beside it, so that the library keeps them."""

from articles.body import clean_body
from articles.figures import photos_in, recordings_in
from articles.models import Article, Photo, PhotoUse, Recording, RecordingUse, Release

_KINDS = (("photo", Photo, PhotoUse, photos_in), ("recording", Recording, RecordingUse, recordings_in))


def note_uses(article: Article, *, release: Release | None = None) -> None:
    """Note what the stored body of ``article`` names, or that of its ``release``; what is gone is left out.

    Belongs inside the transaction that stores the body, after the article was locked. Whoever deletes a photo
    meanwhile waits, and is refused then.
    """
    body = clean_body(article.body) if release is None else release.body
    for name, model, uses, named_in in _KINDS:
        noted = uses.objects.filter(article=article, release=release)
        before = set() if release else set(noted.values_list(name, flat=True))
        named = named_in(body)
        if gone := before - named:
            noted.filter(**{f"{name}__in": gone}).delete()
        if new := named - before:
            there = model.objects.select_for_update(no_key=True).filter(pk__in=new).order_by("pk")
            uses.objects.bulk_create(
                uses(article=article, release=release, **{name: row}) for row in there.only("pk")
            )
