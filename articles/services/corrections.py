"""Correcting what readers have seen: the update and the words about it, in one transaction."""

from collections.abc import Collection

from django.db import transaction

from articles.models import Article, Correction
from articles.refusals import Refused
from articles.services.publishing import publish
from articles.services.working import lock
from articles.timeline import line_of
from newsroom import clock
from newsroom.audit import record
from newsroom.fields import tidy_text
from newsroom.models import User
from newsroom.purges import purge


@transaction.atomic
def correct(  # noqa: PLR0913 - each is a choice in the form, and named
    article: Article,
    *,
    by: User | None,
    kind: str,
    text: str,
    checked: bool = True,
    despite: Collection[str] = (),
    version: int | None = None,
) -> Correction:
    """Publish the working text as an update of a live article, and say in ``text`` what changed.

    The correction is bound to the edition that readers see from then on, and stays as it is written. Its
    time is that of the update, so that "updated" says the same everywhere. Raises Refused when readers do
    not see the article, or an update is scheduled: publishing now would replace it. With ``version`` also
    when the working text is another one by now, which nobody has looked at.
    """
    lock(article)
    if version is not None and article.version != version:
        raise Refused(
            f"{article.changed_by or 'Somebody'} changed the text meanwhile, and nothing is published yet. "
            "Look at what readers would see differently now."
        )
    line = line_of(article, clock.database_now())
    text = tidy_text(text).strip()
    if not text:
        raise Refused("Say in words what was changed.")
    if not line.live:
        raise Refused("Readers do not see this article: there is nothing to correct yet.")
    if line.coming:
        raise Refused("An update of this article is scheduled. Call it off first, or correct it afterwards.")
    label = str(Correction.Kind(kind).label)
    release = publish(article, by=by, note=f"{label}: {text}"[:300], checked=checked, despite=despite)
    correction = Correction.objects.create(
        article=article, edition=release.edition, kind=kind, text=text, at=release.updated_at, by=by
    )
    record("corrected", article, by=by, after={"kind": label, "text": text})
    purge("corrections", correction.kept_name)
    return correction
