"""The rules about what a comment says: words, links, letters, its name, and how like spam it is."""

from comments.cases import Case, Outcome, Verdict
from comments.hygiene import deceptions_in, looks_like
from comments.links import links_brought
from comments.rendering import visible_text
from comments.spam import features_of, score
from comments.words import word_list


def has_banned_words(case: Case) -> Verdict | None:
    """The author may rephrase where the phrase can be shown to them: in the text, as it was typed."""
    phrase = _phrase_in(case, case.terms.banned_words)
    outcome = Outcome.NUDGE if phrase in case.text else Outcome.HOLD
    return Verdict(outcome, "banned_words", phrase) if phrase else None


def has_suspect_words(case: Case) -> Verdict | None:
    phrase = _phrase_in(case, case.terms.suspect_words)
    return Verdict(Outcome.HOLD, "suspect_words", phrase) if phrase else None


def _phrase_in(case, lines):
    """The first phrase of a list, as it was typed; also where only the typed signs of emphasis part it."""
    if not lines.strip():
        return ""
    for text in (case.text, visible_text(case.html), case.name):
        if found := word_list(lines).find(text):
            return text[found[0].start : found[0].end]
    return ""


def poses_as_staff(case: Case) -> Verdict | None:
    name = looks_like(case.name, case.staff_names)
    return Verdict(Outcome.HOLD, "staff_name", f"{case.name} / {name}") if name else None


def has_deceptive_signs(case: Case) -> Verdict | None:
    found = deceptions_in(case.name) + deceptions_in(case.text)
    return Verdict(Outcome.HOLD, "deceptive_signs", "; ".join(dict.fromkeys(found))) if found else None


def has_many_links(case: Case) -> Verdict | None:
    links = links_brought(case.text, case.html)
    return Verdict(Outcome.HOLD, "many_links", str(links)) if links > case.terms.most_links else None


def is_like_spam(case: Case) -> Verdict | None:
    """What the newsroom's own decisions taught; silent until there were enough of them."""
    if not case.terms.learned_spam or case.learned is None:
        return None
    threshold = case.terms.spam_threshold
    threshold = case.learned.threshold if threshold is None else threshold
    found = score(case.learned.weights, features_of(f"{case.name}\n{case.text}"))
    if found < threshold:
        return None
    return Verdict(Outcome.HOLD, "learned_spam", f"{found:.2f} of {threshold:.2f}")


CONTENT_RULES = (
    has_banned_words,
    poses_as_staff,
    has_deceptive_signs,
    has_many_links,
    has_suspect_words,
    is_like_spam,
)
