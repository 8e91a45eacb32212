from django.conf import settings
from django.http import Http404
from django.shortcuts import render

from articles.models import Policy
from newsroom.kept import kept


@kept
def about_page(request):
    context = {"policies": list(_policies()), "contact": settings.DEFAULT_FROM_EMAIL}
    return render(request, "articles/about.html", context)


@kept
def policy_page(request, subject):
    policies = list(_policies())
    policy = next((policy for policy in policies if policy.subject == subject), None)
    if policy is None:
        raise Http404
    return render(request, "articles/policy.html", {"policy": policy, "policies": policies})


def _policies():
    return Policy.objects.naming("policies")
