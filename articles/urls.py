from django.urls import path

from articles import feeds, views

app_name = "articles"

urlpatterns = [
    path("", views.front_page, name="front"),
    path("section/<slug:slug>/", views.section_page, name="section"),
    path("author/<slug:slug>/", views.author_page, name="author"),
    path("<int:year>/<int:month>/<int:day>/<slug:slug>/", views.article_page, name="article"),
    path("corrections/", views.corrections_page, name="corrections"),
    path("corrections/feed/", feeds.corrections_feed, name="corrections_feed"),
    path("articles/<int:article_id>/report/", views.report_error, name="report"),
    path("articles/<int:article_id>/report/received/", views.report_received, name="report_received"),
    path("draft/<str:token>/", views.draft_page, name="draft"),
    path("search/", views.search_page, name="search"),
]
