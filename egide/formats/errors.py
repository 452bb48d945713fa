"""What a person is told when a file cannot be read: what is wrong, where, and what to do. In French."""


class Unreadable(Exception):  # noqa: N818 — named after what the file is, as the caller will say it
    """A file that cannot be read. `message`, `advice` and `where` are French sentences ready to be shown."""

    def __init__(self, message: str, advice: str, where: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.where = where

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        return f"{self.message}{place} {self.advice}"

    def __reduce__(self) -> tuple[type["Unreadable"], tuple[str, str, str | None]]:
        return type(self), (self.message, self.advice, self.where)


class ReaderFault(Unreadable):
    """A fault of ours, not of the file. `detail` is the traceback: for the log, never for the screen."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            "Ce fichier a mis en défaut le lecteur d’Égide.",
            "Essayez de l’enregistrer à nouveau depuis votre tableur ; si cela persiste, signalez-le.",
        )
        self.detail = detail

    def __reduce__(self) -> tuple[type["ReaderFault"], tuple[str]]:  # type: ignore[override]  # one argument here
        return type(self), (self.detail,)
