from django.contrib import admin, messages
from django.urls import path, reverse
from django.utils.html import format_html

from ads import links, services
from ads.admin.deeds import ReadOnlyAdmin, ask, back_to, deed
from ads.forms import PayoutForm
from ads.models import Checkout, Document, ProviderEvent, Refund
from ads.money import dollars, percent
from ads.providers import BY_HAND
from ads.services.refunds import hand_to_transfer, is_unanswered


@admin.register(Checkout)
class CheckoutAdmin(ReadOnlyAdmin):
    """What advertisers mean to pay: an invoice is recorded here when the money is there."""

    list_display = ["reference", "asked_at", "advertiser", "amount", "provider", "state"]
    list_filter = ["state", "provider"]
    search_fields = ["advertiser__email", "advertiser__name", "public_id", "session_id", "provider_payment"]
    list_select_related = ["advertiser"]
    change_form_template = "admin/ads/checkout/change_form.html"
    fields = [
        *("reference", "advertiser", "amount", "provider", "state", "asked_at"),
        *("session_id", "provider_payment", "disputed_at", "payment"),
    ]
    readonly_fields = ["reference", "amount", "asked_at"]

    def get_urls(self):
        settle = self.admin_site.admin_view(self.settle)
        return [path("<path:pk>/settle/", settle, name="ads_checkout_settle"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        extra = {"may_settle": request.user.has_perm("ads.add_transaction")}
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    @deed("ads.add_transaction", asks=False)
    def settle(self, request, checkout):
        recorded = services.settle_checkout(checkout, by=request.user)
        if recorded.is_new:
            self.log_change(request, checkout, "Recorded the payment.")
            messages.success(request, f"{dollars(checkout.cents)} are in the books.")
        else:
            messages.warning(request, "This payment was in the books before: nothing was added.")
        return back_to(recorded.payment)

    @admin.display(description="reference")
    def reference(self, checkout):
        return checkout.reference

    @admin.display(description="amount", ordering="cents")
    def amount(self, checkout):
        return dollars(checkout.cents)


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    """What goes back to advertisers; a transfer is recorded here when it has left."""

    list_display = ["asked_at", "advertiser", "amount", "provider", "state", "reference", "fault"]
    list_filter = ["state", "provider"]
    search_fields = ["advertiser__email", "advertiser__name", "reference"]
    list_select_related = ["advertiser"]
    change_form_template = "admin/ads/refund/change_form.html"
    fields = [
        *("advertiser", "amount", "provider", "state", "reference", "fault", "asked_at"),
        *("checkout", "posting", "payout"),
    ]
    readonly_fields = ["amount", "asked_at"]

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<path:pk>/pay/", wrap(self.pay), name="ads_refund_pay"),
            path("<path:pk>/transfer/", wrap(self.transfer), name="ads_refund_transfer"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        refund, may = self.get_object(request, object_id), request.user.has_perm("ads.add_transaction")
        waits = may and refund is not None and refund.state == Refund.State.ASKED
        extra = {
            "may_pay": waits and refund.provider == BY_HAND,
            "is_unanswered": waits and is_unanswered(refund),
        }
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    @deed("ads.add_transaction")
    def pay(self, request, refund):
        is_found = is_unanswered(refund)
        if refund.provider != BY_HAND and not is_found:
            raise services.Refused("This refund is paid out by its provider, not by hand.")
        form = PayoutForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            title = f"{dollars(refund.cents)} back to {refund.advertiser}"
            button = "Record that its provider paid it" if is_found else "Record that it was transferred"
            return ask(self, request, refund, form, title=title, button=button)
        if services.record_payout(refund, by=request.user, **form.cleaned_data):
            self.log_change(request, refund, "Recorded that it was paid.")
            messages.success(request, "The refund is in the books; the advertiser gets the credit note.")
        else:
            messages.warning(request, "This refund was paid out before: nothing was added.")
        return back_to(refund)

    @deed("ads.add_transaction", asks=False)
    def transfer(self, request, refund):
        hand_to_transfer(refund, by=request.user)
        self.log_change(request, refund, "Handed to transfer.")
        messages.success(request, "Please transfer it, then record that here.")
        return back_to(refund)

    @admin.display(description="amount", ordering="cents")
    def amount(self, refund):
        return dollars(refund.cents)


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    """Receipts and credit notes, as they were issued."""

    list_display = ["title", "kind", "at", "advertiser", "buyer_name", "amount", "page"]
    list_filter = ["kind"]
    search_fields = ["=number", "buyer_name", "advertiser__email", "words"]
    date_hierarchy = "at"
    list_select_related = ["advertiser"]
    fields = [
        *("title", "kind", "at", "advertiser", "words", "amount", "tax", "page", "transaction", "corrects"),
        *("seller_name", "seller_address", "seller_tax_number"),
        *("buyer_name", "buyer_address", "buyer_tax_number"),
    ]
    readonly_fields = ["title", "amount", "tax", "page"]

    @admin.display(description="number", ordering="number")
    def title(self, document):
        return document.title

    @admin.display(description="amount", ordering="cents")
    def amount(self, document):
        return dollars(document.cents)

    @admin.display(description="tax in it")
    def tax(self, document):
        return f"{dollars(document.tax_cents)} ({percent(document.tax_basis_points)})"

    @admin.display(description="page")
    def page(self, document):
        return format_html('<a href="{}">As it is printed</a>', links.document_path(document))


@admin.register(ProviderEvent)
class ProviderEventAdmin(ReadOnlyAdmin):
    """What payment providers told us, and what came of it."""

    list_display = ["at", "provider", "kind", "state", "outcome", "payment", "deliveries"]
    list_filter = ["state", "provider"]
    search_fields = ["event_id", "subject", "provider_payment"]
    list_select_related = ["checkout"]
    fields = [
        *("at", "provider", "kind", "event_id", "state", "outcome", "deliveries"),
        *("subject", "provider_payment", "facts", "payment"),
    ]
    readonly_fields = ["payment"]

    @admin.display(description="payment")
    def payment(self, event):
        if event.checkout is None:
            return ""
        href = reverse("admin:ads_checkout_change", args=[event.checkout_id])
        return format_html('<a href="{}">{}</a>', href, event.checkout.reference)
