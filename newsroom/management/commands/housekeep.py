import logging
import threading

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from newsroom.chores import run_due_chores

log = logging.getLogger("newsroom.housekeeper")


class Command(BaseCommand):
    help = "The housekeeper: sends queued mail and does other queued work, and runs the recurring duties."

    def handle(self, **options):
        stop = threading.Event()
        chores = threading.Thread(target=_run_chores, args=(stop,), name="chores", daemon=True)
        chores.start()
        try:
            call_command("db_worker", queue_name="*", reload=False, verbosity=0)
        finally:
            stop.set()
            chores.join(timeout=10)


def _run_chores(stop):
    while not stop.wait(5):
        close_old_connections()
        try:
            run_due_chores()
        except Exception:  # the database may be away for a while; the house goes on
            log.exception("The chores could not be looked at")
