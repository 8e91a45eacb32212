"""The desk of the newsroom."""

from articles.admin.corrections import CorrectionAdmin
from articles.admin.fronts import FrontAdmin
from articles.admin.library import AuthorAdmin, SectionAdmin, SeriesAdmin, TagAdmin
from articles.admin.photos import PhotoAdmin
from articles.admin.policies import PolicyAdmin
from articles.admin.recordings import RecordingAdmin
from articles.admin.reports import ErrorReportAdmin
from articles.admin.stories import StoryAdmin

__all__ = [
    "AuthorAdmin",
    "CorrectionAdmin",
    "ErrorReportAdmin",
    "FrontAdmin",
    "PhotoAdmin",
    "PolicyAdmin",
    "RecordingAdmin",
    "SectionAdmin",
    "SeriesAdmin",
    "StoryAdmin",
    "TagAdmin",
]
