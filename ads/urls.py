from django.urls import path

from ads import views
from ads.views import money, open_books

app_name = "ads"
urlpatterns = [
    path("ads/slot/<slug:place>/", views.slot, name="slot"),
    path("ads/click/<str:token>/", views.ad_click, name="ad_click"),
    path("ads/seen/", views.ad_seen, name="ad_seen"),
    path("advertise/", views.advertise, name="advertise"),
    path("advertise/submit/", views.ad_submit, name="ad_submit"),
    path("advertise/submitted/", views.ad_submitted, name="ad_submitted"),
    path("advertise/confirm/<str:token>/", views.ad_confirm, name="ad_confirm"),
    path("ads/about/<int:version_id>/", views.ad_about, name="ad_about"),
    path("ads/reported/", views.ad_reported, name="ad_reported"),
    path("advertise/own/", views.own, name="own"),
    path("advertise/own/money/", money.own_money, name="own_money"),
    path("advertise/ads/<uuid:public_id>/edit/", views.ad_edit, name="ad_edit"),
    path("advertise/ads/<uuid:public_id>/campaign/", views.ad_campaign, name="ad_campaign"),
    path("advertise/ads/<uuid:public_id>/copy/", views.ad_copy, name="ad_copy"),
    path("advertise/ads/<uuid:public_id>/<slug:deed>/", views.ad_deed, name="ad_deed"),
    path("advertise/keys/", views.key_make, name="key_make"),
    path("advertise/keys/<int:number>/revoke/", views.key_revoke, name="key_revoke"),
    path("advertise/shared/<str:secret>/", views.shared, name="shared"),
    path("advertise/status/<str:token>/<slug:kind>.csv", views.results_csv, name="results_csv"),
    path("api/ads/", views.ads_api, name="ads_api"),
    path("advertise/status/<str:token>/", views.advertiser_status, name="advertiser_status"),
    path("advertise/money/<str:token>/", money.money, name="money"),
    path("advertise/money/<str:token>/pay/", money.checkout_create, name="checkout_create"),
    path("advertise/money/<str:token>/refund/", money.refund_ask, name="refund_ask"),
    path("advertise/money/<str:token>/billing/", money.billing_change, name="billing_change"),
    path("advertise/checkout/<uuid:public_id>/", money.checkout, name="checkout"),
    path("advertise/sandbox/<uuid:public_id>/", money.sandbox, name="sandbox"),
    path("advertise/document/<str:token>/", money.document, name="document"),
    path("advertise/stripe/", money.stripe_webhook, name="stripe_webhook"),
    path("advertise/books/", open_books.open_books, name="open_books"),
    path("advertise/books.csv", open_books.books_csv, name="books_csv"),
]
