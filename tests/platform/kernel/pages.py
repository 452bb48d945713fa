"""What a person reads on a page, and what sending its form posts."""

from lxml import html


def tree(response):
    return html.fromstring(response.content.decode())


def said(response, path="//main"):
    """The text, with plain spaces."""
    return " ".join(" ".join(found.text_content().split()) for found in tree(response).xpath(path))


def titles(response):
    return [" ".join(found.text_content().split()) for found in tree(response).xpath("//tbody/tr/th")]


def posted(response, **typed):
    """The values of the last form sent by POST of a page, with what the person typed in it."""
    form = tree(response).xpath("//main//form[@method='post']")[-1]
    data = {}
    for control in form.xpath(".//input|.//select|.//textarea"):
        if control.xpath("./ancestor::template") or not control.get("name"):
            continue
        values = _values(control)
        if values:
            data.setdefault(control.get("name"), []).extend(values)
    data.update({name: value if isinstance(value, list) else [value] for name, value in typed.items()})
    return data


def _values(control):
    if control.tag == "select":
        options = control.xpath("./option[@selected]") or control.xpath("./option[1]")
        return [option.get("value") for option in options]
    if control.tag == "textarea":
        return [(control.text or "").removeprefix("\n")]
    if control.get("type") in {"radio", "checkbox"}:
        return [control.get("value", "on")] if control.get("checked") is not None else []
    return [control.get("value", "")]
