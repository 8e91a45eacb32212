from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.urls import path
from django.utils.html import format_html

from ads import services
from ads.admin.deeds import ReadOnlyAdmin, ask, back_to, deed
from ads.forms import RejectionForm
from ads.models import Ad
from ads.money import dollars


class AdList(ChangeList):
    """Ads with their latest versions."""

    def get_results(self, request):
        super().get_results(request)
        for ad in self.result_list:
            ad.latest = next(iter(ad.versions.all()), None)


def seen_version(request, ad):
    """The version that the editor looked at, named by the button; Refused when a newer one has come."""
    newest = ad.versions.first()
    if request.GET.get("version") != str(newest.pk):
        raise services.Refused("There is a newer version of this ad. Look at it, then decide.")
    return newest


@admin.register(Ad)
class AdAdmin(ReadOnlyAdmin):
    list_display = ["picture", "headline", "advertiser", "state", "budget", "spent", "created_at"]
    list_display_links = ["headline"]
    list_filter = ["state"]
    search_fields = ["versions__headline", "advertiser__email", "advertiser__name"]
    ordering = ["-created_at", "-pk"]
    list_select_related = ["advertiser"]
    change_form_template = "admin/ads/ad/change_form.html"
    fields = ["advertiser", "state", "budget", "spent", "policy_version", "policy_accepted_at", "created_at"]
    readonly_fields = ["budget", "spent"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("versions")

    def get_changelist(self, request, **kwargs):
        return AdList

    def get_urls(self):
        wrap = self.admin_site.admin_view
        deeds = {"approve": self.approve, "reject": self.reject, "pause": self.pause, "resume": self.resume}
        return [
            path(f"<path:pk>/{name}/", wrap(view), name=f"ads_ad_{name}") for name, view in deeds.items()
        ] + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        ad = self.get_object(request, object_id)
        extra = {
            "version": ad.versions.first() if ad else None,
            "may_decide": request.user.has_perm("ads.change_ad"),
        }
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    @deed("ads.change_ad", asks=False)
    def approve(self, request, ad):
        services.approve_version(seen_version(request, ad), by=request.user)
        return self._done(request, ad, "approved")

    @deed("ads.change_ad")
    def reject(self, request, ad):
        version = seen_version(request, ad)
        form = RejectionForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return ask(self, request, ad, form, title=f"Turn down “{version}”", button="Turn it down")
        services.reject_version(version, by=request.user, reason=form.cleaned_data["reason"])
        return self._done(request, ad, "turned down; the advertiser gets your reason")

    @deed("ads.change_ad", asks=False)
    def pause(self, request, ad):
        services.pause_ad(ad, by=request.user)
        return self._done(request, ad, "paused: no click is charged from now on")

    @deed("ads.change_ad", asks=False)
    def resume(self, request, ad):
        services.resume_ad(ad, by=request.user)
        return self._done(request, ad, "running again")

    def _done(self, request, ad, outcome):
        self.log_change(request, ad, f"The ad is {outcome}.")
        messages.success(request, f"The ad is {outcome}.")
        return back_to(ad)

    @admin.display(description="picture")
    def picture(self, ad):
        return format_html('<img src="{}" alt="" width="96" height="64">', ad.latest.image_url)

    @admin.display(description="headline")
    def headline(self, ad):
        return ad.latest.headline

    @admin.display(description="budget", ordering="budget_cents")
    def budget(self, ad):
        return dollars(ad.budget_cents)

    @admin.display(description="spent", ordering="spent_cents")
    def spent(self, ad):
        return dollars(ad.spent_cents)
