from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from newsroom.persons import PersonCommand


class Command(PersonCommand):
    help = "Erase what the house holds about one person, app by app. Safe to run twice."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")

    def handle(self, *, email, dry_run, **options):
        email = email.strip()
        if "@" not in email:
            raise CommandError(f"{email!r} is no e-mail address.")
        tried = self._run(email, dry_run=True)  # so that a refusal of one app leaves every app as it was
        self.stdout.write(tried if dry_run else self._run(email, dry_run=False), ending="")
        self.stdout.write(
            "Nothing was erased: this is what would go."
            if dry_run
            else f"Erased what the house holds about {email}. Not reached: backups, mails that left or"
            " lie in the mail folder, logs of the machines in front."
        )

    def _run(self, email, *, dry_run):
        said = StringIO()
        for command in settings.PERSON_ERASERS:
            call_command(command, email, dry_run=dry_run, stdout=said)
        return said.getvalue()
