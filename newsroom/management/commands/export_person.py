import os
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from newsroom.persons import PersonCommand


class Command(PersonCommand):
    help = "Write what the house holds about one person to a file, a JSON object a line."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--output", required=True, type=Path, help="the file, readable by its owner alone"
        )

    def handle(self, *, email, output, **options):
        said = StringIO()
        for command in settings.PERSON_EXPORTERS:
            call_command(command, email.strip(), stdout=said)
        try:
            with open(output, "w", encoding="utf-8", opener=_for_its_owner) as file:
                file.write(said.getvalue())
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{len(said.getvalue().splitlines())} rows about {email.strip()} in {output}.")


def _for_its_owner(path, flags):
    number = os.open(path, flags, 0o600)
    os.fchmod(number, 0o600)  # also of a file that was there
    return number
