from django.contrib import admin, messages
from django.db.models import Sum
from django.urls import path

from ads import services
from ads.admin.deeds import ReadOnlyAdmin, ask, back_to, deed
from ads.forms import GiftForm, ReversalForm, TaxRateForm
from ads.models import Account
from ads.money import dollars, percent


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    """Every account with the sum of its entries; what the desk gives or gives up is done here."""

    list_display = ["code", "kind", "owner", "balance"]
    list_filter = ["kind"]
    search_fields = ["advertiser__email", "advertiser__name", "owed_by__email", "owed_by__name"]
    list_select_related = ["advertiser", "owed_by"]
    change_form_template = "admin/ads/account/change_form.html"
    fields = ["code", "kind", "owner", "balance", "tax"]
    readonly_fields = ["owner", "balance", "tax"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(total=Sum("entries__cents", default=0))

    def get_urls(self):
        wrap = self.admin_site.admin_view
        deeds = {
            "credit": self.credit,
            "promotion": self.promotion,
            "tax": self.tax_rate,
            "write_off": self.write_off,
        }
        return [
            path(f"<path:pk>/{name}/", wrap(view), name=f"ads_account_{name}") for name, view in deeds.items()
        ] + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        extra = {"may_post": request.user.has_perm("ads.add_transaction")}
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    @deed("ads.add_transaction")
    def credit(self, request, account):
        return self._give(request, account, services.give_credit, "credit")

    @deed("ads.add_transaction")
    def promotion(self, request, account):
        return self._give(request, account, services.give_promotion, "promotion")

    def _give(self, request, account, give, word):
        advertiser = _advertiser(account.advertiser)
        form = GiftForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            title = f"Give {advertiser} a {word}"
            return ask(self, request, account, form, title=title, button=f"Give the {word}")
        given = give(advertiser, by=request.user, **form.cleaned_data)
        self.log_change(request, account, f"Gave a {word} of {dollars(form.cleaned_data['cents'])}.")
        messages.success(request, f"The {word} is in the books; the advertiser gets your reason.")
        return back_to(given)

    @deed("ads.change_advertiser")
    def tax_rate(self, request, account):
        advertiser = _advertiser(account.advertiser)
        form = TaxRateForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            title = f"Tax in the payments of {advertiser}"
            return ask(self, request, account, form, title=title, button="Use this rate from now on")
        rate = form.cleaned_data["percent"]
        points = None if rate is None else int(rate * 100)
        services.set_tax_rate(advertiser, basis_points=points, by=request.user)
        self.log_change(request, account, "Changed the tax rate.")
        messages.success(request, "The next documents have this rate.")
        return back_to(account)

    @deed("ads.add_transaction")
    def write_off(self, request, account):
        advertiser = _advertiser(account.owed_by)
        owed = -account.balance_cents
        form = ReversalForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            title = f"Give up {dollars(owed)} that {advertiser} owes"
            return ask(self, request, account, form, title=title, button=f"Write {dollars(owed)} off")
        posted = services.write_off(advertiser, cents=owed, by=request.user, note=form.cleaned_data["note"])
        self.log_change(request, account, f"Wrote {dollars(owed)} off.")
        messages.success(request, f"{dollars(owed)} are written off.")
        return back_to(posted)

    @admin.display(description="whose")
    def owner(self, account):
        return account.advertiser or account.owed_by

    @admin.display(description="sum of its entries", ordering="total")
    def balance(self, account):
        return dollars(account.total)

    @admin.display(description="own tax rate")
    def tax(self, account):
        rate = account.advertiser.tax_basis_points if account.advertiser else None
        return "" if rate is None else percent(rate)


def _advertiser(advertiser):
    if advertiser is None:
        raise services.Refused("This is not an account for that.")
    return advertiser
