"""The page behind the links of reply mails. Scanners read links, so only a POST acts."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from comments.follows import change_mode, confirm_follow, stop_mail
from comments.models import Follow
from newsroom.origin import origin_rule

DEEDS = {
    "confirm": confirm_follow,
    "daily": lambda follow: change_mode(follow, Follow.Mode.DAILY),
    "each": lambda follow: change_mode(follow, Follow.Mode.EACH),
    "stop": lambda follow: stop_mail(follow, everything=False),
    "stop_all": lambda follow: stop_mail(follow, everything=True),
}


@require_http_methods(["GET", "HEAD", "POST"])
@origin_rule
def mail(request, secret):
    """What was ended is told like what never was: nobody learns from this address whether it is known."""
    follow = Follow.objects.filter(secret=secret).select_related("comment").first()
    if request.method == "POST":
        one_click = request.POST.get("List-Unsubscribe") == "One-Click"  # RFC 8058: a mail program's own
        act = DEEDS.get("stop_all" if one_click else request.POST.get("deed"))
        if follow and act:
            act(follow)
        if not one_click:
            return HttpResponseRedirect(request.path, status=303)
        follow = None
    response = render(request, "comments/mail_page.html", {"follow": follow})
    response.headers["X-Robots-Tag"] = "noindex"
    return response
