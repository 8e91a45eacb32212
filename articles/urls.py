from django.urls import path

from articles import views

app_name = "articles"

urlpatterns = [
    path("", views.front_page, name="front"),
    path("section/<slug:slug>/", views.section_page, name="section"),
    path("author/<slug:slug>/", views.author_page, name="author"),
    path("<int:year>/<int:month>/<int:day>/<slug:slug>/", views.article_page, name="article"),
    path("search/", views.search_page, name="search"),
]
