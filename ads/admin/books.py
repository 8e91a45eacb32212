from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import Truncator

from ads import earnings, services
from ads.admin.deeds import ReadOnlyAdmin, ask, back_to, deed
from ads.forms import ReversalForm
from ads.models import Checkout, Click, Document, Entry, Refund, Transaction
from ads.money import dollars
from ads.reports import verdict_of
from ads.services.payments import REVERSIBLE, may_take_back


class EntryInline(admin.TabularInline):
    model = Entry
    fields = readonly_fields = ["account", "amount"]
    can_delete = False
    extra = 0
    template = "admin/ads/transaction/_entries.html"
    verbose_name_plural = "Entries"

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("ads.view_transaction")

    @admin.display(description="amount")
    def amount(self, entry):
        return dollars(entry.cents)


def _threads(posted):
    """What ``posted`` is about and what undid it, so that one dollar is followed in both directions."""
    related = (
        ("The click", Click.objects.filter(transaction=posted)),
        ("The checkout", Checkout.objects.filter(payment=posted)),
        ("The refund", Refund.objects.filter(Q(posting=posted) | Q(payout=posted))),
        ("Reversed by", Transaction.objects.filter(reversal_of=posted)),
    )
    return [
        {
            "words": words,
            "row": row,
            "href": reverse(f"admin:ads_{row._meta.model_name}_change", args=[row.pk]),
        }
        for words, rows in related
        for row in rows
    ]


@admin.register(Transaction)
class TransactionAdmin(ReadOnlyAdmin):
    list_display = ["at", "__str__", "what_for", "lines", "by", "note"]
    list_display_links = ["__str__"]
    list_filter = ["kind"]
    search_fields = ["key", "note", "entries__account__advertiser__email"]
    list_select_related = ["by"]
    change_form_template = "admin/ads/transaction/change_form.html"
    change_list_template = "admin/ads/transaction/change_list.html"
    fields = ["kind", "key", "at", "by", "note", "reversal_of"]
    inlines = [EntryInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("entries")

    def lookup_allowed(self, lookup, value, request):
        return lookup == "entries__account__code__exact" or super().lookup_allowed(lookup, value, request)

    def get_urls(self):
        deeds = {"reverse": self.reverse, "dispute": self.dispute}
        wrap = self.admin_site.admin_view
        return [
            path("earnings/", wrap(self.earnings), name="ads_transaction_earnings"),
            *(
                path(f"<path:pk>/{name}/", wrap(view), name=f"ads_transaction_{name}")
                for name, view in deeds.items()
            ),
            *super().get_urls(),
        ]

    def earnings(self, request):
        """What came in, went out and was earned, by the month."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        months = earnings.by_month()
        held_cents, owed_cents = earnings.held()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "months": months,
            "total": earnings.all_of(months),
            "chart": earnings.chart(months),
            "held_cents": held_cents,
            "owed_cents": owed_cents,
        }
        return TemplateResponse(request, "admin/ads/transaction/earnings.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        posted = self.get_object(request, object_id)
        may = bool(posted) and request.user.has_perm("ads.add_transaction")
        stands = may and not Transaction.objects.filter(reversal_of=posted).exists()
        is_payment = bool(posted) and posted.kind == Transaction.Kind.PAYMENT
        stands = stands and (not is_payment or may_take_back(posted))
        extra = {
            "may_reverse": stands and posted.kind in REVERSIBLE,
            "may_dispute": stands and is_payment,
            "document": Document.objects.filter(transaction=posted).first() if posted else None,
            "threads": _threads(posted) if posted else [],
        }
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    @deed("ads.add_transaction")
    def reverse(self, request, posted):
        form = ReversalForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return ask(self, request, posted, form, title=f"Reverse {posted}", button="Post the reversal")
        reversal = services.reverse_transaction(posted, by=request.user, note=form.cleaned_data["note"])
        self.log_change(request, posted, "Reversed.")
        messages.success(request, "The reversal is in the books.")
        return back_to(reversal)

    @deed("ads.add_transaction")
    def dispute(self, request, posted):
        form = ReversalForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            title = f"{posted}: taken back by the bank"
            return ask(self, request, posted, form, title=title, button="Stop the ads and post it")
        dispute = services.record_dispute(posted, by=request.user, note=form.cleaned_data["note"])
        self.log_change(request, posted, "Taken back by the bank.")
        messages.success(request, "It is in the books, and the advertiser's ads have stopped.")
        return back_to(dispute)

    @admin.display(description="what for", ordering="key")
    def what_for(self, posted):
        return Truncator(posted.key).chars(40)

    @admin.display(description="entries")
    def lines(self, posted):
        return ", ".join(f"{entry.account_id} {dollars(entry.cents)}" for entry in posted.entries.all())


class Verdict(admin.SimpleListFilter):
    """Charged, charged and given back, or not charged."""

    title = "verdict"
    parameter_name = "verdict"

    def lookups(self, request, model_admin):
        return [("charged", "Charged"), ("credited", "Charged, then credited"), ("free", "Not charged")]

    def queryset(self, request, clicks):
        charged = clicks.charged()
        wanted = {
            "charged": charged.filter(transaction__reversed_by=None),
            "credited": charged.exclude(transaction__reversed_by=None),
            "free": clicks.exclude(reason=""),
        }
        return wanted.get(self.value(), clicks)


@admin.register(Click)
class ClickAdmin(ReadOnlyAdmin):
    list_display = ["at", "headline", "place", "browser", "verdict", "charged"]
    list_filter = [Verdict, "reason", "place", "device"]
    search_fields = ["=ad__advertiser__email", "ad__advertiser__name", "version__headline"]
    date_hierarchy = "at"
    list_select_related = ["version"]
    fields = ["at", "ad", "version", "place", "viewed_at", "browser", "evidence", "verdict", "transaction"]
    readonly_fields = ["verdict"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_credit()

    def lookup_allowed(self, lookup, value, request):
        is_whose = lookup in ("ad__id__exact", "ad__advertiser__id__exact")
        return is_whose or super().lookup_allowed(lookup, value, request)

    @admin.display(description="headline")
    def headline(self, click):
        return click.version.headline

    @admin.display(description="verdict", ordering="reason")
    def verdict(self, click):
        return verdict_of(click)

    @admin.display(description="charged", ordering="charged_cents")
    def charged(self, click):
        return dollars(0 if click.is_credited else click.charged_cents)
