from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from ads.models import Reason
from ads.money import dollars
from ads.replay import replay

WORDS = {"": "charged"} | dict(Reason.choices)


class Command(BaseCommand):
    help = "Judge stored clicks by the rules of today and print the difference in money; changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--days", type=int, default=60, help="How far back (at most the 60 days of evidence)."
        )

    def handle(self, *, days, **options):
        judged, changes = replay(since=timezone.now() - timedelta(days=days))
        for change in changes:
            verdicts = f"{WORDS[change.before]} -> {WORDS[change.after]}"
            self.stdout.write(f"{change.clicks} clicks: {verdicts}: {dollars(change.cents)}")
        less = sum(change.cents for change in changes if change.cents < 0)
        more = sum(change.cents for change in changes if change.cents > 0)
        self.stdout.write(
            f"{judged} clicks judged again, {sum(change.clicks for change in changes)} differently:"
            f" {dollars(less)} less, at most {dollars(more)} more."
        )
