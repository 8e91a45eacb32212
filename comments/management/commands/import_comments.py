from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from comments.exchange import ExportError
from comments.services import import_comments

LISTED = 20


class Command(BaseCommand):
    help = (
        "Import the comments of a WordPress export (WXR) or a Disqus export under the articles that their"
        " addresses lead to. A second time adds only what is new."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, write nothing")

    def handle(self, *, file, dry_run, **options):
        try:
            with file.open("rb") as export:
                done = import_comments(export, is_dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        except ExportError as error:
            raise CommandError(f"{error} Nothing was imported.") from None
        self.stdout.write(
            f"{'Would import' if dry_run else 'Imported'} {_counted(done.states.total(), 'comment')} under"
            f" {_counted(done.articles, 'article')}: {done.states['published']} published,"
            f" {done.states['held']} held, {done.states['spam']} spam."
        )
        if done.left_out:
            why = ", ".join(f"{number} {reason}" for reason, number in sorted(done.left_out.items()))
            self.stdout.write(f"Left out: {why}.")
        if done.circles:
            self.stdout.write(f"{_counted(done.circles, 'circle')} of answers broken.")
        self._list(done.unfound)

    def _list(self, unfound):
        if not unfound:
            return
        self.stdout.write(
            f"Not found: {_counted(unfound.total(), 'comment')} at"
            f" {_counted(len(unfound), 'address', 'es')} that no article has."
        )
        for address, number in unfound.most_common(LISTED):
            self.stdout.write(f"  {address} ({number})")
        if len(unfound) > LISTED:
            self.stdout.write(f"  and {len(unfound) - LISTED} more")


def _counted(number, noun, plural="s"):
    return f"{number} {noun}{'' if number == 1 else plural}"
