from django.db import models
from django.utils import timezone


class AdUpload(models.Model):
    """A picture that came with a form and is kept until the form is sent for good, or for 48 hours."""

    name = models.CharField(max_length=200, unique=True, help_text="In the storage.")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self):
        return self.name
