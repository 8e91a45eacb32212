"""What the desk says to itself about an article."""

from django.db import transaction

from articles import letters
from articles.mentions import mentioned_in
from articles.models import Article, Note
from articles.refusals import Refused
from newsroom import clock
from newsroom.audit import record
from newsroom.fields import tidy_text
from newsroom.models import User

LONGEST = Note._meta.get_field("text").max_length


@transaction.atomic
def add_note(article: Article, *, by: User | None, text: str) -> tuple[Note, list[User]]:
    """Add a note and mail those it mentions (@name) who may read the article; return both.

    Raises Refused for an empty note, and for one that is longer than a note can be.
    """
    text = tidy_text(text).strip()
    if not text:
        raise Refused("The note is empty.")
    if len(text) > LONGEST:
        raise Refused(f"The note has {len(text)} characters; it may have {LONGEST}.")
    note = Note.objects.create(article=article, by=by, text=text, at=clock.database_now())
    told = [person for person in mentioned_in(text, article) if person != by]
    for person in told:
        letters.tell_of_mention(note, person)
    # Never its words: the log outlives a story that is deleted for good.
    record("added a note to", article, by=by, after={"note": note.pk, "told": [str(one) for one in told]})
    return note, told


@transaction.atomic
def resolve_note(note: Note, *, by: User | None) -> bool:
    """Mark ``note`` as done; False when it was already."""
    changed = Note.objects.unresolved().filter(pk=note.pk)
    if not changed.update(resolved_at=clock.database_now(), resolved_by=by):
        return False
    _record("resolved a note on", note, by=by, stood="open", stands="resolved")
    return True


@transaction.atomic
def reopen_note(note: Note, *, by: User | None) -> bool:
    """Take ``note`` up again; False when it is open."""
    changed = Note.objects.filter(pk=note.pk, resolved_at__isnull=False)
    if not changed.update(resolved_at=None, resolved_by=None):
        return False
    _record("reopened a note on", note, by=by, stood="resolved", stands="open")
    return True


def _record(verb, note, *, by, stood, stands):
    before, after = ({"note": note.pk, "stands": one} for one in (stood, stands))
    record(verb, note.article, by=by, before=before, after=after)
