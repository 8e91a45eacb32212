"""Who is meant by "@ana" in a note: people of the desk, by name or by the first part of their e-mail."""

import re
from collections import defaultdict

from articles import access
from articles.models import Article
from newsroom.models import User


def mentioned_in(text: str, article: Article) -> list[User]:
    """Return the people ``text`` mentions who may read ``article``, each once, in order of appearance.

    "@Ana Lind", "@Ana.Lind", "@AnaLind", "@ana.lind" (of the address) and, where only one has it, "@Ana".
    The longest name that fits counts; a name that several bear means all of them.
    """
    if "@" not in text:
        return []
    handles = _handles(User.objects.filter(is_active=True, is_staff=True))
    if not handles:
        return []
    names = "|".join(re.escape(handle) for handle in sorted(handles, key=len, reverse=True))
    found = re.finditer(rf"(?<![\w.])@({names})(?!\w)", text.casefold())
    people = dict.fromkeys(person for match in found for person in handles[match[1]])
    return [person for person in people if access.may_read(person, article)]


def _handles(users):
    """Every way to write a person's name after the @, in folded case, with those it may mean."""
    handles, first_names = defaultdict(list), defaultdict(list)
    for user in users:
        words = user.name.casefold().split()
        spelt = {" ".join(words), ".".join(words), "".join(words), user.email.casefold().partition("@")[0]}
        for handle in sorted(spelt - {""}):
            handles[handle].append(user)
        if words:
            first_names[words[0]].append(user)
    for name, people in first_names.items():
        if len(people) == 1 and name not in handles:
            handles[name] = people
    return handles
