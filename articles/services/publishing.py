"""Publishing and withdrawing, now or at a moment ahead: the two ends of a release's interval."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from articles import addresses, letters
from articles.body import clean_body, word_count
from articles.drafts import check_article
from articles.models import (
    OPEN_END,
    Article,
    Release,
    ReleaseByline,
    ReleaseTag,
)
from articles.pings import queue_pings
from articles.refusals import Refused, Unready
from articles.services.logged import logged
from articles.services.purging import purge_changes, purge_end_of_comments
from articles.services.uses import note_uses
from articles.services.working import keep, lock
from articles.sources import related_of, sources_of
from articles.timeline import Line, line_of
from newsroom import clock
from newsroom.audit import record
from newsroom.models import User


@logged("published", later="scheduled")
@transaction.atomic
def publish(  # noqa: PLR0913 - each is a choice in the story form, and named
    article: Article,
    *,
    by: User | None,
    at: datetime | None = None,
    substantive: bool = True,
    note: str = "",
    first_published_at: datetime | None = None,
    checked: bool = True,
    despite: Collection[str] = (),
) -> Release:
    """Show the stored working text to readers from ``at`` on (default now). Raises Refused.

    Replaces a release that is already scheduled (its edition stays); a scheduled withdrawal survives.
    ``updated_at`` moves only when ``substantive``. ``despite`` names the warnings of the checklist that
    somebody accepts; who brings in old text may pass ``checked=False`` and ``first_published_at``.
    """
    lock(article)
    now = clock.database_now()
    line = line_of(article, now)
    if checked:
        _ask_checklist(article, max(at, now) if at else now, despite, by)
    at, latest = _fit_moment(article, line, now, at), _latest_seen(article, now)
    published_at = latest.published_at if latest else min(at, first_published_at or at)
    day = timezone.localdate(published_at)
    slug = _take_address(article, day, latest)
    _make_room(line, at)
    release = _add_release(
        article,
        edition=keep(article, by=by, note=note, substantive=substantive),
        **_interval(line, at),
        published_at=published_at,
        updated_at=published_at if not latest else at if substantive else latest.updated_at,
        day=day,
        slug=slug,
    )
    _settle(article, line, now)
    letters.tell_of_publication(article, by=by, release=release, is_ahead=at > now)
    return release


def _take_address(article, day, latest):
    """Claim the address, and end the review: what is published waits for nobody."""
    slug = addresses.claim(article, day, latest_slug=latest.slug if latest else "")
    article.desk = Article.Desk.DRAFT
    article.save(update_fields=["desk"])
    return slug


def _ask_checklist(article, at, despite, by):
    """Raise Unready for every error, and every warning that nobody has accepted; log those accepted."""
    if article.trashed_at:
        return  # it has other troubles, and is refused for these
    findings = check_article(article, at=at)
    if faults := [found for found in findings if found.is_error or found.name not in despite]:
        raise Unready(faults)
    if findings:
        accepted = [found.sentence for found in findings]
        record("accepted warnings", article, by=by, after={"warnings": accepted})


def _fit_moment(article, line, now, at):
    """The moment from which readers may see the article; raises Refused when there is none."""
    if article.trashed_at:
        raise Refused("This article is in the trash. Recover it first.")
    if not article.headline.strip():
        raise Refused("An article needs a headline before readers can see it.")
    if article.section_id is None:
        raise Refused("Choose a section before readers can see the article.")
    if at and at <= now:
        raise Refused("That moment has passed. Choose a later one, or publish now.")
    if at and at >= OPEN_END:
        raise Refused("That moment is too far ahead.")
    if at and at == line.withdrawal_at:
        raise Refused("The article is to be withdrawn at that very moment. Choose another one.")
    return at or now


def _latest_seen(article, now):
    """The release that readers saw last, or see now."""
    return Release.timeline.filter(article=article, live_from__lte=now).order_by("-live_from").first()


def _surviving_end(line, at):
    """The scheduled withdrawal, unless it would now take away nothing."""
    return line.withdrawal_at if line.live or (line.withdrawal_at and line.withdrawal_at > at) else None


def _interval(line, at):
    """From ``at`` up to the scheduled withdrawal, with its reason, if that one survives."""
    end = _surviving_end(line, at)
    if not end or end <= at:
        return {"live_from": at, "live_until": OPEN_END, "withdrawal_reason": ""}
    return {"live_from": at, "live_until": end, "withdrawal_reason": line.withdrawal_reason}


def _make_room(line: Line, at: datetime) -> None:
    """Clear the line from ``at`` on: the scheduled release goes, the live one ends there or earlier."""
    if line.coming:
        _drop(line.coming)
    if line.live and line.withdrawal_at and line.withdrawal_at < at:
        _end(line.live, line.withdrawal_at, reason=line.withdrawal_reason)
    elif line.live:
        _end(line.live, at)


def _end(release: Release, at: datetime, *, reason: str = "") -> None:
    """Let ``release`` end at ``at``, for ``reason`` if it is withdrawn then; one that would be empty goes."""
    if release.live_from == at:
        _drop(release)
    else:
        Release.timeline.filter(pk=release.pk).update(live_until=at, withdrawal_reason=reason)


def _drop(release):
    Release.timeline.filter(pk=release.pk).delete()  # the instance keeps its key: its pages are purged by it


def _add_release(article, **fields):
    """Store a release of the working text, with its people and tags."""
    names = (
        "section series type kicker headline standfirst lead_photo lead_caption"
        " dateline seo_title seo_description canonical_url"
    )
    body = clean_body(article.body)
    points = [{"public_id": str(point.public_id), "text": point.text} for point in article.key_points.all()]
    release = Release.timeline.create(
        article=article,
        **fields,
        **{name: getattr(article, name) for name in names.split()},
        top_section_id=article.section.top_id,
        body=body,
        word_count=word_count(body),
        sources=sources_of(article),
        related=related_of(article),
        key_points=points,
    )
    ReleaseByline.objects.bulk_create(_bylines_of(release, article))
    ReleaseTag.objects.bulk_create(
        ReleaseTag(release=release, tag=tag, published_at=release.published_at) for tag in article.tags.all()
    )
    note_uses(article, release=release)
    return release


def _bylines_of(release, article):
    listed = set()
    for byline in article.bylines.all():
        yield ReleaseByline(
            release=release,
            author_id=byline.author_id,
            role=byline.role,
            position=byline.position,
            published_at=release.published_at,
            is_listed=byline.author_id not in listed,
        )
        listed.add(byline.author_id)


@logged("withdrew", later="planned to withdraw")
@transaction.atomic
def withdraw(article: Article, *, by: User | None, at: datetime | None = None, reason: str = "") -> None:
    """Take the article from readers at ``at`` (default now): its address answers 410 from then on.

    Releases scheduled for later than that are called off, so that it cannot come back by itself; an
    earlier plan to withdraw it is replaced. Raises Refused when it is not public at that moment.
    """
    lock(article)
    now = clock.database_now()
    line = line_of(article, now)
    if at and at <= now:
        raise Refused("That moment has passed. Choose a later one, or withdraw now.")
    if at and at >= OPEN_END:
        raise Refused("That moment is too far ahead.")
    at = at or now
    stays = line.coming if line.coming and line.coming.live_from < at else None
    if not (line.live or stays):
        when = "now" if at == now else f"on {date_format(timezone.localtime(at), 'j F Y, H:i')}"
        raise Refused(f"Readers do not see this article {when}.")
    if line.coming and not stays:
        _drop(line.coming)
    if line.live and stays:
        _end(line.live, stays.live_from)
    _end(stays or line.live, at, reason=reason)
    article.desk = Article.Desk.DRAFT
    article.save(update_fields=["desk"])
    _settle(article, line, now)


@logged("called off what was scheduled for")
@transaction.atomic
def unschedule(article: Article, *, by: User | None) -> None:
    """Call off whatever is still to come, release and withdrawal; what is live stays live for good."""
    lock(article)
    now = clock.database_now()
    line = line_of(article, now)
    if not line.is_scheduled:
        raise Refused("Nothing is scheduled.")
    if line.coming:
        _drop(line.coming)
    if line.live:
        _end(line.live, OPEN_END)
    _settle(article, line, now)


def _settle(article, before, now):
    """After a change of the line: unseen addresses go back, and every page that changes is told when."""
    addresses.give_back_unseen(article)
    line = line_of(article, now)
    purge_changes(before, line, now)
    purge_end_of_comments(article, line, now)
    queue_pings(article, before, line, now)
