"""Judge one comment: run the rules over its case, and say what becomes of it."""

import logging

from comments.cases import Case, Outcome, Verdict
from comments.models import Comment
from comments.rules import RULES

log = logging.getLogger(__name__)

STATES = {
    Outcome.HOLD: Comment.State.HELD,
    Outcome.NUDGE: Comment.State.HELD,
    Outcome.SPAM: Comment.State.SPAM,
    Outcome.REJECT: Comment.State.REJECTED,
}


def judge(case: Case, rules=RULES) -> list[tuple[str, Verdict]]:
    """Return what each rule that spoke said, in order; one that fails holds the comment and is named."""
    said = []
    for rule in rules:
        try:
            verdict = rule(case)
        except Exception:
            log.exception("The rule %s failed", rule.__name__)
            verdict = Verdict(Outcome.HOLD, "checker_failed", rule.__name__)
        if verdict:
            said.append((rule.__name__, verdict))
    return said


def state_after(said: list[tuple[str, Verdict]]) -> tuple[str, str]:
    """Return the state and the reason that these verdicts lead to; published where nothing was said."""
    if not said:
        return Comment.State.PUBLISHED, ""
    _, first = said[0]
    return STATES[first.outcome], first.code


def as_stored(said: list[tuple[str, Verdict]]) -> list[dict]:
    """Return verdicts as ``Comment.verdicts`` keeps them."""
    return [
        {"rule": rule, "outcome": verdict.outcome, "code": verdict.code, "evidence": verdict.evidence[:300]}
        for rule, verdict in said
    ]
