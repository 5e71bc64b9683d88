"""The headers that every answer carries, and the ones that only pages for people need."""

from flask import Response, request

PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "media-src 'self' blob:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
MICROPHONE = "camera=(), geolocation=(), microphone=(self)"
HSTS = "max-age=31536000; includeSubDomains"
WEBHOOKS = "/twilio/"
PRACTICE = "/practice/"


def add_headers(response: Response) -> Response:
    """Webhook answers are read by a carrier, not by a browser: they get the two that matter there and stay short."""
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    headers.setdefault("Cache-Control", "no-store")
    if request.path.startswith(WEBHOOKS):
        return response
    for name, value in PAGE_HEADERS.items():
        headers.setdefault(name, value)
    if request.path.startswith(PRACTICE):
        headers["Permissions-Policy"] = MICROPHONE
    if request.is_secure:
        headers["Strict-Transport-Security"] = HSTS
    return response
