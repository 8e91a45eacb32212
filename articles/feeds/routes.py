"""The addresses that readers' programs ask for."""

from django.urls import path

from articles import api
from articles.feeds.answers import corrections_feed, feeds_page, site_feed, subject_feed
from articles.views import markdown
from articles.wire import FORMATS, SUBJECTS

urlpatterns = [
    path("feeds/", feeds_page, name="feeds"),
    path("api/", api.api_page, name="api"),
    path("api/articles/", api.article_list, name="api_list"),
    path("api/articles/<int:article_id>/", api.article_detail, name="api_detail"),
    path(
        "<int:year>/<int:month>/<int:day>/<short_slug:slug>.md",
        markdown.article_markdown,
        name="article_markdown",
    ),
]
for form, end in FORMATS.items():
    urlpatterns += [
        path(end, site_feed, {"form": form}, name=f"{form}_of_site"),
        path(f"corrections/{end}", corrections_feed, {"form": form}, name=f"{form}_of_corrections"),
        *(
            path(f"{kind}/<short_slug:slug>/{end}", subject_feed, {"kind": kind, "form": form})
            for kind in SUBJECTS
        ),
    ]
