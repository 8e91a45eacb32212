"""What the database keeps of the house's own: the audit log is append-only."""

from newsroom.promises import Promises, Refusal

ERASED = "(erased)"  # what is said of a person, or of a row that was theirs, after they were erased
_WHAT = "id, at, verb, noun, row_id"
_WORDS = "by_name, title, before, after"
_SENTENCE = "The audit log is append-only."
_SAYS_ELSE = " OR ".join(
    [f"(NEW.{name} <> OLD.{name} AND NEW.{name} <> '{ERASED}')" for name in ("by_name", "title")]
    + [
        f"(NEW.{name} IS NOT NULL AND (OLD.{name} IS NULL OR NEW.{name} <> OLD.{name}))"
        for name in ("before", "after")
    ]
)

# What was done, when and to which row stays for good. Who is erased goes out of it (newsroom.persons): the
# words about them may become "(erased)" or nothing, and nothing else.
PROMISES = Promises(
    "newsroom.E001",
    (
        Refusal("audit_entry_is_frozen", "newsroom_auditentry", f"UPDATE OF {_WHAT}", _SENTENCE),
        Refusal(
            "audit_entry_words_are_frozen",
            "newsroom_auditentry",
            f"UPDATE OF {_WORDS}",
            _SENTENCE,
            when=_SAYS_ELSE,
        ),
        Refusal(
            "audit_entry_person_is_frozen",
            "newsroom_auditentry",
            "UPDATE OF by_id",
            _SENTENCE,
            when="NEW.by_id IS NOT NULL",
        ),
        Refusal("audit_entry_stays", "newsroom_auditentry", "DELETE", _SENTENCE),
    ),
)
