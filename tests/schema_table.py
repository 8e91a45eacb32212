"""What schema.org lets us say: each type we use, its properties, and the types that each may hold.

Written from schema.org's pages, pending terms of news included; what Google's pages on Article, Breadcrumb,
Profile page and image licences ask for stands in ``ASKED_FOR``.
"""

import re
from urllib.parse import urlsplit

THING = {"@id": "url", "name": "text", "url": "url", "description": "text"}
WORK = THING | {
    "headline": "text",
    "abstract": "text",
    "image": "[ImageObject] url",
    "mainEntityOfPage": "url",
    "datePublished": "moment",
    "dateModified": "moment",
    "inLanguage": "text",
    "isAccessibleForFree": "truth",
    "isBasedOn": "url",
    "isPartOf": "CreativeWorkSeries WebSite",
    "author": "[Person] [NewsMediaOrganization]",
    "contributor": "[Person]",
    "translator": "[Person]",
    "publisher": "NewsMediaOrganization",
    "keywords": "[text]",
    "correction": "[CorrectionComment]",
    "citation": "[text] [CreativeWork]",
    "text": "text",
}
ARTICLE = WORK | {"articleSection": "[text]", "wordCount": "number"}
NEWS = ARTICLE | {"dateline": "text"}
PAGE = WORK | {"mainEntity": "Person"}
TYPES = {
    "NewsArticle": NEWS,
    "AnalysisNewsArticle": NEWS,
    "OpinionNewsArticle": NEWS,
    "ReviewNewsArticle": NEWS,
    "AdvertiserContentArticle": ARTICLE,
    "CreativeWork": WORK,
    "CreativeWorkSeries": WORK,
    "CorrectionComment": WORK,
    "CollectionPage": PAGE,
    "ProfilePage": PAGE,
    "WebSite": WORK | {"potentialAction": "SearchAction"},
    "SearchAction": {"target": "EntryPoint", "query-input": "text"},
    "EntryPoint": {"urlTemplate": "text"},
    "Person": THING
    | {
        "jobTitle": "text",
        "email": "text",
        "image": "url",
        "sameAs": "[url]",
        "knowsAbout": "[text]",
        "worksFor": "NewsMediaOrganization",
    },
    "NewsMediaOrganization": THING
    | {
        "logo": "ImageObject",
        "contactPoint": "ContactPoint",
        "publishingPrinciples": "url",
        "ethicsPolicy": "url",
        "correctionsPolicy": "url",
        "ownershipFundingInfo": "url",
    },
    "ContactPoint": {"contactType": "text", "url": "url"},
    "ImageObject": WORK
    | {
        "width": "number",
        "height": "number",
        "caption": "text",
        "creditText": "text",
        "license": "url",
        "copyrightNotice": "text",
    },
    "BreadcrumbList": {"itemListElement": "[ListItem]"},
    "ListItem": {"position": "number", "name": "text", "item": "url"},
}
ASKED_FOR = {
    "NewsArticle": {"headline", "image", "datePublished", "dateModified", "author", "publisher"},
    "AdvertiserContentArticle": {"headline", "image", "datePublished", "dateModified", "author", "publisher"},
    "Person": {"name", "url"},
    "NewsMediaOrganization": {"name", "url"},
    "ProfilePage": {"mainEntity"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "ImageObject": {"url", "width", "height"},
    "CorrectionComment": {"text", "datePublished"},
    "SearchAction": {"target", "query-input"},
}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


def faults_of(node, where="") -> list[str]:
    """Return what of ``node`` and all within it schema.org or Google would not take, a sentence each."""
    names = node.get("@type", [])
    names = names if isinstance(names, list) else [names]
    where = f"{where}/{'+'.join(names)}"
    if set(node) == {"@id"}:  # a node that stands elsewhere in the graph
        return []
    faults = [f"{where}: no type {name}" for name in names if name not in TYPES]
    faults += [
        f"{where}: lacks {lacking}" for name in names for lacking in ASKED_FOR.get(name, set()) - set(node)
    ]
    for key, value in node.items():
        if key == "@type":
            continue
        allowed = next((TYPES[name][key] for name in names if key in TYPES.get(name, {})), "")
        values = value if isinstance(value, list) else [value]
        kinds = [kind.strip("[]") for kind in allowed.split()]
        if isinstance(value, list) and (not value or "[" not in allowed):
            faults.append(f"{where}: {key} is a list")
        for one in values:
            faults += _faults_of_value(one, kinds, f"{where}.{key}")
    return faults


def _faults_of_value(value, kinds, where):
    if isinstance(value, dict):
        types = value.get("@type", "NewsMediaOrganization" if set(value) == {"@id"} else "")
        return faults_of(value, where) + ([] if types in kinds else [f"{where}: {types} is none of {kinds}"])
    return [] if any(_is(kind, value) for kind in kinds) else [f"{where}: {value!r} is none of {kinds}"]


def _is(kind, value):
    if kind == "truth":
        return isinstance(value, bool)
    if kind == "number":
        return isinstance(value, int) and not isinstance(value, bool)
    if not isinstance(value, str) or not value:
        return False
    if kind == "url":
        return urlsplit(value).scheme in ("http", "https") and bool(urlsplit(value).netloc)
    return kind == "text" or (kind == "moment" and bool(_MOMENT.fullmatch(value)))
