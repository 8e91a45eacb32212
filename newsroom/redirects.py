"""Addresses that lead elsewhere for good: written flat, so that the way is never longer than one hop."""

from django.db import transaction

from newsroom.kept import Words
from newsroom.models import Redirect
from newsroom.purges import purge

NAME = "redirects"  # of every kept page that asked where its address leads


@transaction.atomic
def redirect_path(old: str, new: str) -> None:
    """Lead ``old``, and whatever led there, to ``new``, which itself leads nowhere from now on."""
    purge(NAME)
    Redirect.objects.filter(old_path=new).delete()
    Redirect.objects.filter(new_path=old).update(new_path=new)
    Redirect.objects.update_or_create(old_path=old, defaults={"new_path": new})


def new_path_of(path: str) -> str | None:
    """Where ``path`` leads now, or None."""
    found = Words(Redirect).naming(NAME).filter(old_path=path)
    return found.values_list("new_path", flat=True).first()
