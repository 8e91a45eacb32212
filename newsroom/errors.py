"""Pages for what went wrong, in the paper's look. They read nothing from the database."""

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from newsroom.site import site

# What our forms hide, and what is chosen in them by one press.
_NOT_TYPED = {"csrfmiddlewaretoken", "rendered", "served", "asked", "parent", "point", "comment"}
_NOT_TYPED |= {"preview", "mail_receipt", "deed", "undo"}


def bad_request(request, exception=None):
    return render(request, "errors/400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "errors/403.html", status=403)


def not_found(request, exception=None):
    return render(request, "errors/404.html", status=404)


def too_large(request, most_bytes):
    return render(request, "errors/413.html", {"megabytes": most_bytes >> 20}, status=413)


class WrongMethod:
    """Middleware: an address that only takes what a form sends says so; Django's own answer is empty."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        page = render(request, "errors/405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        page.headers["Allow"] = response.headers["Allow"]
        return page


def server_error(request):
    """Our own mistake, or a database that is away or too busy: that passes, so it is a 503."""
    is_passing = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    page = get_template("errors/500.html").render(site(request))
    if is_passing:
        return HttpResponse(page, status=503, headers={"Retry-After": "30"})
    return HttpResponse(page, status=500)


def csrf_failure(request, reason=""):
    return render(request, "errors/stale_form.html", status=403)


def foreign_form(request):
    """A form sent from somewhere else: refused, with what was typed shown for copying."""
    return render(request, "errors/foreign_form.html", {"typed": _typed(request)}, status=403)


def gone_form(request):
    """A form about something that was taken away in the meantime: what was typed is shown for copying."""
    return render(request, "errors/404.html", {"typed": _typed(request)}, status=404)


def _typed(request):
    return [text for name, text in request.POST.items() if text.strip() and name not in _NOT_TYPED]
