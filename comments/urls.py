from django.urls import path

from articles.wire import FORMATS
from comments import views

app_name = "comments"

urlpatterns = [
    path("comments/receipt/<str:token>/", views.receipt, name="receipt"),
    path("comments/receipt/<str:token>/export/", views.receipt_export, name="receipt_export"),
    path("comments/receipt/<str:token>/<slug:deed>/", views.receipt_deed, name="receipt_deed"),
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
    *(
        path(f"comments/<int:article_id>/{end}", views.feed, {"form": form}, name=name)
        for (form, end), name in zip(FORMATS.items(), ("feed", "atom", "json"), strict=True)
    ),
]
