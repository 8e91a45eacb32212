"""Why a verb did nothing."""

from newsroom.refusals import Refused

__all__ = ["Rearranged", "Refused", "Stale", "Unready"]


class Rearranged(Refused):
    """Somebody stored another arrangement of the front in the meantime."""

    def __init__(self):
        super().__init__(
            "Somebody else has arranged this front since you opened it. Nothing of yours was stored yet."
        )


class Stale(Refused):
    """Somebody stored another version of the working text in the meantime."""

    def __init__(self, article):
        who = f" by {article.changed_by}" if article.changed_by else ""
        super().__init__(
            f"This article was changed{who} while you were writing. Nothing of yours was stored."
        )


class Unready(Refused):
    """The checklist found something; ``findings`` says what, errors first."""

    def __init__(self, findings):
        self.findings = findings
        sentences = [finding.sentence for finding in findings]
        if not any(finding.is_error for finding in findings):
            sentences.append("Tick that it may go out nevertheless, or put it right.")
        super().__init__(" ".join(sentences))
