"""What a browser shows of a form and posts from it, without a browser."""

from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from lxml import html


def page(form, sections=()):
    return render_to_string("kernel/forms/form.html", {"form": form, "parts": form.sections(sections)})


def browser(markup):
    """What a browser posts: nothing of <template>, no button; line breaks as CR LF, the first of an area dropped."""
    tree = html.fromstring(f"<form>{markup}</form>")
    for inert in tree.xpath("//template"):
        inert.getparent().remove(inert)
    data = MultiValueDict()
    for control in tree.xpath("//input|//select|//textarea"):
        for value in _values(control):
            data.appendlist(control.get("name"), value.replace("\n", "\r\n"))
    return data


def _values(control):
    if control.tag == "select":
        return [
            option.get("value") for option in (control.xpath("./option[@selected]") or control.xpath("./option[1]"))
        ]
    if control.tag == "textarea":
        return [(control.text or "").removeprefix("\n")]
    if control.get("type") in {"radio", "checkbox"}:
        return [control.get("value", "on")] if control.get("checked") is not None else []
    return [control.get("value", "")]


def control_names(markup):
    """The name of every control that could be posted, ticked or not."""
    tree = html.fromstring(f"<form>{markup}</form>")
    return set(tree.xpath("//*[self::input or self::select or self::textarea][not(ancestor::template)]/@name"))
