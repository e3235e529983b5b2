"""`/picture/NAME/WIDTH`: what `vitrine.portfolio.pictures` keeps, with headers that let it be kept elsewhere too."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from vitrine.lib.errors import VitrineError
from vitrine.portfolio import pictures

_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_NOW = "public, max-age=60"
# A foreign SVG is a document: opened by itself it may run nothing and load nothing.
_INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_NOTHING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90" width="160" height="90">'
    b'<path fill="none" stroke="#878075" d="m66 58 10-12 8 9 5-6 7 9M64 30h32v30H64z"/></svg>'
)


@require_safe
def picture(request: HttpRequest, name: str, width: int) -> HttpResponse:
    accepts = request.headers.get("Accept", "")
    webp = "image/webp" in accepts or "*/*" in accepts or not accepts
    try:
        kept = pictures.get(name, width, webp=webp)
    except VitrineError:
        return _instead(name)
    return HttpResponse(kept.body, content_type=kept.content_type, headers=_headers(_FOR_EVER))


def _instead(name: str) -> HttpResponse:
    """Not here, or not now; kept for a minute only. A cover or a face gets a quiet drawing in its place, a picture in
    running text none at all, so that its own words show."""
    drawing = b"" if name.startswith("u") else _NOTHING
    return HttpResponse(drawing, content_type="image/svg+xml", status=404, headers=_headers(_FOR_NOW))


def _headers(lifetime: str) -> dict[str, str]:
    return {
        "Cache-Control": lifetime,
        "Vary": "Accept",
        "Content-Security-Policy": _INERT,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
