from django.core.management.base import BaseCommand

from newsroom.chores import run_due_chores


class Command(BaseCommand):
    help = "Run every recurring duty that is due. Safe to run twice and from cron."

    def handle(self, **options):
        ran = run_due_chores()
        self.stdout.write(f"Ran {len(ran)} chores: {', '.join(ran) or 'none was due'}.")
