from django.contrib import admin, messages
from django.urls import path, reverse
from django.utils.html import format_html

from ads import links, services
from ads.admin.deeds import ReadOnlyAdmin, ask, back_to, deed
from ads.forms import PaymentForm
from ads.models import Advertiser
from ads.money import dollars


@admin.register(Advertiser)
class AdvertiserAdmin(ReadOnlyAdmin):
    list_display = ["email", "name", "balance", "confirmed_at"]
    search_fields = ["email", "name"]
    change_form_template = "admin/ads/advertiser/change_form.html"
    fields = ["email", "name", "balance", "their_page", "created_at", "confirmed_at"]
    readonly_fields = ["balance", "their_page", "created_at", "confirmed_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("account")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<path:pk>/payment/", wrap(self.payment), name="ads_advertiser_payment"),
            path("<path:pk>/renew/", wrap(self.renew), name="ads_advertiser_renew"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        extra = {
            "may_record": request.user.has_perm("ads.add_transaction"),
            "may_renew": request.user.has_perm("ads.change_advertiser"),
        }
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    @deed("ads.add_transaction")
    def payment(self, request, advertiser):
        form = PaymentForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return ask(
                self,
                request,
                advertiser,
                form,
                title=f"Payment from {advertiser}",
                button="Record the payment",
            )
        recorded = services.record_payment(advertiser, by=request.user, **form.cleaned_data)
        what = f"payment of {dollars(form.cleaned_data['cents'])}, reference {form.cleaned_data['reference']}"
        if recorded.is_new:
            self.log_change(request, advertiser, f"Recorded a {what}.")
            messages.success(request, f"The {what}, is in the books.")
        else:
            messages.warning(request, f"The {what}, was in the books before: nothing was added.")
        return back_to(advertiser)

    @deed("ads.change_advertiser", asks=False)
    def renew(self, request, advertiser):
        services.renew_addresses(advertiser, by=request.user)
        self.log_change(request, advertiser, "Gave the advertiser's page a new address.")
        messages.success(request, "The old address has ended; the advertiser was mailed the new one.")
        return back_to(advertiser)

    @admin.display(description="balance", ordering="account__balance_cents")
    def balance(self, advertiser):
        account = getattr(advertiser, "account", None)
        if account is None:
            return dollars(0)
        ledger = f"{reverse('admin:ads_transaction_changelist')}?entries__account__code__exact={account.pk}"
        return format_html('<a href="{}">{}</a>', ledger, dollars(account.balance_cents))

    @admin.display(description="their page")
    def their_page(self, advertiser):
        return format_html('<a href="{}">What the advertiser sees</a>', links.status_path(advertiser))
