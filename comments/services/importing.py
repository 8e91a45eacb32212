"""Comments that readers wrote elsewhere come in: under their articles, in their threads, once.

The export is read to its end before anything is written, into a file of its own that goes with the process,
so that neither memory nor the lock on writing follows the size of what is read. Then each article's comments
are written in the order of their dates, parents first, in transactions of ``BATCH``. What is there already is
known by its public id, made of whose it is and its number there: not by ``key``, which is forgotten after
sixty days. So a second run goes on where a first one was broken off.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import BinaryIO
from urllib.parse import unquote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from articles.addresses import article_at
from comments.exchange import UNFIT, Said, Thread, read_export
from comments.markup import text_of
from comments.models import Comment
from comments.newest import purge_comments
from comments.ranks import copy_counts
from comments.rendering import render_text
from comments.tallies import is_counted
from newsroom.fields import AddressField, must_show_something, tidy_text
from newsroom.redirects import new_path_of

BATCH = 1000
EMPTY, KNOWN = "empty", "imported before"
_LONGEST_NAME = Comment._meta.get_field("name").max_length
_EMAIL = AddressField()
State = Comment.State
_PLACE = "UPDATE comments_comment SET parent_id = %s, root_id = %s, depth = %s WHERE id = %s"


@dataclass
class Imported:
    """What came of it, in numbers."""

    articles: int = 0
    states: Counter = field(default_factory=Counter)
    left_out: Counter = field(default_factory=Counter)  # by why
    unfound: Counter = field(default_factory=Counter)  # by the address that leads to no article
    circles: int = 0  # of parents, each broken at one


def import_comments(file: BinaryIO, *, is_dry_run: bool = False) -> Imported:
    """Import the comments of a WordPress or Disqus export; those that are there already stay as they are.

    Nobody is mailed, no account is given what bears its address. Raises ExportError, nothing written.
    """
    done = Imported()
    with closing(sqlite3.connect("")) as shelf:
        threads = _put_on(shelf, read_export(file), done)
        for article_id in _lead_to_articles(shelf, threads, done):
            rows = shelf.execute(
                "SELECT said.* FROM said JOIN led USING (thread) WHERE article = ? ORDER BY at, said.rowid",
                (article_id,),
            )
            _import_under(article_id, {row[0]: Said(*row) for row in rows}, done, is_dry_run=is_dry_run)
    return done


def _put_on(shelf, export, done):
    """Keep the comments on the shelf; return the addresses of the threads."""
    shelf.executescript(
        "CREATE TABLE said (id PRIMARY KEY, parent, thread, state, at, name, email, html);"
        "CREATE TABLE led (thread PRIMARY KEY, article); CREATE INDEX by_thread ON said (thread);"
    )
    threads = {}
    for one in export:
        if isinstance(one, Thread):
            threads[one.id] = one.addresses
        elif one.state == UNFIT:
            done.left_out[UNFIT] += 1
        else:
            shelf.execute("INSERT OR IGNORE INTO said VALUES (?, ?, ?, ?, ?, ?, ?, ?)", one)
    return threads


def _lead_to_articles(shelf, threads, done):
    """Note which thread stands under which article, and which under none; return the articles."""
    counted = shelf.execute("SELECT thread, SUM(state IN (?, ?, ?)) FROM said GROUP BY thread", _TAKEN)
    for thread, number in counted.fetchall():
        addresses = threads.get(thread, ())
        article_id = next(filter(None, map(_article_of, addresses)), None)
        if article_id:
            shelf.execute("INSERT INTO led VALUES (?, ?)", (thread, article_id))
        elif number:
            done.unfound[next(filter(None, addresses), thread)] += number
    return [row[0] for row in shelf.execute("SELECT DISTINCT article FROM led ORDER BY 1").fetchall()]


_TAKEN = (State.PUBLISHED.value, State.HELD.value, State.SPAM.value)


def _article_of(address):
    """The article that stands, or stood, at this address of whatever host, or that it is led to."""
    try:
        path = re.sub("/+$", "", unquote(urlsplit(address.strip()).path))
    except ValueError:
        return None
    if not path.startswith("/"):
        return None
    return article_at(f"{path}/") or article_at(new_path_of(path) or "")


def _import_under(article_id, said, done, *, is_dry_run):
    there = _there_already(said)
    rows, was = [], done.states.total()
    for one in _parents_first(said, done):
        if one.id not in there:
            parent, comment = there.get(one.parent), _comment_of(one, article_id, done)
            there[one.id] = comment or parent
            if comment:
                rows.append((comment, parent))
        elif one.state in _TAKEN:
            done.left_out[KNOWN] += 1
    done.articles += done.states.total() > was
    if not is_dry_run:
        for start in range(0, len(rows), BATCH):
            _store(article_id, rows[start : start + BATCH])
        copy_counts([article_id] if rows else [])


def _there_already(said):
    """By their number: what an earlier import brought of these, and of what these answer."""
    ids = {_public_id(number): number for one in said.values() for number in (one.id, one.parent) if number}
    asked, found = list(ids), {}
    for start in range(0, len(asked), BATCH):
        rows = Comment.objects.filter(public_id__in=asked[start : start + BATCH])
        found |= {ids[row.public_id]: row for row in rows.only("public_id", "article", "root", "depth")}
    return found


def _public_id(number):
    return uuid5(NAMESPACE_URL, f"comment:{number}")


def _parents_first(said: dict[str, Said], done: Imported) -> Iterator[Said]:
    """Yield in the given order, but nobody before whom they answer; a circle is broken where it closes."""
    begun = set()
    for first in said.values():
        path, number = {}, first.id
        while number in said and number not in begun:
            begun.add(number)
            path[number] = one = said[number]
            number = one.parent
        done.circles += number in path
        yield from reversed(path.values())


def _comment_of(one, article_id, done):
    """The comment, unsaved and without its place in a thread, or None; counted either way."""
    text = text_of(one.html) if one.state in _TAKEN else ""
    if one.state not in _TAKEN or not _shows(text):
        done.left_out[EMPTY if one.state in _TAKEN else one.state] += 1
        return None
    done.states[one.state] += 1
    at, name = datetime.fromisoformat(one.at), _line(one.name)
    return Comment(
        article_id=article_id,
        public_id=_public_id(one.id),
        state=one.state,
        name=name if _shows(name) else _("Anonymous"),
        email=_email(one.email),
        text=text,
        html=render_text(text),
        created_at=at,
        decided_at=None if one.state == State.HELD else at,
        reason="" if one.state == State.PUBLISHED else "imported",
        removal=Comment.Removal.SPAM if one.state == State.SPAM else "",
    )


@lru_cache(maxsize=10_000)  # few people write most comments
def _line(name):
    return " ".join(text_of(name).split())[:_LONGEST_NAME].strip()


def _shows(text):
    try:
        must_show_something(text)
    except ValidationError:
        return False
    return True


@lru_cache(maxsize=10_000)
def _email(typed):
    try:
        return _EMAIL.clean(tidy_text(typed.strip()))
    except ValidationError:
        return ""


@transaction.atomic
def _store(article_id, rows):
    """Write some comments, then give those that answer their places: a row may answer one beside it."""
    Comment.objects.bulk_create([comment for comment, _parent in rows])
    places = []
    for comment, parent in rows:
        if parent and parent.article_id == article_id:
            comment.root_id, comment.depth = parent.root_id or parent.pk, parent.depth + 1
            places.append((parent.pk, comment.root_id, comment.depth, comment.pk))
    with connection.cursor() as cursor:
        cursor.executemany(_PLACE, places)
    if is_counted(*(comment.state for comment, _parent in rows)):
        purge_comments(*(comment for comment, _parent in rows))
