from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from ads import prechecks, services
from ads.admin.deeds import ReadOnlyAdmin, ask, back_to, deed
from ads.forms import RejectionForm, VersionForm
from ads.models import Ad, AdReport, AdVersion
from ads.money import dollars
from ads.views.previews import has_kept_picture, keep_picture, words_of

# Reasons that are often the right one, each on a key of its own.
REASONS = (
    "The landing page does not work, or does not show what the ad promises.",
    "The ad says something that we cannot check. Please say it more plainly.",
    "The ad looks like one of our stories.",
    "What it offers is against our rules for ads.",
    "The picture does not fit the ad, or cannot be made out.",
)


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
    list_filter = ["state", "pause_reason", "is_house"]
    search_fields = ["versions__headline", "advertiser__email", "advertiser__name"]
    ordering = ["-created_at", "-pk"]
    list_select_related = ["advertiser"]
    actions = ["pause_all"]
    change_form_template = "admin/ads/ad/change_form.html"
    fields = [
        "advertiser",
        "state",
        "is_house",
        "budget",
        "spent",
        "daily_cap",
        "starts_at",
        "ends_at",
        "policy_version",
        "policy_accepted_at",
        "created_at",
    ]
    readonly_fields = ["budget", "spent", "daily_cap"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("versions")

    def get_changelist(self, request, **kwargs):
        return AdList

    def get_urls(self):
        wrap = self.admin_site.admin_view
        deeds = {
            "approve": self.approve,
            "reject": self.reject,
            "pause": self.pause,
            "resume": self.resume,
            "close_reports": self.close_reports,
            "edit": self.edit,
        }
        return [
            path("review/", wrap(self.review), name="ads_ad_review"),
            path("house/", wrap(self.house), name="ads_ad_house"),
            *(path(f"<path:pk>/{name}/", wrap(view), name=f"ads_ad_{name}") for name, view in deeds.items()),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        ad = self.get_object(request, object_id)
        version = ad.versions.first() if ad else None
        extra = {"version": version, "may_decide": request.user.has_perm("ads.change_ad")}
        if version is not None:
            extra |= {
                "findings": [] if version.is_decided else prechecks.findings(version),
                "changes": [] if version.is_decided else prechecks.changes(version),
                "checks": version.landing_checks.all()[:5],
                "reports": AdReport.objects.open().filter(version__ad=ad)[:20],
                "reasons": REASONS,
                "is_queue": "queue" in request.GET,
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

    @admin.action(description="Pause: no click is charged from now on")
    def pause_all(self, request, ads):
        if not request.user.has_perm("ads.change_ad"):
            raise PermissionDenied
        paused = sum(services.pause_ad(ad, by=request.user) for ad in ads.order_by("pk"))
        messages.success(request, f"{paused} ad{'' if paused == 1 else 's'} paused.")

    @deed("ads.change_ad", asks=False)
    def resume(self, request, ad):
        services.resume_ad(ad, by=request.user)
        return self._done(request, ad, "running again")

    @deed("ads.change_ad", asks=False)
    def close_reports(self, request, ad):
        number = services.close_reports(ad, by=request.user)
        messages.success(request, f"{number} report{'' if number == 1 else 's'} closed.")
        return back_to(ad)

    def review(self, request):
        """The version that waits the longest: decide, and the next one comes."""
        if not request.user.has_perm("ads.change_ad"):
            raise PermissionDenied
        waiting = AdVersion.objects.waiting().first()
        if waiting is None:
            messages.info(request, "No ad waits for review.")
            return redirect("admin:ads_ad_changelist")
        return redirect(f"{reverse('admin:ads_ad_change', args=[waiting.ad_id])}?queue")

    def house(self, request):
        """An ad of the paper itself: typed, and shown at once."""
        if not request.user.has_perm("ads.change_ad"):
            raise PermissionDenied

        def show(picture, words):
            return services.add_house_ad(image=picture, words=words, by=request.user)

        return self._typed(request, show, has_picture=has_kept_picture(request))

    @deed("ads.change_ad")
    def edit(self, request, ad):
        """The next version of an ad of the paper itself: filled with the last one, and shown at once."""
        if not ad.is_house:
            raise services.Refused("Only its advertiser changes this ad.")
        latest = ad.versions.first()

        def show(picture, words):
            services.change_house_ad(ad, image=picture or None, words=words, by=request.user)
            return ad

        return self._typed(request, show, has_picture=True, initial=latest.words, original=ad, latest=latest)

    def _typed(self, request, show, *, has_picture, initial=None, **about):
        """The form of a house ad; what is typed goes to ``show``, which returns the ad, or None."""
        form = VersionForm(
            request.POST or None, request.FILES or None, has_picture=has_picture, initial=initial
        )
        picture = keep_picture(form) if form.is_bound else ""
        if form.is_valid():
            try:
                ad = show(picture, words_of(form))
                return back_to(ad) if ad else redirect("admin:ads_ad_changelist")
            except services.Refused as refused:
                form.add_error("image", str(refused))
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": form, **about}
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/ads/ad/house.html", context, status=status)

    def _done(self, request, ad, outcome):
        self.log_change(request, ad, f"The ad is {outcome}.")
        messages.success(request, f"The ad is {outcome}.")
        return redirect("admin:ads_ad_review") if "queue" in request.GET else back_to(ad)

    @admin.display(description="picture")
    def picture(self, ad):
        return format_html('<img src="{}" alt="" width="96" height="64">', ad.latest.image_url)

    @admin.display(description="headline")
    def headline(self, ad):
        return ad.latest.headline

    @admin.display(description="budget", ordering="budget_cents")
    def budget(self, ad):
        return dollars(ad.budget_cents)

    @admin.display(description="most in a day")
    def daily_cap(self, ad):
        return dollars(ad.daily_cap_cents) if ad.daily_cap_cents else "-"

    @admin.display(description="spent", ordering="spent_cents")
    def spent(self, ad):
        return dollars(ad.spent_cents)
