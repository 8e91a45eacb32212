"""The pages of the second step, and the guard that leads to them."""

from functools import update_wrapper, wraps

from django import forms
from django.conf import settings
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode

from newsroom import second_step
from newsroom.site import path_here

WRONG = "This code does not fit. Codes change every half minute: take the newest one."


class CodeForm(forms.Form):
    """A code as it is typed, with or without spaces."""

    code = forms.CharField(
        max_length=40,
        label="Code",
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


def _for_staff(view):
    """A page for whoever gave a password of the staff, second step or not."""

    @wraps(view)
    def guarded(self, request):
        if not (request.user.is_active and request.user.is_staff):
            return redirect(f"{reverse('admin:login')}?{urlencode({'next': request.path})}")
        return view(self, request)

    return guarded


class SecondStepPages:
    """What the desk's site does about the second step."""

    def has_permission(self, request):
        return super().has_permission(request) and not second_step.is_due(request)

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if not second_step.is_due(request):
                return inner(request, *args, **kwargs)
            if request.path == reverse("admin:logout"):
                return self.logout(request)
            return self._to_second_step(request)

        return update_wrapper(guarded, view)

    def get_urls(self):
        return [
            path("second-step/", self.second_step, name="second_step"),
            path("second-step/set-up/", self.second_step_set_up, name="second_step_set_up"),
            path("second-step/codes/", self.second_step_codes, name="second_step_codes"),
            path("second-step/off/", self.second_step_off, name="second_step_off"),
            *super().get_urls(),
        ]

    def _to_second_step(self, request):
        name = "second_step" if request.user.has_second_step else "second_step_set_up"
        goal = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("admin:index")
        return redirect(f"{reverse(f'admin:{name}')}?{urlencode({'next': goal})}")

    @_for_staff
    def second_step(self, request):
        """Ask for a code, and go on to where one wanted to go."""
        if not request.user.has_second_step:
            return redirect("admin:second_step_set_up")
        if not second_step.is_due(request):
            return redirect("admin:index")
        form, status = self._judged(request, second_step.pass_step)
        if status == 302:
            return redirect(_goal(request))
        return self._page(request, "second_step", status, form=form, title="One more step")

    @_for_staff
    def second_step_set_up(self, request):
        """Switch it on: a picture to scan, the first code, then the codes to write down."""
        user = request.user
        if user.has_second_step:
            if second_step.is_due(request):
                return self._to_second_step(request)
            return self._page(request, "second_step_on", 200, form=CodeForm(), title="Second step")
        device = second_step.begin(user)
        form = CodeForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            if codes := second_step.switch_on(request, form.cleaned_data["code"]):
                return self._page(request, "second_step_codes", 200, codes=codes, title="Write these down")
            form.add_error("code", WRONG)
        return self._page(
            request,
            "second_step_set_up",
            422 if form.errors else 200,
            form=form,
            key=second_step.key_of(device),
            address=device.config_url,
            drawing=second_step.drawing_of(device),
            is_required=settings.REQUIRE_TWO_FACTOR,
            title="Second step",
        )

    @_for_staff
    def second_step_codes(self, request):
        """New backup codes, for a code."""
        return self._for_a_code(request, self._show_new_codes)

    @_for_staff
    def second_step_off(self, request):
        """Switch it off, for a code."""
        return self._for_a_code(request, self._switch_off)

    def _for_a_code(self, request, deed):
        if second_step.is_due(request) or not request.user.has_second_step:
            return self._to_second_step(request)
        form, status = self._judged(request, second_step.pass_step)
        if status == 302:
            return deed(request)
        return self._page(request, "second_step_on", status, form=form, title="Second step")

    def _show_new_codes(self, request):
        codes = second_step.renew_codes(request.user)
        return self._page(request, "second_step_codes", 200, codes=codes, title="Write these down")

    def _switch_off(self, request):
        second_step.switch_off(request.user, by=request.user)
        return redirect("admin:second_step_set_up")

    def _judged(self, request, take):
        """The form of a code, and the status: 302 when the code was taken."""
        if request.method != "POST":
            return CodeForm(), 200
        form = CodeForm(request.POST)
        if not form.is_valid():
            return form, 422
        if seconds := second_step.waiting_seconds(request.user):
            form.add_error("code", f"Too many wrong codes. Try again in {seconds} seconds.")
            return form, 429
        if take(request, form.cleaned_data["code"]):
            return form, 302
        form.add_error("code", WRONG)
        return form, 422

    def _page(self, request, name, status, **words):
        context = self.each_context(request) | words
        request.current_app = self.name
        return TemplateResponse(request, f"admin/newsroom/{name}.html", context, status=status)


def _goal(request):
    """Where one wanted to go, if it is on this site."""
    return path_here(request.GET.get("next", "")) or reverse("admin:index")
