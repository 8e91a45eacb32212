"""The advertiser's page about money: balance, payments, documents and refunds.

The private address that is mailed shows everything and takes payments, which harm nobody. To have money
back, or to change who stands on a receipt, one signs in by a mailed link.
"""

from django.core.signing import BadSignature
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ads import links, services, statements
from ads.forms import BillingForm, CheckoutForm
from ads.models import Advertiser, Checkout, Document
from ads.providers import PROVIDERS, ForgedError
from ads.views.advertisers import for_advertisers, note_own_key, own_advertiser
from newsroom.origin import origin_rule
from newsroom.rates import is_within_rate

CHECKOUTS_AN_HOUR = 20
SIGN_IN_FIRST = _("To do this, sign in with the e-mail address of these ads.")


def _advertiser(request, token):
    """Whose page it is; from where they look at it no click of their own is charged that day."""
    rows = Advertiser.objects.select_related("account", "receivable")
    advertiser = get_object_or_404(rows, secret=links.read_status_token(token))
    note_own_key(request, advertiser)
    return advertiser


def _private(response):
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def money(request, token):
    return _money_page(request, _advertiser(request, token))


@require_safe
@for_advertisers
def own_money(request, advertiser):
    return redirect(links.money_path(advertiser))


def _money_page(request, advertiser, *, refusal="", status=None, **forms):
    context = statements.money(advertiser) | {
        "checkout_form": CheckoutForm(),
        "billing_form": BillingForm(
            initial={
                "name": advertiser.billing_name,
                "address": advertiser.billing_address,
                "tax_number": advertiser.tax_number,
            }
        ),
        "token": links.status_token(advertiser),
        "refusal": refusal,
        "is_own": own_advertiser(request) == advertiser,
    }
    status = status or (422 if forms or refusal else 200)
    return _private(render(request, "ads/money.html", context | forms, status=status))


@require_POST
def checkout_create(request, token):
    advertiser = _advertiser(request, token)
    form = CheckoutForm(request.POST)
    if not form.is_valid():
        return _money_page(request, advertiser, checkout_form=form)
    if not is_within_rate("checkout", str(advertiser.pk), limit=CHECKOUTS_AN_HOUR, seconds=3600):
        form.add_error(None, _("Many payments were begun in the last hour. Please try again later."))
        return _money_page(request, advertiser, checkout_form=form)
    try:
        checkout = services.ask_checkout(advertiser, **form.cleaned_data)
    except services.Refused as refused:
        form.add_error(None, str(refused))
        return _money_page(request, advertiser, checkout_form=form)
    return redirect("ads:checkout", checkout.public_id)


@require_safe
def checkout(request, public_id):
    """One payment on its way: looks again by itself while something is awaited, with no script."""
    rows = Checkout.objects.select_related("advertiser", "payment__document__advertiser")
    return _private(
        render(
            request, "ads/checkout.html", statements.checkout(get_object_or_404(rows, public_id=public_id))
        )
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sandbox(request, public_id):
    """The till that takes no money; it exists only where the setting says so."""
    till = PROVIDERS["sandbox"]
    checkout = get_object_or_404(Checkout, public_id=public_id, provider=till.name)
    if not till.is_on:
        raise Http404("There is no sandbox here")
    if request.method == "POST":
        services.take_event(till.name, till.paid(checkout))
        return redirect("ads:checkout", checkout.public_id)
    return _private(render(request, "ads/sandbox.html", {"checkout": checkout}))


@require_POST
def refund_ask(request, token):
    advertiser = _advertiser(request, token)
    if own_advertiser(request) != advertiser:
        return _money_page(request, advertiser, refusal=SIGN_IN_FIRST, status=403)
    try:
        services.ask_refund(advertiser)
    except services.Refused as refused:
        return _money_page(request, advertiser, refusal=str(refused))
    return redirect(links.money_path(advertiser))


@require_POST
def billing_change(request, token):
    advertiser = _advertiser(request, token)
    form = BillingForm(request.POST)  # shown as it was typed to who must sign in first
    if own_advertiser(request) != advertiser:
        return _money_page(request, advertiser, billing_form=form, refusal=SIGN_IN_FIRST, status=403)
    if not form.is_valid():
        return _money_page(request, advertiser, billing_form=form)
    services.set_billing(advertiser, **form.cleaned_data)
    return redirect(links.money_path(advertiser))


@require_safe
def document(request, token):
    """A receipt or credit note, made to be printed."""
    try:
        secret, number = links.read_document_token(token)
    except (BadSignature, ValueError) as forged:
        raise Http404 from forged
    rows = Document.objects.select_related("transaction", "corrects", "advertiser")
    found = get_object_or_404(rows, pk=number, advertiser__secret=secret)
    return _private(render(request, "ads/document.html", {"document": found}))


@origin_rule
@require_POST
def stripe_webhook(request):
    """What Stripe tells us; a message that it did not sign is counted and refused."""
    provider = PROVIDERS["stripe"]
    if not provider.is_on:
        raise Http404("Stripe is not used here")
    try:
        event = provider.read_event(request.body, request.headers.get("Stripe-Signature", ""))
    except ForgedError as forged:
        services.count_forged(provider.name, str(forged))
        return HttpResponse(f"{forged}\n", status=400, content_type="text/plain; charset=utf-8")
    outcome = services.take_event(provider.name, event).outcome
    return HttpResponse(f"{outcome}\n", content_type="text/plain; charset=utf-8")
