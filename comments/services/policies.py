"""The newsroom changes how it wants a discussion."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate

from comments.models import Policy
from comments.policies import TERMS
from newsroom import clock
from newsroom.audit import record_change
from newsroom.models import Purge
from newsroom.purges import purge

CHANGEABLE = tuple(name for name in TERMS if name != "flooded_until")


@transaction.atomic
def change_policy(article_id: int | None, *, by, **terms) -> Policy:
    """Set some terms of the paper (None) or of one article, from this moment on; None inherits again.

    ``terms`` are fields of Policy; those that are not named stay as they are.
    """
    if unknown := terms.keys() - set(CHANGEABLE):
        raise TypeError(f"No terms of a policy: {', '.join(sorted(unknown))}")
    Policy.objects.bulk_create([Policy(article_id=article_id)], ignore_conflicts=True)
    policy = Policy.objects.select_for_update().get(article=article_id)
    before = {name: getattr(policy, name) for name in terms}
    Policy.objects.filter(pk=policy.pk).update(**terms)
    policy.refresh_from_db()
    record_change(
        "changed the policy",
        policy,
        by=by,
        before=before,
        after={name: getattr(policy, name) for name in terms},
    )
    purge(f"thread-{article_id}" if article_id else "comment-policy")
    announce_closings()
    return policy


@transaction.atomic
def announce_closings() -> None:
    """Let the pages of discussions change at the next midnight, if any may close by itself (chore)."""
    midnight = clock.midnight(localdate(clock.database_now()) + timedelta(days=1))
    is_asked = Policy.objects.filter(close_after_days__gt=0).exists()
    if is_asked and not Purge.objects.filter(name="comment-policy", at=midnight).exists():
        purge("comment-policy", at=midnight)
