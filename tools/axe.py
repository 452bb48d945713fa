"""Every page of the demonstration under axe, at 360 and 1280 px, light and dark: `make axe`.

Follows the links of the application from the home of several people, each kind of page once. Prints what axe finds and
what is wider than the screen; exits 1 when there is anything.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page

from tests.browser.house import Visitor, code_of_now, served
from tests.chromium import launched

PEOPLE = (
    "maire@ville.exemple.fr",
    "referent@ville.exemple.fr",
    "enfance@ville.exemple.fr",
    "conseil@cdg.exemple.fr",
    "administration@cdg.exemple.fr",
)
WIDTHS: Final = (360, 1280)
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
LEFT_OUT = ("/static/", "/deconnexion/", "/document/", "/exporter/")
SANDBOXED = "mail-specimen"
"""A mail is shown in a sandbox where no script runs, not even that of axe."""


def kind_of(path: str) -> str:
    """The name of the address: two fiches are one kind of page."""
    from django.urls import Resolver404, resolve

    try:
        return str(resolve(urlsplit(path).path).url_name)
    except Resolver404:
        return ""


def pages(visitor: Visitor) -> Iterator[str]:
    """One address of each kind that this person can reach by following links."""
    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if not kind or kind in {*seen, SANDBOXED} or any(part in path for part in LEFT_OUT) or "format=" in path:
            continue
        seen.add(kind)
        if not _is_page(visitor, path):
            continue
        yield path
        links = visitor.page.eval_on_selector_all("main a[href], nav a[href]", "all => all.map(a => a.href)")
        waiting += [
            link.removeprefix(visitor.address).split("#")[0] for link in links if link.startswith(visitor.address)
        ]


def _is_page(visitor: Visitor, path: str) -> bool:
    """Whether it is a page of ours: neither saved as a file, nor written for programs."""
    try:
        answer = visitor.open(path)
    except Error as refused:
        if "Download is starting" in str(refused):
            return False
        raise
    return answer is not None and answer.status == 200 and answer.headers["content-type"].startswith("text/html")


def look(page: Page) -> list[str]:
    """What is wrong with the page as it is shown now."""
    found = [f"{violation['id']}: {violation['help']}" for violation in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
        found.append("wider than the screen")
    return found


def walk(browser: Browser, address: str, email: str) -> list[str]:
    """What is wrong with the pages of a person, said as it is found."""
    visitor = Visitor(browser, address).sign_in(email, code=code_of_now() if "cdg" in email else None)
    problems: list[str] = []
    paths = list(pages(visitor))
    told(f"{email}: {len(paths)} pages")
    for path in paths:
        visitor.open(path)
        found = dict.fromkeys(
            f"{problem} ({width} px, {scheme})"
            for scheme, width in shown(visitor.page)
            for problem in look(visitor.page)
        )
        problems += [f"{path} {problem}" for problem in found]
        if found:
            told(f"  {path}: {'; '.join(found)}")
    visitor.close()
    return problems


def shown(page: Page) -> Iterator[tuple[Literal["light", "dark"], int]]:
    """The page in each scheme and at each width."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            yield scheme, width


def told(text: str) -> None:
    """On the terminal, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Look at everything."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egide.settings")
    with tempfile.TemporaryDirectory(prefix="egide-axe-") as folder:
        os.environ["EGIDE_STATE"] = folder
        import django

        django.setup()
        problems: list[str] = []
        with served(Path(folder)) as address, launched() as browser:
            for email in sys.argv[1:] or PEOPLE:
                problems += walk(browser, address, email)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
