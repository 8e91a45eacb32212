"""Public articles and comments in every state, made the way the house makes them."""

import itertools

from comments import services
from comments.forms import ReplyForm
from newsroom.models import User
from tests.factories_articles import make_live

_numbers = itertools.count(1)


def a_public_article(*, headline="Night ferry to run again in spring", **fields):
    """An article that readers see, with comments open unless told otherwise."""
    return make_live(headline=headline, **fields)


def a_moderator(email="moderator@example.org", **fields):
    return User.objects.create_superuser(email, "a long password", **fields)


def a_held_comment(article, **fields):
    words = {"name": "Ola Berg", "email": "ola@example.org", "text": f"Comment number {next(_numbers)}."}
    return services.post_comment(article.pk, **(words | fields)).comment


def a_comment(article, **fields):
    """A published one."""
    comment = a_held_comment(article, **fields)
    assert services.approve_comment(comment, by=None)
    return comment


def typed(article, **fields):
    """What a browser sends from the reply form of ``article``."""
    words = {"name": "Ola Berg", "email": "ola@example.org", "text": "I sold herring there.", "website": ""}
    return words | {"rendered": ReplyForm(article_id=article.pk).stamp} | fields


def an_account(email="eva@example.org", **fields):
    """A reader who signs in by a mailed link."""
    return User.objects.create_user(email, **fields)


def let_it_be(article=None, **terms):
    """Change the terms of the paper, or of one article."""
    return services.change_policy(article and article.pk, by=None, **terms)
