"""Who is logged in, as the page shows it."""

from assistant.web.showing.escaping import escape


def render_visitor(name: str | None) -> str:
    """The name that was logged in with, and the way out; nothing where nobody has to log in."""
    if name is None:
        return ""
    return (
        f'<form class="visitor" method="post" action="logout"><span class="visitor-name">{escape(name)}</span>'
        '<button type="submit" class="plain">Log out</button></form>'
    )
