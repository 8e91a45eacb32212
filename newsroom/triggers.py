"""What the database keeps of the house's own: the audit log is append-only."""

from newsroom.promises import Promises, Refusal

_TEXT = "id, at, by_name, verb, noun, row_id, title, before, after"
_SENTENCE = "The audit log is append-only."

# Of an entry only the person may go, when they are erased; the name that was written stays.
PROMISES = Promises(
    "newsroom.E001",
    (
        Refusal("audit_entry_is_frozen", "newsroom_auditentry", f"UPDATE OF {_TEXT}", _SENTENCE),
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
