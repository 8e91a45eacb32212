"""The index of what can be searched for, kept in step with the releases by the database itself.

``articles_search`` holds the words of every release, shown or not, a row each: a table of FTS5 on SQLite, one
with tsvectors on PostgreSQL. It is made after every migrate, never by a migration: only its text and its
tokens are its own, so it can be dropped and filled anew at any time. Triggers follow whatever is written,
bulk writes included. What readers may find of it is decided by ``articles.search`` alone.

Words are compared without capitals and accents. Where the paper's language is English, by their stems
("ferries" finds "ferry"); in other languages as they are, because SQLite has stems for English only. No word
is too common to be looked for, so "The Who" is found as well.
"""
# ruff: noqa: S608 - every word of the SQL is written here

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError, connections, transaction
from django.db.models.signals import post_migrate, pre_migrate

from newsroom.promises import Following, Promises

_BLOCKS = ("p", "h2", "h3", "h4", "li", "blockquote", "td", "th", "tr", "figcaption", "figure")
_BLOCK_ENDS = [*(f"</{tag}" for tag in _BLOCKS), "<br", "<hr"]
# All that a clean body has.
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&nbsp;": " ", "&amp;": "&"}
_SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\u00a0\u00ab\u00bb\u2010\u2011"
_SIGNS += "\u2012\u2013\u2014\u2018\u2019\u201c\u201d\u201e\u2026"


def _quoted(text):
    return "'" + text.replace("'", "''") + "'"


def _replaced(sql, pairs):
    for old, new in pairs.items():
        sql = f"replace({sql}, {_quoted(old)}, {_quoted(new)})"
    return sql


_SPACED = _replaced("release.body", {end: f" {end}" for end in _BLOCK_ENDS})

# What each release says, as plain text. On SQLite a body is cut at every "<" by way of a JSON array.
_TEXTS_ON_SQLITE = f"""
CREATE VIEW articles_searched_text AS SELECT release.id AS id, release.headline AS headline,
    trim(release.standfirst || ' ' || coalesce((
        SELECT group_concat(json_extract(point.value, '$.text'), ' ')
        FROM json_each(release.key_points) AS point
    ), '')) AS summary,
    coalesce((SELECT group_concat(name, ', ') FROM (
        SELECT author.name AS name FROM articles_releasebyline AS byline
        JOIN articles_author AS author ON author.id = byline.author_id
        WHERE byline.release_id = release.id ORDER BY byline.position
    )), '') AS bylines,
    {
    _replaced(
        f'''(
        SELECT group_concat(
            CASE piece.key WHEN 0 THEN piece.value
            ELSE substr(piece.value, instr(piece.value, '>') + 1) END, ''
        ) FROM json_each('[' || replace(json_quote({_SPACED}), '<', '","') || ']') AS piece
    )''',
        _ENTITIES,
    )
} AS body
FROM articles_release AS release
"""
_PLAIN = f"regexp_replace({_SPACED}, '<[^>]*>', '', 'g')"
_TEXTS_ON_POSTGRESQL = f"""
CREATE VIEW articles_searched_text AS SELECT release.id AS id, release.headline AS headline,
    btrim(concat_ws(' ', release.standfirst, (
        SELECT string_agg(point ->> 'text', ' ') FROM jsonb_array_elements(release.key_points) AS point
    ))) AS summary,
    coalesce((
        SELECT string_agg(author.name, ', ' ORDER BY byline.position) FROM articles_releasebyline AS byline
        JOIN articles_author AS author ON author.id = byline.author_id WHERE byline.release_id = release.id
    ), '') AS bylines,
    {_replaced(_PLAIN, _ENTITIES)} AS body
FROM articles_release AS release
"""
_COLUMNS = "headline, summary, bylines, body"
_VECTORS = {
    "headline_words": "headline",
    "top_words": "headline || ' ' || summary || ' ' || bylines",
    "byline_words": "bylines",
    "words": "headline || ' ' || summary || ' ' || bylines || ' ' || left(body, 200000)",
}
_SPLIT = f"""
CREATE OR REPLACE FUNCTION articles_search_words(text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT translate($1, {_quoted(_SIGNS)}, {_quoted(" " * len(_SIGNS))}) $$
"""
_VECTOR_LIST = ", ".join(
    f"to_tsvector('articles_search', articles_search_words({text}))" for text in _VECTORS.values()
)
_ADD_ON_POSTGRESQL = (
    f"INSERT INTO articles_search (id, {_COLUMNS}, {', '.join(_VECTORS)})"
    f" SELECT id, {_COLUMNS}, {_VECTOR_LIST} FROM articles_searched_text WHERE {{which}}"
    " ON CONFLICT DO NOTHING"
)
_ADD_ON_SQLITE = (
    f"INSERT INTO articles_search (rowid, {_COLUMNS})"
    f" SELECT id, {_COLUMNS} FROM articles_searched_text WHERE {{which}}"
)
_ADD = {"sqlite": _ADD_ON_SQLITE, "postgresql": _ADD_ON_POSTGRESQL}
_ID = {"sqlite": "rowid", "postgresql": "id"}


def _following(name, table, event, which):
    """A trigger that indexes anew the releases whose keys are ``which``."""
    remove = "DELETE FROM articles_search WHERE {id} IN ({which}); "
    both = {
        vendor: remove.format(id=_ID[vendor], which=which)
        + _ADD[vendor].format(which=f"id IN ({which})")
        + ";"
        for vendor in _ID
    }
    return Following(f"search_follows_{name}", table, event, **both)


