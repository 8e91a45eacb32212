"""What machines are told of a page in schema.org's words: plain data, no markup, no database.

After Google's documents on Article, BreadcrumbList and ProfilePage, and schema.org's on news.
"""

from collections.abc import Iterable

from django.conf import settings
from django.templatetags.static import static

from articles.cards import shared_card
from articles.models import Author, Photo, Policy, Role, Section, Source, Type
from articles.page import Page
from articles.photos import cut_of
from newsroom.clock import written
from newsroom.site import absolute

# The safe form of a subtype is to name both: not every reader of the data knows it.
_TYPES = {
    Type.NEWS: "NewsArticle",
    Type.INTERVIEW: "NewsArticle",
    Type.ANALYSIS: ["NewsArticle", "AnalysisNewsArticle"],
    Type.OPINION: ["NewsArticle", "OpinionNewsArticle"],
    Type.REVIEW: ["NewsArticle", "ReviewNewsArticle"],
    Type.SPONSORED: "AdvertiserContentArticle",  # paid for, and no news
}
_PARTS = {Role.BY: "author", Role.TRANSLATION: "translator"}  # who does anything else contributes
_POLICIES = {
    "publishingPrinciples": Policy.Subject.ETHICS,
    "ethicsPolicy": Policy.Subject.ETHICS,
    "correctionsPolicy": Policy.Subject.CORRECTIONS,
    "ownershipFundingInfo": Policy.Subject.OWNERSHIP,
}
_RIGHTS = ("©", "(c)", "copyright")
LOGO = ("newsroom/icon-512.png", 512)  # pixels, both ways


def describe_article(page: Page) -> list[dict]:
    """Return the article of a public page, and the way that leads to it."""
    url = absolute(page.url)
    return [
        _without_nothing(_article(page, url) | _people(page) | _trust(page)),
        describe_way([*_sections(page.section), (page.headline, url)]),
    ]


def _article(page, url):
    is_news = page.type != Type.SPONSORED
    return {
        "@type": _TYPES[page.type],
        "@id": f"{url}#article",
        "mainEntityOfPage": url,
        "url": url,
        "headline": page.headline,
        "description": page.share_description,
        "abstract": " ".join(_sentence(point["text"]) for point in page.key_points),
        "image": _images(page),
        "datePublished": written(page.published_at),
        "dateModified": written(page.updated_at),
        "dateline": page.dateline if is_news else "",
        "articleSection": [name for name, _ in _sections(page.section)],
        "keywords": [tag.name for tag in page.tags],
        "wordCount": page.word_count,
        "inLanguage": settings.LANGUAGE_CODE,
        "isAccessibleForFree": True,
        "isBasedOn": page.canonical_url,
        "isPartOf": page.series
        and {
            "@type": "CreativeWorkSeries",
            "name": page.series.name,
            "url": absolute(page.series.get_absolute_url()),
        },
    }


def _people(page):
    parts = {"author": [], "contributor": [], "translator": []}
    for credit in page.bylines:
        parts[_PARTS.get(credit.role, "contributor")].append(_person(credit.author))
    publisher = describe_publisher()
    return parts | {"publisher": publisher, "author": parts["author"] or [_named(publisher)]}


def _trust(page):
    return {
        "correction": [
            {
                "@type": "CorrectionComment",
                "name": correction.get_kind_display(),
                "text": correction.text,
                "datePublished": written(correction.at),
                "url": f"{absolute(page.url)}#{correction.anchor}",
            }
            for correction in page.corrections
        ],
        "citation": [_citation(source) for source in page.sources],
    }


def _citation(source):
    """People are named, and not as works; those who may not be named appear as the page has them."""
    if source["kind"] in (Source.Kind.PERSON, Source.Kind.ANONYMOUS):
        return source["title"]
    return _without_nothing({"@type": "CreativeWork", "name": source["title"], "url": source["url"]})


def _images(page):
    if page.lead_photo:
        return [_image(page.lead_photo, cut_of(page.lead_photo, kind)) for kind in ("16x9", "4x3", "1x1")]
    card = shared_card(page)
    drawn = card and {"url": absolute(card.path), "width": card.width, "height": card.height}
    return [{"@type": "ImageObject"} | drawn] if drawn else []


