from datetime import date

from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from articles import services
from articles.cursors import UnknownCursorError, cut_stretch
from articles.forms import ReportForm
from articles.front import make_front, make_section_front
from articles.models import Address, Author, Correction, ErasedAddress, Release, Section
from articles.page import Page
from articles.search import find_releases, tidy_query
from articles.services.sharing import open_share
from newsroom.kept import kept
from newsroom.origin import origin_rule
from newsroom.rates import is_within_rate
from newsroom.senders import sender_key
from newsroom.site import absolute

LIST_SIZE = 20
SEARCH_SIZE = 20
SEARCH_PAGES = 50
REPORTS_PER_WINDOW, WINDOW_SECONDS = 10, 600
TOO_MANY_REPORTS = "That is a lot of reports at once. Your words are kept here: send them in ten minutes."
BIGGEST_PK = 2**63 - 1


@kept
def front_page(request):
    front = make_front()
    return render(request, "articles/front.html", {"front": front, "sections": front.sections})


@kept
def section_page(request, slug):
    sections = list(Section.objects.for_navigation())
    section = next((section for section in sections if section.slug == slug), None)
    if section is None:
        raise Http404
    before = request.GET.get("before", "")
    try:
        front = make_section_front(section, before=before, size=LIST_SIZE)
    except UnknownCursorError as error:
        raise Http404 from error
    if before and not front.stretch.releases:
        raise Http404
    words = {"section": section, "sections": sections, "placed": front.placed}
    return render(request, "articles/section.html", words | _list_context(request, section, front.stretch))


@kept
def author_page(request, slug):
    named = Author.objects.select_related("portrait").naming("authors")
    author = named.filter(slug=slug).first()
    if author is None:
        raise Http404  # a name that was merged into another leads there by its redirect
    stretch = _stretch_or_404(request, Release.objects.by_author(author).for_cards())
    return render(
        request, "articles/author.html", {"author": author} | _list_context(request, author, stretch)
    )


def _stretch_or_404(request, releases):
    try:
        stretch = cut_stretch(releases, before=request.GET.get("before", ""), size=LIST_SIZE)
    except UnknownCursorError as error:
        raise Http404 from error
    if request.GET.get("before") and not stretch.releases:
        raise Http404
    return stretch


def _list_context(request, subject, stretch):
    before = request.GET.get("before", "")
    address = subject.get_absolute_url()
    return {
        "stretch": stretch,
        "is_first": not before,
        "address": address,
        "canonical": absolute(f"{address}?before={before}" if before else address),
    }


@kept
def article_page(request, year, month, day, slug):
    try:
        day = date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    release = Release.objects.at_address(day, slug).for_page().first()
    if release is None:
        return _moved_or_gone(request, day, slug)
    page = Page.from_release(release)
    if request.path != page.url:
        return HttpResponsePermanentRedirect(page.url)
    return render(
        request,
        "articles/article_detail.html",
        {"page": page, "section": page.section, "canonical": absolute(page.url)},
    )


def _moved_or_gone(request, day, slug):
    """In one hop to where the article stands now, or the words with which it was withdrawn."""
    address = Address.objects.known_at(day, slug).first()
    if address is None:
        get_object_or_404(ErasedAddress.objects.known_at(day, slug))
        return render(request, "errors/410.html", status=410)
    if address.current_url:
        return HttpResponsePermanentRedirect(address.current_url)
    return render(request, "errors/410.html", {"reason": address.withdrawal_reason}, status=410)


@kept
def corrections_page(request):
    """Everything the paper had wrong, newest first."""
    before = request.GET.get("before", "")
    corrections = Correction.objects.latest().with_article()
    try:
        stretch = cut_stretch(corrections, before=before, size=LIST_SIZE, dated="at")
    except UnknownCursorError as error:
        raise Http404 from error
    if before and not stretch.rows:
        raise Http404
    address = reverse("articles:corrections")
    context = {
        "stretch": stretch,
        "is_first": not before,
        "address": address,
        "canonical": absolute(f"{address}?before={before}" if before else address),
    }
    return render(request, "articles/corrections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@origin_rule
def report_error(request, article_id):
    """A form for readers who found something wrong; whatever its origin, a person reads the report."""
    release = _release_or_404(article_id)
    form = ReportForm(request.POST or None, about=article_id)
    if request.method != "POST":
        return _report_page(request, release, form)
    if not form.is_valid():
        return _report_page(request, release, form, status=422)
    sender = sender_key(request, "reports")
    if not is_within_rate("report", sender, limit=REPORTS_PER_WINDOW, seconds=WINDOW_SECONDS):
        form.add_error(None, TOO_MANY_REPORTS)
        return _report_page(request, release, form, status=429)
    words = {name: form.cleaned_data[name] for name in ("quote", "claim", "email")}
    services.report_error(article_id, sender=sender, **words)
    return HttpResponseRedirect(reverse("articles:report_received", args=[article_id]), status=303)


@require_safe
def report_received(request, article_id):
    return render(request, "articles/report_received.html", {"release": _release_or_404(article_id)})


def _report_page(request, release, form, *, status=200):
    response = render(request, "articles/report.html", {"release": release, "form": form}, status=status)
    if status == 429:
        response.headers["Retry-After"] = str(WINDOW_SECONDS)
    return response


def _release_or_404(article_id):
    if article_id > BIGGEST_PK:
        raise Http404
    return get_object_or_404(Release.objects.of_article(article_id).defer("body"))


@require_safe
def draft_page(request, token):
    """The working text as it is now, for whoever was given the link; one answer for all that are none."""
    link = open_share(token)
    if link is None:
        response = render(request, "articles/draft_closed.html", status=404)
    else:
        page = Page.from_article(link.article)
        response = render(request, "articles/article_detail.html", {"page": page, "share": link})
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def search_page(request):
    text = tidy_query(request.GET.get("q", ""))
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdecimal() and len(number) < 4 and 1 <= int(number) <= SEARCH_PAGES):
        raise Http404
    number = int(number)
    start = (number - 1) * SEARCH_SIZE
    found = list(find_releases(text).for_cards()[start : start + SEARCH_SIZE + 1])
    if number > 1 and not found:
        raise Http404
    context = {
        "text": text,
        "releases": found[:SEARCH_SIZE],
        "number": number,
        "next_number": number + 1 if len(found) > SEARCH_SIZE and number < SEARCH_PAGES else None,
    }
    return render(request, "articles/search.html", context)
