"""What every page's template can name."""

from django.http import HttpRequest

from vitrine.accounts.models import User
from vitrine.web import platforms
from vitrine.web.icons import Used
from vitrine.web.middleware import form_targets

# The settings, in the order of their list.
PLACES = (
    ("/settings/", "Your page"),
    ("/settings/integrations/", "Integrations"),
    ("/settings/keys/", "API keys"),
    ("/settings/account/", "Account"),
    ("/accounts/email/", "E-mail"),
    ("/accounts/password/change/", "Password"),
    ("/accounts/2fa/", "Second step"),
    ("/accounts/3rdparty/", "Other ways in"),
    ("/accounts/sessions/", "Sessions"),
    ("/accounts/logout/", "Sign out"),
)


def page(request: HttpRequest) -> dict[str, object]:
    """`icons` gathers the drawings a page uses, `form_targets` where its forms may end besides here. `attention` are
    the person's connections that only they can mend: asked for by whole pages alone.
    """

    def attention() -> list[platforms.Dead]:
        return platforms.dead(request.user) if isinstance(request.user, User) else []

    return {
        "settings_places": PLACES,
        "icons": Used(),
        "form_targets": form_targets(request),
        "attention": attention,
    }
