from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from ads.models import Reason
from ads.money import dollars
from ads.replay import decided_then, replay

WORDS = {"": "charged"} | dict(Reason.choices)


class Command(BaseCommand):
    help = "Judge stored clicks by the rules of today and print the difference in money; changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--days", type=int, default=60, help="How far back (at most the 60 days of evidence)."
        )

    def handle(self, *, days, **options):
        since = timezone.now() - timedelta(days=days)
        judged, changes = replay(since=since)
        for change in changes:
            verdicts = f"{WORDS[change.before]} -> {WORDS[change.after]}"
            self.stdout.write(f"{change.clicks} clicks: {verdicts}: {dollars(change.cents)}")
        self.stdout.write(
            f"{decided_then(since=since)} clicks were refused for what only the database knew then: how"
            " often, money, dates, the advertiser's own address. Such rules are not asked again; a click that"
            " passes now may still have been refused by them. Clicks that were only counted are not judged."
        )
        less = sum(change.cents for change in changes if change.cents < 0)
        more = sum(change.cents for change in changes if change.cents > 0)
        self.stdout.write(
            f"{judged} clicks judged again, {sum(change.clicks for change in changes)} differently:"
            f" {dollars(less)} less, at most {dollars(more)} more."
        )
