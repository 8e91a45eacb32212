"""What the database keeps: editions, corrections and erasures are frozen, releases never overlap."""

from newsroom.promises import Constraint, Promises, Refusal

_EDITION, _CORRECTION, _ERASURE = "articles_edition", "articles_correction", "articles_erasure"
_RELEASE = "articles_release"
_FROZEN = {
    _EDITION: "An edition is frozen.",
    _CORRECTION: "A correction is frozen.",
    _ERASURE: "An erasure is frozen.",
}
# They go with their article alone: when it is deleted for good, out of the trash.
_ERASED = """
    SELECT 1 FROM articles_erasure AS erasure
    JOIN articles_article AS article ON article.id = erasure.article_key
    WHERE erasure.article_key = OLD.article_id AND article.trashed_at IS NOT NULL
"""
_OVERLAPS = """
    EXISTS (
        SELECT 1 FROM articles_release AS other WHERE other.article_id = NEW.article_id {but_itself}
        AND other.live_from < NEW.live_until AND other.live_until > NEW.live_from
    )
"""
_NEVER_TWO = "Two releases of one article are never public at once."


def _text_is_frozen(name, table, columns):
    return Refusal(name, table, f"UPDATE OF {columns}", _FROZEN[table])


def _person_is_frozen(name, table):
    """Of such a row only the person may go, when they are erased."""
    return Refusal(name, table, "UPDATE OF by_id", _FROZEN[table], when="NEW.by_id IS NOT NULL")


def _stays(name, table, unless=""):
    return Refusal(name, table, "DELETE", _FROZEN[table], unless=unless)


PROMISES = Promises(
    "articles.E001",
    (
        _text_is_frozen(
            "edition_text_is_frozen",
            _EDITION,
            "id, article_id, number, data, digest, at, note, is_substantive",
        ),
        _person_is_frozen("edition_author_is_frozen", _EDITION),
        _stays("edition_stays", _EDITION, unless=_ERASED),
        _text_is_frozen(
            "correction_text_is_frozen", _CORRECTION, "id, article_id, edition_id, kind, text, at"
        ),
        _person_is_frozen("correction_author_is_frozen", _CORRECTION),
        _stays("correction_stays", _CORRECTION, unless=_ERASED),
        _text_is_frozen("erasure_is_frozen", _ERASURE, "id, article_key, at"),
        _person_is_frozen("erasure_person_is_frozen", _ERASURE),
        _stays("erasure_stays", _ERASURE),
        Refusal(
            "release_does_not_overlap_when_added",
            _RELEASE,
            "INSERT",
            _NEVER_TWO,
            when=_OVERLAPS.format(but_itself=""),
            only="sqlite",
        ),
        Refusal(
            "release_does_not_overlap_when_moved",
            _RELEASE,
            "UPDATE OF article_id, live_from, live_until",
            _NEVER_TWO,
            when=_OVERLAPS.format(but_itself="AND other.id <> NEW.id"),
            only="sqlite",
        ),
    ),
    constraints=(
        Constraint(
            "release_does_not_overlap",
            _RELEASE,
            "EXCLUDE USING gist (int8range(article_id, article_id, '[]') WITH &&,"
            " tstzrange(live_from, live_until) WITH &&)",
        ),
    ),
)
