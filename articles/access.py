"""Who may do what with which article: the one place that says so, for every page, list and action.

Three permissions carry it. ``articles.change_article`` lets somebody write: what they created, until readers
see it. ``articles.read_every_article`` opens the articles of others. ``articles.publish_article`` decides
what readers see, and when. A superuser has all three.
"""

from django.db.models import QuerySet

from articles.models import Article
from articles.state import State, state_of

ADD, CHANGE, VIEW = "articles.add_article", "articles.change_article", "articles.view_article"
PUBLISH, READ_EVERY = "articles.publish_article", "articles.read_every_article"

# Where an article of one's own is still one's own: readers have not seen it, and nothing is scheduled.
_OWN = (State.DRAFT, State.IN_REVIEW, State.TRASH)


def may_enter(user) -> bool:
    """Whether ``user`` reads any articles at the desk at all."""
    return user.has_perm(VIEW) or user.has_perm(CHANGE)


def may_write(user) -> bool:
    """Whether ``user`` writes at all: a new article, or an old one."""
    return user.has_perm(ADD) or user.has_perm(CHANGE)


def visible_articles(user, *, among: QuerySet | None = None) -> QuerySet:
    """Return the articles (of ``among``) whose working text ``user`` may read."""
    articles = Article.objects.all() if among is None else among
    if not may_enter(user):
        return articles.none()
    return articles if user.has_perm(READ_EVERY) else articles.filter(created_by=user)


def may_read(user, article: Article) -> bool:
    """Whether ``user`` may see the working text, its history, its preview and its notes."""
    return may_enter(user) and _is_theirs(user, article)


def may_edit(user, article: Article) -> bool:
    """Whether ``user`` may change the working text, submit it, take it back, restore an old edition."""
    if not (user.has_perm(CHANGE) and _is_theirs(user, article)):
        return False
    decides = user.has_perm(READ_EVERY) or user.has_perm(PUBLISH)
    return decides or state_of(article) in _OWN


def may_submit(user, article: Article) -> bool:
    """Whether ``user`` may hand the article in; who may only add articles hands in what they wrote."""
    if may_edit(user, article):
        return True
    return user.has_perm(ADD) and _is_own(user, article) and state_of(article) in _OWN


def may_publish(user, article: Article) -> bool:
    """Whether ``user`` decides about readers: publish, schedule, call off, withdraw, correct."""
    return user.has_perm(PUBLISH) and may_edit(user, article)


def may_start(user) -> bool:
    """Whether ``user`` may publish what they have just begun to write."""
    return user.has_perm(ADD) and user.has_perm(PUBLISH)


def may_erase(user) -> bool:
    """Whether ``user`` may delete articles for good: no permission gives that to a role."""
    return user.is_active and user.is_superuser


def may_see_ahead(user) -> bool:
    """Whether ``user`` may see what readers will: the scheduled work of everybody."""
    return may_enter(user) and user.has_perm(READ_EVERY)


may_send_back = may_restore = may_trash = may_recover = may_share = may_edit
may_withdraw = may_publish


def _is_theirs(user, article):
    return _is_own(user, article) or user.has_perm(READ_EVERY)


def _is_own(user, article):
    return article.created_by_id is not None and article.created_by_id == user.pk
