from django.urls import include, path, register_converter
from django.urls.converters import SlugConverter

from articles import sitemaps, views
from articles.views import cards

app_name = "articles"


class Slug(SlugConverter):
    """No longer than a row can have it: an address is a name of the kept page, in a header."""

    regex = "[-a-zA-Z0-9_]{1,120}"


register_converter(Slug, "short_slug")

urlpatterns = [
    path("", views.front_page, name="front"),
    path("section/<short_slug:slug>/", views.section_page, name="section"),
    path("author/<short_slug:slug>/", views.author_page, name="author"),
    path("tag/<short_slug:slug>/", views.tag_page, name="tag"),
    path("series/<short_slug:slug>/", views.series_page, name="series"),
    path("latest/", views.latest_page, name="latest"),
    path("most-read/", views.most_read_page, name="most_read"),
    path("about/", views.about_page, name="about"),
    path("about/<short_slug:subject>/", views.policy_page, name="policy"),
    path("<int:year>/", views.archive_page, name="year"),
    path("<int:year>/<int:month>/", views.archive_page, name="month"),
    path("<int:year>/<int:month>/<int:day>/", views.archive_page, name="day"),
    path("<int:year>/<int:month>/<int:day>/<short_slug:slug>/", views.article_page, name="article"),
    path("corrections/", views.corrections_page, name="corrections"),
    path("articles/<int:article_id>/report/", views.report_error, name="report"),
    path("articles/<int:article_id>/report/received/", views.report_received, name="report_received"),
    path("draft/<str:token>/", views.draft_page, name="draft"),
    path("search/", views.search_page, name="search"),
    path("search/suggest/", views.search_suggest, name="suggest"),
    # Pictures of shared links.
    path("card/<int:article_id>-<slug:digest>.png", cards.article_card, name="card"),
    path("card/paper-<slug:digest>.png", cards.paper_card, name="paper_card"),
    # Feeds, the API and Markdown, for readers' programs.
    path("", include("articles.feeds.routes")),
    # For search engines.
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemaps/pages.xml", sitemaps.pages_sitemap, name="pages_sitemap"),
    path("sitemaps/stories-<slug:month>.xml", sitemaps.stories_sitemap, name="stories_sitemap"),
    path("news-sitemap.xml", sitemaps.news_sitemap, name="news_sitemap"),
]
