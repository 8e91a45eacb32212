"""The rules, each a pure function from a case to a verdict or nothing; read from top to bottom.

All of them run and all that they say is stored; the first that speaks decides. Staff are judged by none.
"""

from comments.cases import Case, Mode, Outcome, Verdict
from comments.content_rules import CONTENT_RULES

ENOUGH_DECISIONS, TOO_MANY_REFUSED = 3, 0.3  # of an author's last 30 days


def is_banned(case: Case) -> Verdict | None:
    return Verdict(Outcome.REJECT, "banned", case.ban) if case.ban is not None else None


def origin_is_unknown(case: Case) -> Verdict | None:
    return Verdict(Outcome.HOLD, "origin_unknown") if case.is_origin_unknown else None


def address_is_borrowed(case: Case) -> Verdict | None:
    return Verdict(Outcome.HOLD, "address_unproved") if case.is_borrowed else None


def repeats_itself(case: Case) -> Verdict | None:
    return Verdict(Outcome.HOLD, "repeat", f"comment {case.repeats}") if case.repeats else None


def is_too_quick(case: Case) -> Verdict | None:
    return Verdict(Outcome.HOLD, "too_quick") if case.is_too_quick else None


def is_flooded(case: Case) -> Verdict | None:
    return Verdict(Outcome.HOLD, "flood") if case.terms.is_flooded(case.now) else None


def was_refused_often(case: Case) -> Verdict | None:
    decided, refused = case.record.decided_lately, case.record.refused_lately
    if decided < ENOUGH_DECISIONS or refused < TOO_MANY_REFUSED * decided:
        return None
    return Verdict(Outcome.HOLD, "record", f"{refused} of {decided} refused in 30 days")


def is_newcomer(case: Case) -> Verdict | None:
    if case.terms.mode != Mode.FIRST_HELD or case.record.approved >= case.terms.approvals_needed:
        return None
    return Verdict(Outcome.HOLD, "newcomer", f"{case.record.approved} of {case.terms.approvals_needed}")


def all_are_held(case: Case) -> Verdict | None:
    return Verdict(Outcome.HOLD, "all_held") if case.terms.mode in (Mode.ALL_HELD, Mode.CLOSED) else None


def awaits_a_check(case: Case) -> Verdict | None:
    return Verdict(Outcome.HOLD, "checking") if case.awaits_check else None


RULES = (
    is_banned,
    origin_is_unknown,
    address_is_borrowed,
    *CONTENT_RULES,
    repeats_itself,
    is_too_quick,
    is_flooded,
    was_refused_often,
    is_newcomer,
    all_are_held,
    awaits_a_check,  # last: what nothing else holds
)
