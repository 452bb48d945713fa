"""Every page of the demonstration under axe, at 360 and 1280 px, light and dark: `make axe`.

Follows the links of the application from the home of several people, each kind of page once. Prints what axe finds and
what is wider than the screen; exits 1 when there is anything.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
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
WIDTHS, SCHEMES = (360, 1280), ("light", "dark")
LEFT_OUT = ("/static/", "/deconnexion/", "/document/", "/exporter/")


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
        if not kind or kind in seen or any(part in path for part in LEFT_OUT) or "format=" in path:
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
    """Whether it is shown, and not saved as a file."""
    try:
        answer = visitor.open(path)
    except Error as refused:
        if "Download is starting" in str(refused):
            return False
        raise
    return answer is not None and answer.status == 200


def look(page: Page, path: str) -> list[str]:
    """What is wrong with the page as it is shown now."""
    found = [f"{violation['id']}: {violation['help']}" for violation in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
        found.append("wider than the screen")
    return [f"{path} {problem}" for problem in found]


def walk(browser: Browser, address: str, email: str) -> tuple[int, list[str]]:
    """How many pages were looked at for a person, and what is wrong with them."""
    visitor = Visitor(browser, address).sign_in(email, code=code_of_now() if "cdg" in email else None)
    problems: list[str] = []
    paths = list(pages(visitor))
    for path in paths:
        visitor.open(path)
        for scheme in SCHEMES:
            visitor.page.emulate_media(color_scheme=scheme)
            for width in WIDTHS:
                visitor.page.set_viewport_size({"width": width, "height": 800})
                problems += [f"{problem} ({width} px, {scheme})" for problem in look(visitor.page, path)]
    visitor.close()
    return len(paths), problems


def main() -> int:
    """Look at everything."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egide.settings")
    with tempfile.TemporaryDirectory(prefix="egide-axe-") as folder:
        os.environ["EGIDE_STATE"] = folder
        import django

        django.setup()
        problems: list[str] = []
        with served(Path(folder)) as address, launched() as browser:
            for email in PEOPLE:
                count, found = walk(browser, address, email)
                sys.stdout.write(f"{email}: {count} pages, {len(found)} problems\n")
                sys.stdout.flush()
                problems += found
    sys.stdout.write("".join(f"{problem}\n" for problem in dict.fromkeys(problems)))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
