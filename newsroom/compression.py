"""Compression of pages. Files are left as they are: pictures are compressed already."""

from django.middleware.gzip import GZipMiddleware


class CompressPages(GZipMiddleware):
    """Middleware: Django's gzip, but for streamed answers, which here are files."""

    def process_response(self, request, response):
        return response if response.streaming else super().process_response(request, response)
