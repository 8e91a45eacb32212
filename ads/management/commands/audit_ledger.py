import sys

from django.core.management.base import BaseCommand

from ads.audit import INVARIANTS, broken_invariants
from ads.models import Click, Transaction


class Command(BaseCommand):
    help = "Compute the books anew and compare; ends with 1 and names each broken invariant."

    def handle(self, **options):
        broken = broken_invariants()
        for invariant, fault in broken:
            self.stderr.write(f"Broken: {invariant}: {fault}.")
        if broken:
            sys.exit(1)
        transactions, clicks = Transaction.objects.count(), Click.objects.count()
        self.stdout.write(
            f"The books balance: {len(INVARIANTS)} invariants hold over {transactions} transactions"
            f" and {clicks} clicks."
        )
