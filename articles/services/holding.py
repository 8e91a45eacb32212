"""Holding all stories at once, for the rare change of what any of them may name.

Foreign keys are checked when a transaction ends: who names a tag that is merged away meanwhile would learn
of it too late to be told. On SQLite one writer is at work at a time, and nothing is to be done.
"""

from django.db import connection

from articles.models import Article, FrontSlot


def hold_stories() -> None:
    """Wait for all who are changing a story, and let nobody else begin until the transaction ends.

    To be the first lock that a transaction takes.
    """
    _lock(Article, "EXCLUSIVE")


def join_stories() -> None:
    """Wait for whoever holds all stories, and keep others from it until the transaction ends.

    For a story that is about to be made; whoever locks one that is there has done so.
    """
    _lock(Article, "ROW SHARE")


def hold_fronts() -> None:
    """Wait for all who are placing stories, and let nobody else place one until the transaction ends.

    To be taken after the stories that are to be placed: an empty front has no row to wait for.
    """
    _lock(FrontSlot, "EXCLUSIVE")


def _lock(model, mode):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {model._meta.db_table} IN {mode} MODE")