_RELEASE, _BYLINE, _AUTHOR = "articles_release", "articles_releasebyline", "articles_author"
_OF_AUTHOR = "SELECT release_id FROM articles_releasebyline WHERE author_id = NEW.id"

UPKEEP = Promises(
    "articles.E002",
    followings=(
        _following("a_new_release", _RELEASE, "INSERT", "NEW.id"),
        _following(
            "a_changed_release", _RELEASE, "UPDATE OF headline, standfirst, key_points, body", "NEW.id"
        ),
        _following("a_release_that_goes", _RELEASE, "DELETE", "OLD.id"),
        Following(
            "search_follows_an_emptied_table", _RELEASE, "TRUNCATE", "", "DELETE FROM articles_search;"
        ),
        _following("a_new_byline", _BYLINE, "INSERT", "NEW.release_id"),
        _following("a_changed_byline", _BYLINE, "UPDATE", "NEW.release_id"),
        _following("a_byline_that_goes", _BYLINE, "DELETE", "OLD.release_id"),
        _following("a_renamed_author", _AUTHOR, "UPDATE OF name", _OF_AUTHOR),
    ),
    missing="Search does not follow “{table}”: the trigger {name} is missing.",
)
_NEEDED = (
    "PostgreSQL's extension “unaccent” is missing, and this role may not add it. Let an administrator"
    " run in this database: CREATE EXTENSION unaccent;"
)


def stems_english() -> bool:
    """Whether words are compared by their stems."""
    return settings.LANGUAGE_CODE.split("-")[0] == "en"


def keep(config) -> None:
    """Make the index and its triggers after each migrate of the app ``config``, fill in what it lacks."""
    pre_migrate.connect(_lift, sender=config, weak=False, dispatch_uid="search_lift")
    post_migrate.connect(_make, sender=config, weak=False, dispatch_uid="search_make")
    UPKEEP.keep(config)
    post_migrate.connect(_fill, sender=config, weak=False, dispatch_uid="search_fill")


def _lift(using, plan, **kwargs):
    """What refers to a table would keep a migration from rebuilding it; of the triggers UPKEEP knows."""
    if plan:
        with connections[using].cursor() as cursor:
            cursor.execute("DROP VIEW IF EXISTS articles_searched_text")


def _make(using, plan=(), **kwargs):
    if not _is_ready(using):
        return
    make = {"sqlite": _make_on_sqlite, "postgresql": _make_on_postgresql}[connections[using].vendor]
    is_stale = any(migration.app_label == "articles" for migration, _ in plan)
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("DROP VIEW IF EXISTS articles_searched_text")
        make(cursor)
        if is_stale:  # a migration may have rewritten texts while nothing followed
            cursor.execute("DELETE FROM articles_search")


def _fill(using, **kwargs):
    """Index the releases that are not, and forget those that are gone."""
    if not _is_ready(using):
        return
    vendor = connections[using].vendor
    key = _ID[vendor]
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(f"DELETE FROM articles_search WHERE {key} NOT IN (SELECT id FROM articles_release)")
        cursor.execute(_ADD[vendor].format(which=f"id NOT IN (SELECT {key} FROM articles_search)"))


def _make_on_sqlite(cursor):
    cursor.execute(_TEXTS_ON_SQLITE)
    stems = "porter " if stems_english() else ""
    wanted = (
        f"CREATE VIRTUAL TABLE articles_search USING fts5({_COLUMNS},"
        f" tokenize = '{stems}unicode61 remove_diacritics 2')"
    )
    cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'articles_search'")
    made = cursor.fetchone()
    if not made or made[0] != wanted:
        cursor.execute("DROP TABLE IF EXISTS articles_search")
        cursor.execute(wanted)


def _make_on_postgresql(cursor):
    try:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    except DatabaseError as error:
        raise CommandError(_NEEDED) from error
    cursor.execute(_TEXTS_ON_POSTGRESQL)
    cursor.execute(_SPLIT)
    wanted = f"stems: {stems_english()}"
    cursor.execute("SELECT obj_description(to_regclass('articles_search'), 'pg_class')")
    if cursor.fetchone()[0] == wanted:
        return
    cursor.execute("DROP TABLE IF EXISTS articles_search")
    cursor.execute("DROP TEXT SEARCH CONFIGURATION IF EXISTS articles_search")
    cursor.execute("DROP TEXT SEARCH DICTIONARY IF EXISTS articles_search_stem")
    template = "snowball, language = english" if stems_english() else "simple"
    cursor.execute(f"CREATE TEXT SEARCH DICTIONARY articles_search_stem (template = {template})")
    cursor.execute("CREATE TEXT SEARCH CONFIGURATION articles_search (COPY = simple)")
    cursor.execute(
        "ALTER TEXT SEARCH CONFIGURATION articles_search ALTER MAPPING FOR"
        " asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart"
        " WITH unaccent, articles_search_stem"
    )
    columns = ", ".join(f"{name} text NOT NULL" for name in _COLUMNS.split(", "))
    vectors = ", ".join(f"{name} tsvector NOT NULL" for name in _VECTORS)
    cursor.execute(f"CREATE TABLE articles_search (id bigint PRIMARY KEY, {columns}, {vectors})")
    for name in _VECTORS:
        cursor.execute(f"CREATE INDEX articles_search_{name} ON articles_search USING gin ({name})")
    cursor.execute(f"COMMENT ON TABLE articles_search IS '{wanted}'")


def _is_ready(using):
    """Whether the tables are there: not before the first migration, nor after the last was taken back."""
    tables = set(connections[using].introspection.table_names())
    return tables >= {_RELEASE, _BYLINE, _AUTHOR}
