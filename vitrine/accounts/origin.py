"""What a request says of who sends it."""

from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address the request came from, as the server saw it; proxies are its business."""
    return str(request.META.get("REMOTE_ADDR", ""))
