"""Feeds: lists of the paper for readers' programs, kept like pages.

RSS 2.0 at ``…/feed/``, Atom at ``…/feed/atom/`` and JSON Feed 1.1 at ``…/feed.json``: of the whole paper, of
each section (its subsections included), tag, author and series, and of the corrections. What they leave out
is said in ``articles.wire``. A story that appeared elsewhere first is in them, and says where.
"""
