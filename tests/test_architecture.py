"""The house's rules hold for every file, and each rule is seen to fail on a wrong example."""

import pytest

from tests import house_rules as rules

PYTHON, PAGES = (".py",), (".html", ".txt", ".xml")
EVERYTHING = (".py", ".html", ".txt", ".css", ".js", ".md", ".toml", ".example", ".yml", ".json", "")

# The rule, the files it is for, and files that break it.
RULES = [
    (
        rules.wrong_arrows,
        PYTHON,
        [
            ("newsroom/kept.py", "from articles.models import Release"),
            ("newsroom/management/commands/x.py", "def handle():\n    import ads.ledger"),
            ("articles/views.py", "from comments import services"),
            ("articles/page.py", "import ads"),
            ("ads/views.py", "from articles.models import Article"),
            ("comments/views.py", "from ads.templatetags import ads"),
            ("articles/models/x.py", "from tests.factories_articles import x"),
        ],
    ),
    (
        rules.wrong_layers,
        PYTHON,
        [
            ("articles/models/articles.py", "from articles.body import clean_body"),
            ("articles/models/articles.py", "from ..services import publish"),
            ("articles/body.py", "from articles import services"),
            ("articles/services/publishing.py", "from articles.forms import StoryForm"),
            ("comments/forms.py", "def f():\n    from comments.views import thread"),
            ("ads/serving.py", "from ads.templatetags.ads import ad_slot"),
            ("ads/forms.py", "from ads.admin import AdAdmin"),
        ],
    ),
    (
        rules.too_long,
        PYTHON,
        [
            ("ads/x.py", "x = 1\n" * 301),
            ("tests/test_x.py", "def test_a():\n" + "    x = 1\n" * 40),
            ("ads/x.py", "class A:\n    async def a(self):\n" + "        x = 1\n" * 40),
        ],
    ),
    (
        rules.vague_name,
        PYTHON,
        [
            ("articles/utils.py", ""),
            ("newsroom/common/text.py", ""),
            ("tests/helpers.py", ""),
            ("ads/mixins.py", ""),
            ("newsroom/core/__init__.py", ""),
        ],
    ),
    (
        rules.own_tricks,
        PYTHON,
        [
            ("articles/models/x.py", "class A:\n    def save(self):\n        pass"),
            ("ads/models.py", "class A:\n    def delete(self):\n        pass"),
            ("comments/apps.py", "from django.db.models.signals import post_save"),
            ("comments/apps.py", "from django.dispatch import receiver"),
            ("comments/models.py", "x = GenericForeignKey()"),
        ],
    ),
    (
        rules.inline_code,
        PAGES,
        [
            ("templates/x.html", "<script>alert(1)</script>"),
            ("templates/x.html", '<script nonce="{{ request.csp_nonce }}">1</script>'),
            ("templates/admin/x.html", "<script>1</script>"),
            ("templates/admin/x.html", '<script type="importmap" nonce="abc">{}</script>'),
            ("templates/x.html", "<STYLE media=print>p{}</STYLE>"),
            ("templates/x.html", '<p class="a" style="color:red">'),
            ("templates/admin/x.html", '<p style="color:red" nonce="{{ request.csp_nonce }}">'),
            ("templates/x.html", '<img src=x\n onerror="a()">'),
            ("templates/x.html", '<a href="javascript:a()">'),
        ],
    ),
    (
        rules.unescaped,
        (*PYTHON, *PAGES),
        [
            ("templates/x.html", "{{ page.body|safe }}"),
            ("templates/x.html", "{{ x | safe }}"),
            ("templates/x.html", "{% autoescape off %}"),
            ("templates/x.txt", "{% autoescape off %}"),
            ("templates/articles/article_detail.html", "{{ page.body|safe }}{{ page.headline|safe }}"),
            ("ads/views.py", "return mark_safe(text)"),
            ("comments/models.py", "SafeString(a), SafeString(b)"),
        ],
    ),
    (
        rules.own_exemption,
        PYTHON,
        [
            ("ads/views.py", "@csrf_exempt\ndef click(request): ..."),
            ("newsroom/views.py", "from django.views.decorators.csrf import csrf_exempt as free"),
        ],
    ),
    (
        rules.third_party,
        (*PAGES, ".css", ".js"),
        [
            ("templates/x.html", '<script src="https://cdn.example/x.js"></script>'),
            ("templates/x.html", "<img src='//cdn.example/x.png'>"),
            ("templates/x.html", '<link rel="preload" href="http://fonts.example/x">'),
            ("templates/x.html", '<form action="https://list.example">'),
            ("ads/static/ads/ads.css", "p{background:url( 'https://cdn.example/x.png')}"),
            ("ads/static/ads/ads.css", '@import "x.css";'),
            ("newsroom/static/x.js", 'import x from "https://cdn.example/x.js"'),
            ("newsroom/static/x.js", "new WebSocket('wss://x.example')"),
        ],
    ),
    (
        rules.machine_paths,
        EVERYTHING,
        [
            ("README.md", f"cd {rules.ROOT}"),
            ("docs/x.md", f"see {rules.ROOT.parent / 'shared'}/DESIGN.md"),
            ("Makefile", "/home" + "/ada/venv/bin/python"),
            (".ci/run", "cd /ro" + "ot/project"),
        ],
    ),
]

