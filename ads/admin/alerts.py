from django.contrib import admin, messages
from django.urls import path

from ads import services
from ads.admin.deeds import ReadOnlyAdmin, back_to, deed
from ads.models import ClickAlert
from ads.money import dollars


@admin.register(ClickAlert)
class ClickAlertAdmin(ReadOnlyAdmin):
    """Odd clicks that the nightly scan found: given back, or found to be right."""

    list_display = ["day", "__str__", "advertiser", "odd", "clicks", "views", "state", "credited"]
    list_display_links = ["__str__"]
    list_filter = ["state", "pattern"]
    list_select_related = ["ad__advertiser"]
    change_form_template = "admin/ads/clickalert/change_form.html"
    fields = ["ad", "day", "pattern", "state", "odd", "clicks", "views", "credited", "decided_by"]
    readonly_fields = ["credited", "decided_by"]

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<path:pk>/credit/", wrap(self.credit), name="ads_clickalert_credit"),
            path("<path:pk>/dismiss/", wrap(self.dismiss), name="ads_clickalert_dismiss"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        extra = {"may_decide": request.user.has_perm("ads.add_transaction")}
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    @deed("ads.add_transaction", asks=False)
    def credit(self, request, alert):
        cents = services.credit_alert(alert, by=request.user)
        self.log_change(request, alert, f"Gave {dollars(cents)} back.")
        messages.success(request, f"{dollars(cents)} were given back; the advertiser hears of it.")
        return back_to(alert)

    @deed("ads.add_transaction", asks=False)
    def dismiss(self, request, alert):
        services.dismiss_alert(alert, by=request.user)
        self.log_change(request, alert, "Found to be right.")
        messages.success(request, "The clicks stand.")
        return back_to(alert)

    @admin.display(description="advertiser")
    def advertiser(self, alert):
        return alert.ad.advertiser

    @admin.display(description="given back", ordering="credited_cents")
    def credited(self, alert):
        return dollars(alert.credited_cents)
