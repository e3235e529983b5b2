"""`/settings/integrations/`: which accounts are connected, what they granted, and the end of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from vitrine.accounts import queries as accounts
from vitrine.accounts.origin import address_of
from vitrine.accounts.types import ConnectionState
from vitrine.sync import actions as sync
from vitrine.sync.actions.disconnect import Disconnected
from vitrine.web import consent, platforms, shown
from vitrine.web.addresses import asker
from vitrine.web.consent import PATH
from vitrine.web.platforms import Leaving


@login_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    cards = platforms.places(asker(request), consent.last_failure(request))
    response = render(request, "settings/integrations.html", {"places": cards, "here": PATH})
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def disconnect(request: HttpRequest, connection_id: int) -> HttpResponse:
    """`/settings/integrations/{id}/disconnect/`: says what goes and what stays; POST does it, `works=delete` with all
    that came from the account."""
    connection = accounts.own_connection(asker(request), connection_id)
    leaving = platforms.leaving(sync.disconnect_preview(connection))
    if request.method != "POST":
        return render(request, "settings/disconnect.html", {"leaving": leaving, "here": PATH})
    was_live = connection.state == ConnectionState.ACTIVE
    done = sync.disconnect(
        connection,
        delete_projects=request.POST.get("works") == "delete",
        address=address_of(request),
    )
    messages.success(request, _told(leaving, done, was_live=was_live))
    return HttpResponseRedirect(PATH)


def _told(leaving: Leaving, done: Disconnected, *, was_live: bool) -> str:
    parts = [f"{leaving.name} is disconnected."]
    if done.removed and done.removed.projects:
        parts.append(f"{shown.plural(done.removed.projects, 'work')} left your page.")
    elif done.kept and done.kept.projects:
        stays = "stays" if done.kept.projects == 1 else "stay"
        parts.append(f"{shown.plural(done.kept.projects, 'work')} {stays} on your page.")
    if was_live and not done.revoked:
        parts.append(
            f"{leaving.provider} did not confirm that our access has ended: ours is gone, and you can end it there too."
        )
    return " ".join(parts)
