from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom.chores import run_chore, run_due_chores


class Command(BaseCommand):
    help = "Run every recurring duty that is due, or those that are named. Safe to run twice and from cron."

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", metavar="NAME", help="Run this one, due or not.")

    def handle(self, *, names, **options):
        if unknown := sorted(set(names) - set(settings.CHORES)):
            raise CommandError(
                f"No chore is called {', '.join(unknown)}. There are: {', '.join(settings.CHORES)}."
            )
        failed = [f"{name}: {error}" for name in names if (error := run_chore(name))]
        if failed:
            raise CommandError("; ".join(failed))
        ran = names or run_due_chores()
        self.stdout.write(f"Ran {len(ran)} chores: {', '.join(ran) or 'none was due'}.")
