"""Who reads the paper by machine, and what robots.txt (RFC 9309) says to them.

The names of the AI crawlers are those that their makers publish, read in November 2026: OpenAI
(platform.openai.com/docs/bots), Anthropic (support.anthropic.com, "Does Anthropic crawl data from the web"),
Perplexity (docs.perplexity.ai/guides/bots), Google (developers.google.com/crawling, "Google-Extended"), Apple
(support.apple.com/119829), Meta (developers.facebook.com, "Meta web crawlers"), Common Crawl
(commoncrawl.org/ccbot), Amazon (developer.amazon.com/amazonbot), ByteDance, Cohere, DuckDuckGo, Mistral.
Google-Extended and Applebot-Extended are no crawlers but words that speak of use: they keep no page out of an
ordinary search, nor out of the overviews that a search engine writes.
"""

from django.conf import settings

from newsroom.site import absolute

# To teach models.
TRAINING = (
    "GPTBot",
    "ClaudeBot",
    "anthropic-ai",
    "CCBot",
    "Google-Extended",
    "Applebot-Extended",
    "Meta-ExternalAgent",
    "Amazonbot",
    "Bytespider",
    "cohere-training-data-crawler",
)
# To answer with links to what was found.
SEARCH = ("OAI-SearchBot", "Claude-SearchBot", "PerplexityBot", "DuckAssistBot")
# Because a person asked for this very page.
USER = ("ChatGPT-User", "Claude-User", "Perplexity-User", "MistralAI-User", "Meta-ExternalFetcher")

# No reader's page: the desk, what one person was given, and lists without end.
PRIVATE = (
    "/admin/",
    "/search/",
    "/draft/",
    "/comments/receipt/",
    "/ads/click/",
    "/advertise/confirm/",
    "/advertise/status/",
    "/advertise/submitted/",
    "/healthz",
)
SITEMAPS = ("/sitemap.xml", "/news-sitemap.xml")


def robots_text() -> str:
    """Return robots.txt: everybody may read but what is PRIVATE, and denied kinds of AI crawlers nothing."""
    kinds = (
        (settings.ALLOW_AI_TRAINING, TRAINING),
        (settings.ALLOW_AI_SEARCH, SEARCH),
        (settings.ALLOW_AI_USERS, USER),
    )
    denied = [name for is_allowed, names in kinds if not is_allowed for name in names]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE), ""]
    if denied:
        lines += [*(f"User-agent: {name}" for name in denied), "Disallow: /", ""]
    lines += [f"Sitemap: {absolute(path)}" for path in SITEMAPS]
    return "\n".join(lines) + "\n"
