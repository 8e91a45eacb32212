"""The pages of an account: signing in by a mailed link, the name, and signing out."""

from functools import wraps

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsroom import mailed_links
from newsroom.fields import AddressField, TidyCharField
from newsroom.models import User
from newsroom.origin import origin_rule
from newsroom.refusals import Refused
from newsroom.senders import sender_key
from newsroom.site import path_here


class SignInForm(forms.Form):
    email = AddressField(
        label=_("E-mail address"),
        help_text=_("We mail you a link that signs you in. There is no password."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class NameForm(forms.Form):
    name = TidyCharField(
        label=_("Name"),
        max_length=150,
        required=False,
        help_text=_("As it stands beside what you write."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )


def _private(view):
    """A page for one person: no cache keeps it, no search engine lists it."""

    @wraps(view)
    def private(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return private


def own_page(view):
    """A private page of whoever is signed in: others are asked to, and come back; the staff has the desk."""

    @_private
    @wraps(view)
    def own(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_sign_in')}?{urlencode({'next': request.path})}")
        if request.user.is_staff:
            return redirect("admin:index")
        return view(request, *args, **kwargs)

    return own


@_private
@origin_rule
@require_http_methods(["GET", "HEAD", "POST"])
def account_sign_in(request):
    """Ask for a link. The answer is the same for every address."""
    form, status = SignInForm(request.POST if request.method == "POST" else None), 200
    next_path = path_here((request.POST or request.GET).get("next", ""))
    if form.is_valid():
        sender = sender_key(request, "mailed-links")
        try:
            mailed_links.send_link(
                form.cleaned_data["email"], mailed_links.SIGN_IN, next_path=next_path, sender=sender
            )
        except Refused as too_many:
            form.add_error(None, str(too_many))
            status = 429
        else:
            return redirect("account_mailed")
    elif form.is_bound:
        status = 422
    response = render(
        request, "newsroom/account_sign_in.html", {"form": form, "next_path": next_path}, status=status
    )
    if status == 429:
        response.headers["Retry-After"] = "3600"
    return response


@_private
@require_safe
def account_mailed(request):
    minutes = round(mailed_links.LASTS.total_seconds() / 60)
    return render(request, "newsroom/account_mailed.html", {"minutes": minutes})


@_private
@origin_rule
@require_http_methods(["GET", "HEAD", "POST"])
def account_link(request, token):
    """The mailed link: reading it shows a button, because programs read links too; its POST signs in."""
    if request.method != "POST":
        link = mailed_links.read(token, mailed_links.SIGN_IN)
        return _link_page(request, link) if link else _over(request)
    with transaction.atomic():
        link = mailed_links.use(token, mailed_links.SIGN_IN)
        person = link and mailed_links.sign_in(request, link)
    return HttpResponseRedirect(link.next_path or reverse("account")) if person else _over(request)


def _link_page(request, link):
    return render(request, "newsroom/account_link.html", {"email": link.email})


def _over(request):
    return render(request, "newsroom/account_link_over.html", status=410)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def account(request):
    """One's own account; staff have theirs at the desk."""
    user = request.user
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": user.name})
    if form.is_valid():
        User.objects.filter(pk=user.pk).update(name=form.cleaned_data["name"])
        return redirect("account")
    return render(request, "newsroom/account.html", {"form": form}, status=422 if form.is_bound else 200)


@_private
@require_POST
def account_sign_out(request):
    """Leave no cookie, so that the paper's pages come from any cache again."""
    logout(request)
    response = redirect("/")
    response.delete_cookie(settings.CSRF_COOKIE_NAME)
    return response
