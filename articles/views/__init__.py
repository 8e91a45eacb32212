from articles.views.archives import archive_page
from articles.views.articles import article_page
from articles.views.authors import author_page
from articles.views.corrections import corrections_page
from articles.views.drafts import draft_page
from articles.views.latest import latest_page
from articles.views.most_read import most_read_page
from articles.views.policies import about_page, policy_page
from articles.views.reports import REPORTS_PER_WINDOW, report_error, report_received
from articles.views.search import search_page, search_suggest
from articles.views.sections import front_page, section_page
from articles.views.series import series_page
from articles.views.stretches import LIST_SIZE
from articles.views.tags import tag_page

__all__ = [
    "LIST_SIZE",
    "REPORTS_PER_WINDOW",
    "about_page",
    "archive_page",
    "article_page",
    "author_page",
    "corrections_page",
    "draft_page",
    "front_page",
    "latest_page",
    "most_read_page",
    "policy_page",
    "report_error",
    "report_received",
    "search_page",
    "search_suggest",
    "section_page",
    "series_page",
    "tag_page",
]