def _image(photo: Photo, cut):
    """What is known of a photo; a licence counts where it is an address or says whose the rights are."""
    licence = photo.licence.strip()
    return _without_nothing(
        {
            "@type": "ImageObject",
            **cut,
            "caption": photo.alt,
            "creditText": photo.credit,
            "license": licence if licence.startswith(("https://", "http://")) else "",
            "copyrightNotice": licence if licence.lower().startswith(_RIGHTS) else "",
        }
    )


def describe_author(author: Author, *, topics: Iterable = ()) -> list[dict]:
    """Return the page about ``author`` and the way to it; ``topics`` are the tags of what they know about."""
    url = absolute(author.get_absolute_url())
    portrait = author.shown_portrait
    person = _person(author) | {
        "@id": f"{url}#person",
        "description": author.bio,
        "email": author.email,
        "image": portrait and cut_of(portrait, "1x1")["url"],
        "sameAs": [link for link in author.links.split() if link.startswith("https://")],
        "knowsAbout": [topic.name for topic in topics],
        "worksFor": _named(describe_publisher()),
    }
    page = {"@type": "ProfilePage", "url": url, "name": author.name, "mainEntity": _without_nothing(person)}
    return [page, describe_way([(author.name, url)])]


def describe_list(name: str, *, url: str, description: str = "", within: Section | None = None) -> list[dict]:
    """Return a page that lists stories, at the absolute ``url``, and the way to it."""
    page = {
        "@type": "CollectionPage",
        "url": url,
        "name": name,
        "description": description,
        "inLanguage": settings.LANGUAGE_CODE,
        "isPartOf": {"@type": "WebSite", "@id": f"{absolute('/')}#website"},
    }
    return [_without_nothing(page), describe_way([*_sections(within), (name, url)])]


def describe_paper() -> list[dict]:
    """Return the whole site with its search, and the organization behind it: for the front page."""
    search = {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": absolute("/search/?q={search_term_string}"),
        },
        "query-input": "required name=search_term_string",
    }
    site = {
        "@type": "WebSite",
        "@id": f"{absolute('/')}#website",
        "url": absolute("/"),
        "name": settings.SITE_NAME,
        "description": settings.SITE_TAGLINE,
        "inLanguage": settings.LANGUAGE_CODE,
        "publisher": {"@id": f"{absolute('/')}#publisher"},
        "potentialAction": search,
    }
    return [_without_nothing(site), describe_publisher()]


def describe_publisher() -> dict:
    """Return the organization behind the paper, with the pages on which it says how it works."""
    address, size = LOGO
    policies = {name: absolute(f"/about/{subject}/") for name, subject in _POLICIES.items()}
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{absolute('/')}#publisher",
        "name": settings.SITE_NAME,
        "url": absolute("/"),
        "logo": {"@type": "ImageObject", "url": _whole(static(address)), "width": size, "height": size},
        "contactPoint": {
            "@type": "ContactPoint",
            "contactType": "newsroom",
            "url": absolute(f"/about/{Policy.Subject.CONTACT}/"),
        },
    } | policies


def describe_way(steps: list[tuple[str, str]]) -> dict:
    """Return the way from the front page through ``steps`` of (name, absolute address)."""
    steps = [(settings.SITE_NAME, absolute("/")), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(steps, start=1)
        ],
    }


def _sections(section):
    """A section under the one that it is a part of: (name, absolute address)."""
    line = [section.parent, section] if section and section.parent_id else [section]
    return [(one.name, absolute(one.get_absolute_url())) for one in line if one]


def _person(author):
    url = absolute(author.get_absolute_url())
    return _without_nothing({"@type": "Person", "name": author.name, "url": url, "jobTitle": author.title})


def _named(organization):
    return {name: organization[name] for name in ("@type", "@id", "name", "url")}


def _whole(address):
    return absolute(address) if address.startswith("/") else address


def _sentence(text):
    return text if text.endswith((".", "!", "?", "…", "”", "。")) else f"{text}."


def _without_nothing(said):
    """Without what is not known: nothing is said of it. ``True`` and 0 are something."""
    return {name: value for name, value in said.items() if value not in ("", None, [], ())}
