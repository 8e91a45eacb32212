from django.urls import path

from articles.wire import FORMATS
from comments import views

app_name = "comments"


def _three_forms(base, view, *names):
    """The addresses of one feed, as RSS, Atom and JSON."""
    return [
        path(f"{base}{end}", view, {"form": form}, name=name)
        for (form, end), name in zip(FORMATS.items(), names, strict=True)
    ]


urlpatterns = [
    path("comments/receipt/<str:token>/", views.receipt, name="receipt"),
    path("comments/receipt/<str:token>/export/", views.receipt_export, name="receipt_export"),
    path("comments/receipt/<str:token>/<slug:deed>/", views.receipt_deed, name="receipt_deed"),
    path("comments/mine.json", views.mine_export, name="mine_export"),
    path("comments/mine/erase/", views.mine_erase, name="mine_erase"),
    path("comments/mail/<slug:secret>/", views.mail, name="mail"),
    path("comments/<int:article_id>/", views.discussion_page, name="discussion"),
    path("comments/<int:article_id>/new/", views.new_comments, name="new"),
    path("comments/<int:article_id>/ledger.json", views.ledger, name="ledger"),
    path("comments/<int:article_id>/reply/", views.reply, name="reply"),
    path("comments/<int:article_id>/like/", views.like, name="like"),
    path("comments/<int:article_id>/report/<int:comment_id>/", views.report, name="report"),
    path("comments/<int:article_id>/reported/", views.reported, name="reported"),
    path("comments/<int:article_id>/thread/<int:root_id>/", views.thread, name="thread"),
    path("comments/<int:article_id>/comment/<int:comment_id>/", views.comment, name="comment"),
    *_three_forms("comments/", views.newest_feed, "newest_feed", "newest_atom", "newest_json"),
    *_three_forms("comments/<int:article_id>/", views.feed, "feed", "atom", "json"),
    *_three_forms(
        "comments/<int:article_id>/thread/<int:root_id>/",
        views.thread_feed,
        *("thread_feed", "thread_atom", "thread_json"),
    ),
]
