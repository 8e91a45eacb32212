"""The rules, each a pure function from a case to a verdict or nothing; read from top to bottom.

All of them run and all that they say is stored; the first that speaks decides.
"""

from comments.cases import Case, Outcome, Verdict


def is_banned(case: Case) -> Verdict | None:
    return Verdict(Outcome.REJECT, "banned", case.ban) if case.is_banned else None


def all_are_held(case: Case) -> Verdict | None:
    return Verdict(Outcome.HOLD, "all_held") if case.terms.mode == "all_held" else None


RULES = (is_banned, all_are_held)
