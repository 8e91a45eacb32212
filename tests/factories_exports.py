"""Exports of WordPress and Disqus, small and like the real ones."""

from io import BytesIO

WORDPRESS = """
<?xml version="1.0" encoding="UTF-8"?>
<!-- This is a WordPress eXtended RSS file -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/{version}/">
<channel><title>The Old Quay</title><link>https://{site}</link>
<wp:wxr_version>{version}</wp:wxr_version><wp:base_blog_url>https://{site}</wp:base_blog_url>
{items}</channel></rss>"""
DISQUS = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<category dsq:id="7"><forum>quay</forum><title>General</title></category>
{threads}</disqus>"""


def wordpress(*items, version="1.2", site="old.example"):
    return WORDPRESS.format(items="".join(items), version=version, site=site)


def item(link, *comments):
    link = f"https://old.example{link}"
    body = "<content:encoded><![CDATA[<p>Story</p>]]></content:encoded><wp:post_id>9</wp:post_id>"
    return f"<item><title>Story</title><link>{link}</link>{body}{''.join(comments)}</item>"


def said(number, text="Yes.", **fields):
    """A comment of WordPress."""
    fields = {
        "id": number,
        "author": f"Reader {number}",
        "author_email": f"reader{number}@example.org",
        "author_IP": "192.0.2.77",
        "date": "2019-05-03 12:00:00",
        "date_gmt": f"2019-05-03 10:{number % 60:02}:00",
        "content": text,
        "approved": 1,
        "type": "comment",
        "parent": 0,
    } | fields
    lines = (f"<wp:comment_{name}><![CDATA[{value}]]></wp:comment_{name}>" for name, value in fields.items())
    meta = "<wp:commentmeta><wp:meta_key>x</wp:meta_key></wp:commentmeta>"
    return f"<wp:comment>{''.join(lines)}{meta}</wp:comment>"


def thread(number, link, *, identifier="", more=""):
    return (
        f'<thread dsq:id="{number}"><id>{identifier}</id><forum>quay</forum><category dsq:id="7"/>'
        f"<link>{link}</link><title>Story</title>{more}</thread>"
    )


def post(number, message="&lt;p&gt;Yes.&lt;/p&gt;", *, parent="", under=1, **states):
    states = {"isDeleted": "false", "isSpam": "false"} | states
    flags = "".join(f"<{name}>{value}</{name}>" for name, value in states.items())
    answers = f'<parent dsq:id="{parent}"/>' if parent else ""
    return (
        f'<post dsq:id="{number}"><id/><message>{message}</message>'
        f"<createdAt>2018-01-02T03:{number % 60:02}:05Z</createdAt>{flags}<author><name>Ida</name>"
        "<email>ida@example.org</email><isAnonymous>true</isAnonymous></author>"
        f'<ipAddress>192.0.2.77</ipAddress><thread dsq:id="{under}"/>{answers}</post>'
    )


def disqus(*parts):
    return DISQUS.format(threads="".join(parts))


def path_of(article):
    return article.releases.get().get_absolute_url()


def an_export(text):
    """The file."""
    return BytesIO(text.encode())
