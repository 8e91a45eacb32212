import os
import socket
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from newsroom.site import absolute


class Command(BaseCommand):
    help = "Serve the site: the web server and the housekeeper, side by side, until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--prepare", action="store_true", help="run prepare_site first")

    def handle(self, *, prepare, **options):
        refuse_busy_port(settings.HOST, settings.PORT)
        refuse_endless_redirect()
        if prepare:
            call_command("prepare_site", stdout=self.stdout, stderr=self.stderr)
        self.stdout.write(f"{settings.SITE_NAME}: {absolute('/')}")
        self.stdout.write(f"The desk:    {absolute('/admin/')}")
        self.stdout.write(f"Mails {where_mails_go()}.")
        self.stdout.write("Ctrl-C stops it.")
        self.stdout.flush()
        os.chdir(settings.BASE_DIR)
        command = [sys.executable, "-m", "newsroom.together", "--", *web_server(), "--", *housekeeper()]
        os.execv(sys.executable, command)  # noqa: S606 - this process has no more to do


def web_server() -> list[str]:
    # fmt: off
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", settings.HOST,
        "--port", str(settings.PORT), "--workers", str(settings.WEB_WORKERS), "--blocking-threads", "1",
        "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "8", "--log-level", "warning",
        "newsroom.wsgi:application",
    ]
    # fmt: on


def housekeeper() -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "housekeep"]


def refuse_busy_port(host: str, port: int) -> None:
    """Raise CommandError when nobody can listen there (the server itself would share the port in silence)."""
    where = f"{host}:{port}"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise CommandError(f"HOST={host} is no address of this machine: {error.strerror}.") from error
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen()
        except OSError as error:
            raise CommandError(
                f"Nothing can be served on {where}: {error.strerror}. Another port: PORT={port + 1} make run"
            ) from error


def refuse_endless_redirect() -> None:
    """Raise CommandError when https is promised and nobody in front can say that a request came by it."""
    if settings.SITE.is_https and not settings.TRUSTED_PROXIES:
        raise CommandError(
            "SITE_URL is https, which the proxy in front of this server speaks: set TRUSTED_PROXIES=1 and let"
            " the proxy send X-Forwarded-Proto, or every page redirects to itself."
        )


def where_mails_go() -> str:
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return f"are written to {settings.EMAIL_FILE_PATH}"
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return f"are sent through {settings.EMAIL_HOST}"
    return f"go to {settings.EMAIL_BACKEND}"
