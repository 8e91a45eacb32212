"""All at once of what somebody signed in wrote: to take it along, and to erase it. Reading erases nothing."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from comments.mine import answered_among, written_by
from comments.models import Comment
from comments.services.persons import erase_all_own, what_is_own
from newsroom.account_pages import own_page


@require_safe
@own_page
def mine_export(request):
    rows = [{"row": name} | values for name, values in what_is_own(request.user)]
    response = JsonResponse(rows, safe=False, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response.headers["Content-Disposition"] = 'attachment; filename="replies.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def mine_erase(request):
    if request.method == "POST":
        messages.success(request, _told(*erase_all_own(request.user)))
        return redirect("account")
    mine = written_by(request.user).exclude(state=Comment.State.DELETED)
    words = {"number": mine.count(), "places": answered_among(mine, request.user).count()}
    return render(request, "comments/mine_erase.html", words)


def _told(number, places):
    if not number:
        return _("There was no reply left to erase.")
    said = ngettext("%(number)d reply is erased.", "%(number)d replies are erased.", number)
    if places:
        said += " " + ngettext(
            "%(places)d left an empty place, where others answered.",
            "%(places)d left empty places, where others answered.",
            places,
        )
    return said % {"number": number, "places": places}
