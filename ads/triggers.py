"""What the database itself refuses: changes to books, documents, charged clicks and approved versions."""

from newsroom.promises import Promises, Refusal

_APPEND_ONLY = "The ledger is append-only."
_ISSUED = "A receipt or credit note stays as it was issued."
_CLOSED = "A day of the books is closed for good."
_MONEY_OF_A_CLICK = (
    "token_hash, ad_id, version_id, place, section, device, viewed_at, at, reason,"
    " charged_cents, transaction_id"
)
_APPROVED = "OLD.approved_at IS NOT NULL"

PROMISES = Promises(
    "ads.E001",
    (
        Refusal("ads_entry_stays", "ads_entry", "UPDATE", _APPEND_ONLY),
        Refusal("ads_entry_is_kept", "ads_entry", "DELETE", _APPEND_ONLY),
        Refusal("ads_transaction_stays", "ads_transaction", "UPDATE", _APPEND_ONLY),
        Refusal("ads_transaction_is_kept", "ads_transaction", "DELETE", _APPEND_ONLY),
        Refusal(
            "ads_click_stays",
            "ads_click",
            f"UPDATE OF {_MONEY_OF_A_CLICK}",
            "The verdict of a click is final.",
        ),
        Refusal(
            "ads_click_is_kept", "ads_click", "DELETE", "A charged click is kept.", "OLD.charged_cents > 0"
        ),
        Refusal("ads_version_stays", "ads_adversion", "UPDATE", "An approved version is frozen.", _APPROVED),
        Refusal("ads_version_is_kept", "ads_adversion", "DELETE", "An approved version is kept.", _APPROVED),
        Refusal("ads_document_stays", "ads_document", "UPDATE", _ISSUED),
        Refusal("ads_document_is_kept", "ads_document", "DELETE", _ISSUED),
        Refusal("ads_bookday_stays", "ads_bookday", "UPDATE", _CLOSED),
        Refusal("ads_bookday_is_kept", "ads_bookday", "DELETE", _CLOSED),
        # PostgreSQL can also empty a table at one stroke.
        *(
            Refusal(f"{table}_is_not_emptied", table, "TRUNCATE", _APPEND_ONLY, only="postgresql")
            for table in (
                "ads_entry",
                "ads_transaction",
                "ads_click",
                "ads_adversion",
                "ads_document",
                "ads_bookday",
            )
        ),
    ),
    missing="The trigger {name} on {table} is missing: the books are not protected.",
)
