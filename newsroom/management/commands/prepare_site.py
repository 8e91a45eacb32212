import hashlib
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from newsroom.models import User

STAMP = "collected"
FIRST_USER = "admin@newsroom.example"


class Command(BaseCommand):
    help = (
        "Make everything ready to serve: tables, style sheets, and on a new site a sample and a first user."
    )

    def add_arguments(self, parser):
        parser.add_argument("--no-sample", action="store_true", help="start with an empty paper")

    def handle(self, *, no_sample, **options):
        try:
            self._make_folders()
            refuse_absent_database()
            call_command("migrate", interactive=False, verbosity=0)
            collect_static_files()
            self._open_new_site(sample=not no_sample)
        except DatabaseError as error:
            raise CommandError(f"The database cannot be used: {str(error).splitlines()[0]}.") from error
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be written: {error.strerror}.") from error

    def _make_folders(self):
        database = settings.DATABASES["default"]
        if database["ENGINE"].endswith("sqlite3"):
            Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)

    def _open_new_site(self, *, sample):
        """Fill a new site. The first user gets a password last, so that a run cut short is taken up again."""
        settled = next(
            (user for user in User.objects.filter(is_superuser=True) if user.has_usable_password()), None
        )
        if settled:
            self.stdout.write(
                f"Sign in:     {settled.email}, made earlier;"
                f" `manage.py changepassword {settled.email}` sets a new password."
            )
            return
        user, _ = User.objects.get_or_create(
            email=FIRST_USER,
            defaults={"is_staff": True, "is_superuser": True, "password": make_password(None)},
        )
        for command in settings.SAMPLES if sample else ():
            call_command(command, stdout=self.stdout, stderr=self.stderr)
        password = secrets.token_urlsafe(12)
        user.set_password(password)
        user.save(update_fields=["password"])
        self.stdout.write(f"Sign in:     {user.email} with the password {password} (shown only now)")


def refuse_absent_database() -> None:
    """Raise an error at once when nobody answers: the pool of connections would wait for half a minute."""
    if connection.vendor == "postgresql":
        parameters = connection.get_connection_params() | {"connect_timeout": 5}
        with connection.wrap_database_errors:
            connection.Database.connect(**parameters).close()


def collect_static_files() -> None:
    """Collect and compress style sheets, scripts and fonts, which takes seconds, only when one changed."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    found = state_of_static_files()
    if stamp.exists() and stamp.read_text() == found:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(found)


def state_of_static_files() -> str:
    digest = hashlib.blake2b(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path)).stat()
            digest.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()
