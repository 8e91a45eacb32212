"""Links that show a draft to somebody without an account. Only the hash of a link's token is stored."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction

from articles.models import Article, ShareLink, ShareOpening
from articles.refusals import Refused
from articles.services.working import lock
from newsroom import clock
from newsroom.audit import record
from newsroom.fields import tidy_text
from newsroom.models import User

DAYS = (1, 3, 7)
MOST_OPENINGS = 1_000  # noted of one link; whoever has the link could otherwise fill the disk


@transaction.atomic
def share_draft(article: Article, *, by: User | None, for_whom: str, days: int) -> tuple[ShareLink, str]:
    """Make a link to the working text for ``days`` (one of DAYS); return it and its token.

    The token is said this once: it is stored nowhere. Raises Refused.
    """
    for_whom = " ".join(tidy_text(for_whom).split())
    if not for_whom:
        raise Refused("Say for whom the link is.")
    if days not in DAYS:
        raise Refused("A link lasts one, three or seven days.")
    lock(article)
    if article.trashed_at:
        raise Refused("This article is in the trash. Recover it first.")
    token, at = secrets.token_urlsafe(24), clock.database_now()
    link = ShareLink.objects.create(
        article=article,
        token_hash=_hash(token),
        for_whom=for_whom[:120],
        made_by=by,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    said = {"for": link.for_whom, "until": link.expires_at}
    record("shared the draft of", article, by=by, after=said)
    return link, token


@transaction.atomic
def revoke_share(link: ShareLink, *, by: User | None) -> bool:
    """Close ``link`` from this moment on; False when it was closed by hand before."""
    revoked = ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=clock.database_now())
    if revoked:
        record("revoked a share link of", link.article, by=by, before={"for": link.for_whom})
    return bool(revoked)


@transaction.atomic
def open_share(token: str) -> ShareLink | None:
    """Return the link that ``token`` opens, and note the time of it; None for one that opens nothing.

    Unknown, expired and revoked tokens, and those of an article in the trash, are not told apart.
    """
    links = ShareLink.objects.open(clock.database_now()).select_related("article")
    link = links.filter(token_hash=_hash(token), article__trashed_at=None).first()
    if link is None:
        return None
    if link.openings.count() < MOST_OPENINGS:
        ShareOpening.objects.create(link=link, at=clock.database_now())
    return link


def _hash(token):
    return hashlib.sha256(token.encode()).hexdigest()
