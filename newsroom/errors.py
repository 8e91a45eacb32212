"""Pages for what went wrong, in the paper's look. They read nothing from the database."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from newsroom.site import site


def bad_request(request, exception=None):
    return render(request, "errors/400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "errors/403.html", status=403)


def not_found(request, exception=None):
    return render(request, "errors/404.html", status=404)


def server_error(request):
    return HttpResponse(get_template("errors/500.html").render(site(request)), status=500)


def csrf_failure(request, reason=""):
    return render(request, "errors/stale_form.html", status=403)


def foreign_form(request):
    """A form sent from somewhere else: refused, with what was typed shown for copying."""
    typed = [value for value in request.POST.values() if value.strip()]
    return render(request, "errors/foreign_form.html", {"typed": typed}, status=403)