RIGHT = [
    (
        rules.wrong_arrows,
        "comments/views.py",
        "from articles.models import Article\nfrom newsroom import kept",
    ),
    (rules.wrong_arrows, "tests/test_x.py", "import ads, articles, comments, newsroom"),
    (
        rules.wrong_layers,
        "articles/admin/stories.py",
        "from articles.forms import X\nfrom articles import services",
    ),
    (rules.wrong_layers, "articles/services/publishing.py", "from articles.models import Article"),
    (rules.wrong_layers, "articles/models/releases.py", "from articles.models.articles import Type"),
    (rules.too_long, "ads/x.py", "x = 1\n" * 300),
    (rules.too_long, "ads/migrations/0001_initial.py", "x = 1\n" * 900),
    (rules.too_long, "ads/x.py", "def a():\n" + "    x = 1\n" * 39),
    (rules.inline_code, "templates/x.html", '<script type="module" src="/x.js"></script>{# <script> #}'),
    (rules.inline_code, "templates/admin/x.html", '<style nonce="{{ request.csp_nonce }}"></style>'),
    (rules.unescaped, "ads/mail/x.txt", "{% autoescape off %}"),
    (rules.third_party, "templates/x.html", '<a href="/x">{{ site_url }}</a> <img src="{{ x }}">'),
    (
        rules.third_party,
        "ads/static/ads/ads.css",
        "p{background:url(/static/x.png)} /* https://example.org */",
    ),
]


def name_of(rule):
    return rule.__name__


@pytest.mark.parametrize(
    ("rule", "endings"), [rule[:2] for rule in RULES], ids=[name_of(r[0]) for r in RULES]
)
def test_every_file_of_the_house_keeps_the_rule(rule, endings):
    wrong = [sentence for path, text in rules.files(*endings) for sentence in rule(path, text)]

    assert wrong == []


@pytest.mark.parametrize(
    ("rule", "path", "text"), [(rule, *example) for rule, _, examples in RULES for example in examples]
)
def test_each_rule_fails_on_a_wrong_example(rule, path, text):
    assert len(rule(path, text)) == 1


@pytest.mark.parametrize(("rule", "path", "text"), RIGHT)
def test_no_rule_forbids_what_is_right(rule, path, text):
    assert rule(path, text) == []


def test_the_rules_really_look_at_the_house():
    python = {path for path, _ in rules.files(*PYTHON)}
    pages = {path for path, _ in rules.files(*PAGES)}

    assert {"newsroom/kept.py", "manage.py", "tests/test_architecture.py"} <= python
    assert {"templates/articles/_picture.html", "templates/errors/404.html"} <= pages
    assert not [path for path in python | pages if "site-packages" in path]
    for app in rules.APPS:
        assert any(path.startswith(f"{app}/models") for path in python)
