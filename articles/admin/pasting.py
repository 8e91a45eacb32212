"""What is pasted into the editor, on its way in."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from articles import access
from articles.body import clean_body


@require_POST
def pasted_text(request):
    """Answer the markup in ``html`` as body text of ours; stores nothing."""
    if not access.may_write(request.user):
        raise PermissionDenied
    cleaned = clean_body(request.POST.get("html", ""))
    return HttpResponse(cleaned, content_type="text/plain; charset=utf-8")
