"""To a provider's consent page and back. What is asked for and what may go wrong is decided below, in `upstream`."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from vitrine.accounts.origin import address_of
from vitrine.lib.errors import UnknownPlatformError, VitrineError
from vitrine.sync import actions as sync
from vitrine.upstream import actions as upstream
from vitrine.web.addresses import asker

PATH = "/settings/integrations/"
_FAILURE = "connecting_failed"


@login_required
@require_POST
def begin(request: HttpRequest, platform: str) -> HttpResponse:
    """`/connect/{platform}/`: on to the consent page. `step` names what is asked for beside reading."""
    told = request.POST
    try:
        url = upstream.begin(
            asker(request),
            platform,
            session=_session(request),
            steps=told.getlist("step"),
            next_path=told.get("next", ""),
            another="another" in told,
            must_consent="must_consent" in told,
        )
    except UnknownPlatformError:
        raise
    except VitrineError as error:
        return _failed(request, platform, error)
    return HttpResponseRedirect(url)


@login_required
@require_GET
def callback(request: HttpRequest, platform: str) -> HttpResponse:
    """`/connect/{platform}/callback/`: where the provider sends the person back to. What it said leaves the address."""
    told = request.GET
    try:
        done = sync.finish_connecting(
            asker(request),
            platform,
            session=_session(request),
            state=told.get("state", ""),
            code=told.get("code", ""),
            error=told.get("error", ""),
            address=address_of(request),
        )
    except UnknownPlatformError:
        raise
    except VitrineError as error:
        return _failed(request, platform, error)
    if done.is_new:
        return HttpResponseRedirect(f"{PATH}{done.connection.pk}/first/")
    messages.success(request, f"Connected as {done.connection.account_name}. It goes on where it stopped.")
    return HttpResponseRedirect(done.next_path or PATH)


def last_failure(request: HttpRequest) -> dict[str, Any]:
    """What the last visit came to, told once: `platform`, `sentence`, `must_consent`; empty when it went well."""
    return dict(request.session.pop(_FAILURE, {}))


def _failed(request: HttpRequest, platform: str, error: VitrineError) -> HttpResponse:
    must_consent = bool(error.detail.get("must_consent"))
    request.session[_FAILURE] = {"platform": platform, "sentence": error.sentence, "must_consent": must_consent}
    return HttpResponseRedirect(f"{PATH}#{platform}")


def _session(request: HttpRequest) -> str:
    return request.session.session_key or ""
