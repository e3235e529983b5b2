"""How providers know this site, and where a browser finds them."""

from urllib.parse import urlsplit

from django.conf import settings

from vitrine.accounts.errors import NotConfiguredError
from vitrine.lib.errors import UnknownPlatformError
from vitrine.lib.secret import Secret
from vitrine.platforms import registry
from vitrine.platforms.oauth import Client, CodeFlow, Connects


def flow_of(platform: str) -> CodeFlow:
    """Raises UnknownPlatformError for no platform, and for one without accounts to connect."""
    found = registry.get(platform)
    if not isinstance(found, Connects):
        raise UnknownPlatformError(f"There is no account to connect on {found.about.label}.")
    return found.oauth


def client_of(flow: CodeFlow) -> Client:
    """Raises NotConfiguredError where whoever runs the site has not registered it."""
    client_id, secret = settings.OAUTH_CLIENTS.get(flow.client_setting, ("", ""))
    if not client_id or not secret:
        names = f"{flow.client_setting}_CLIENT_ID and {flow.client_setting}_CLIENT_SECRET"
        raise NotConfiguredError(
            f"Connecting with {flow.label} is not set up on this site. Whoever runs it has to set {names}.",
            action=f"set_{flow.client_setting.lower()}_client",
        )
    return Client(client_id, Secret(secret))


def for_browsers(url: str) -> str:
    """`url` where a browser reaches it: in the demo the stand-in plays the consent page, at its own address."""
    if not (settings.SANDBOX_ON and settings.SANDBOX_ADDRESS):
        return url
    return urlsplit(url)._replace(scheme="http", netloc=settings.SANDBOX_ADDRESS).geturl()
