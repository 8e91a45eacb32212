from django.urls import path

from ads import views

app_name = "ads"
urlpatterns = [
    path("ads/slot/<slug:place>/", views.slot, name="slot"),
    path("ads/click/<str:token>/", views.ad_click, name="ad_click"),
    path("ads/seen/", views.ad_seen, name="ad_seen"),
    path("ads/about/<int:version_id>/", views.ad_about, name="ad_about"),
    path("advertise/", views.advertise, name="advertise"),
    path("advertise/submit/", views.ad_submit, name="ad_submit"),
    path("advertise/submitted/", views.ad_submitted, name="ad_submitted"),
    path("advertise/confirm/<str:token>/", views.ad_confirm, name="ad_confirm"),
    path("advertise/status/<str:token>/", views.advertiser_status, name="advertiser_status"),
]
