from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Write the whole paper to one file of JSON that either engine reads again with load_paper."
        " Stop the paper first. The file holds addresses and hashed passwords: only its owner may read it."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            file.touch(mode=0o600, exist_ok=False)
        except OSError as error:
            raise CommandError(f"{file} cannot be written anew: {error.strerror}.") from None
        # Rows keep their numbers (no natural primary keys): the audit log names rows by number.
        call_command(
            "dumpdata",
            format="exact",
            natural_foreign=True,
            exclude=["contenttypes", "auth.permission"],  # made by migrate in every database
            output=str(file),
            verbosity=0,
        )
        self.stdout.write(f"Wrote {file}.")
