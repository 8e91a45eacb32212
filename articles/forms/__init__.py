"""What people may type at the desk."""

from articles.forms.corrections import CorrectionForm
from articles.forms.fronts import Arrangement
from articles.forms.library import (
    AuthorForm,
    DescriptionForm,
    NewPhotoForm,
    PhotoForm,
    SectionForm,
    SeriesForm,
    TagForm,
)
from articles.forms.policies import PolicyForm
from articles.forms.reports import CloseForm, ReportForm
from articles.forms.rows import BylineForm, BylineRows, KeyPointForm, KeyPointRows
from articles.forms.sources import RelatedForm, RelatedRows, SourceForm, SourceRows
from articles.forms.story import StoryForm

__all__ = [
    "Arrangement",
    "AuthorForm",
    "BylineForm",
    "BylineRows",
    "CloseForm",
    "CorrectionForm",
    "DescriptionForm",
    "KeyPointForm",
    "KeyPointRows",
    "NewPhotoForm",
    "PhotoForm",
    "PolicyForm",
    "RelatedForm",
    "RelatedRows",
    "ReportForm",
    "SectionForm",
    "SeriesForm",
    "SourceForm",
    "SourceRows",
    "StoryForm",
    "TagForm",
]
