"""An advertiser's results for programs: ``GET /api/ads/`` with a token of theirs."""

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from ads import reports, services


@require_safe
def ads_api(request):
    """Read only; the token comes in the Authorization header, so that it stands in no log of addresses."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    advertiser = services.opened_by("api", token.strip()) if scheme.lower() == "bearer" else None
    if advertiser is None:
        answer = JsonResponse(
            {"error": "Send a token of your advertiser's page as a bearer token."}, status=401
        )
        answer.headers["WWW-Authenticate"] = 'Bearer realm="ads"'
        return answer
    return JsonResponse(reports.for_programs(advertiser), json_dumps_params={"ensure_ascii": False})
