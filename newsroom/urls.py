from django.contrib import admin
from django.urls import include, path

from newsroom import account_pages, machines, media, views
from newsroom.redirects import UNKNOWN

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("paper-<slug:digest>.css", views.paper_css, name="paper_css"),
    path("robots.txt", machines.robots_txt, name="robots"),
    path("ads.txt", machines.ads_txt, name="ads_txt"),
    path(".well-known/security.txt", machines.security_txt, name="security_txt"),
    path(".well-known/gpc.json", machines.gpc_json, name="gpc_json"),
    path("manifest.webmanifest", machines.web_manifest, name="web_manifest"),
    path("theme-<slug:digest>.css", views.theme_css, name="theme_css"),
    path("media/<path:path>", media.media_file, name="media_file"),
    path("admin/", admin.site.urls),
    path("account/", account_pages.account, name="account"),
    path("account/sign-in/", account_pages.account_sign_in, name="account_sign_in"),
    path("account/mailed/", account_pages.account_mailed, name="account_mailed"),
    path("account/link/<slug:token>/", account_pages.account_link, name="account_link"),
    path("account/sign-out/", account_pages.account_sign_out, name="account_sign_out"),
    path("", include("comments.urls")),
    path("", include("ads.urls")),
    path("", include("articles.urls")),
    path("<path:path>", views.unknown_page, name=UNKNOWN),
]

handler400 = "newsroom.errors.bad_request"
handler403 = "newsroom.errors.forbidden"
handler404 = "newsroom.errors.not_found"
handler500 = "newsroom.errors.server_error"
