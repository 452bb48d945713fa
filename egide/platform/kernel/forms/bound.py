"""A field bound to what was posted, as templates see it."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict


class FactBound(BoundField):
    """A Django BoundField that tells its path and the words of its fact."""

    kind = "field"

    def __getitem__(self, key: Any) -> Any:
        """Templates ask for attributes this way first: a refusal at once spares building the choices."""
        if isinstance(key, str):
            raise KeyError(key)
        return super().__getitem__(key)

    @property
    def path(self) -> str:
        """Where the fact stands."""
        return self.name

    @property
    def example(self) -> str:
        return str(getattr(self.field, "example", ""))

    @property
    def article(self) -> str:
        return str(getattr(self.field, "article", ""))

    @property
    def mandatory(self) -> bool:
        return bool(getattr(self.field, "mandatory", False))


class Wire(forms.Form):
    """What carries posted data and errors to bound fields. It has no field of its own and cleans nothing."""

    def __init__(self, data: "MultiValueDict[str, str]") -> None:
        super().__init__(data, auto_id="id_%s", use_required_attribute=False)
        self.posted = data
        self._errors: Any = ErrorDict()

    def messages(self, path: str) -> list[str]:
        """The messages at a path."""
        return [str(message) for message in self._errors.get(path, ())]

    @property
    def rejected(self) -> dict[str, list[str]]:
        """Every path with messages."""
        return {path: self.messages(path) for path in self._errors}

    def reject(self, path: str, message: str) -> None:
        """Add a message to a path, that may be that of a list or of a group."""
        messages = self._errors.setdefault(path, self.error_class(renderer=self.renderer))
        if message not in messages:
            messages.append(message)
