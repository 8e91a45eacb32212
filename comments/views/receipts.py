"""The private page of whoever posted: what became of the comment, and what its author may do with it.

A link never acts: everything is a POST under the Origin rule, and answers with the page again.
"""

from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comments import services, threads
from comments.exports import data_of
from comments.forms import AppealForm, EditForm, FollowForm
from comments.models import Follow
from comments.policies import terms_of
from comments.reasons import EDITED, for_author
from comments.receipts import read_receipt
from comments.services.persons import erase_own_comment
from comments.views.places import release_of
from newsroom import clock
from newsroom.origin import origin_rule
from newsroom.refusals import Refused


@require_safe
def receipt(request, token):
    return _page(request, token, _receipt_or_404(token))


@require_safe
def receipt_export(request, token):
    found = _receipt_or_404(token)
    if not found.is_authors:
        raise Http404("Not the author's address")
    response = JsonResponse(data_of(found.comment), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response.headers["Content-Disposition"] = 'attachment; filename="reply.json"'
    return _private(response)


@require_http_methods(["GET", "HEAD", "POST"])
@origin_rule
def receipt_deed(request, token, deed):
    """A POST acts. A refused one leaves its address in the browser; opened anew it leads to the receipt."""
    found = _receipt_or_404(token)
    if deed not in DEEDS:
        raise Http404("No such deed")
    if request.method != "POST":
        return _private(redirect("comments:receipt", token))
    if not (found.is_authors or deed == "mail"):
        raise Http404("No such deed")
    form_class, act = DEEDS[deed]
    form = form_class(request.POST) if form_class else None
    if form and not form.is_valid():
        return _page(request, token, found, status=422, **{deed: form})
    try:
        act(found, form and form.cleaned_data)
    except Refused as refused:
        if form:  # it says so itself, and keeps what was typed
            form.add_error(None, str(refused))
        said = {deed: form} if form else {"refused": refused}
        return _page(request, token, _receipt_or_404(token), status=409, **said)
    return HttpResponseRedirect(request.path.removesuffix(f"{deed}/") + f"?done={deed}", status=303)


def _must_have_address(comment):
    """An older page of a reply that is deleted by now still has these buttons: it must promise nothing."""
    if not comment.email:
        raise Refused(_("No address is left with this reply, so nothing was done."))


def _claim(found, typed):
    _must_have_address(found.comment)
    if not found.proves_address:
        raise Refused(_("Only the address that was mailed proves that it is yours."))
    services.claim_comment(found.comment)


def _follow(found, typed):
    _must_have_address(found.comment)
    is_proved = found.proves_address or found.comment.commenter_id is not None
    services.follow_comment(found.comment, mode=typed["mode"], is_proved=is_proved)


def _erase(found, typed):
    is_proved = found.proves_address or found.comment.commenter_id is not None
    erase_own_comment(found.comment, is_proved=is_proved)


DEEDS = {
    "edit": (EditForm, lambda found, typed: services.edit_comment(found.comment, text=typed["text"])),
    "appeal": (AppealForm, lambda found, typed: services.appeal(found.comment, words=typed["words"])),
    "follow": (FollowForm, _follow),
    "unfollow": (None, lambda found, typed: services.stop_following(found.comment)),
    "claim": (None, _claim),
    "mail": (None, lambda found, typed: services.mail_receipt(found.comment)),
    "delete": (None, lambda found, typed: services.delete_comment(found.comment)),
    "erase": (None, _erase),
}


def _receipt_or_404(token):
    found = read_receipt(token)
    if found is None:
        raise Http404("No such receipt")
    return found


def _page(request, token, found, *, status=200, **forms):
    comment = found.comment
    release = release_of(comment.article_id)
    is_shown = release and comment.is_published
    context = {
        "comment": comment,
        "state": comment.state,
        "token": token,
        "receipt": found,
        "release": release,
        "shown_at": threads.address_of(comment, release.get_absolute_url()) if is_shown else "",
        "reason": for_author(comment.reason) if comment.reason else "",
        "changed": for_author(EDITED["code"]) if EDITED in comment.verdicts else "",
        "done": request.GET.get("done", ""),
    }
    context |= (_offers(comment) if found.is_authors else {}) | forms
    return _private(render(request, "comments/receipt.html", context, status=status))


def _offers(comment):
    """The forms of what the author may do at this moment."""
    ends = services.edit_ends(comment, edit_minutes=terms_of(comment.article_id).edit_minutes)
    may_edit = comment.state in services.EDITABLE and clock.now() < ends and EDITED not in comment.verdicts
    may_edit = may_edit and not comment.is_answered()
    follow = Follow.objects.filter(comment=comment).first()
    return {
        "edit": EditForm({"text": comment.text}) if may_edit else None,
        "edit_ends": ends,
        "appeal": AppealForm() if comment.may_be_appealed else None,
        "following": follow,
        "follow": FollowForm(initial={"mode": follow.mode} if follow else None),
    }


def _private(response):
    response.headers["X-Robots-Tag"] = "noindex"
    return response
