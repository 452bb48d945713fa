"""Why a file is not taken in, or not given back."""


class FileRefusedError(ValueError):
    """A file that is not kept. The message is for the person who gave it, in French: why, and what to do."""


class DamagedFileError(ValueError):
    """The bytes kept are not those that were given: altered, cut, or of another file. In French."""


class LostKeyError(ValueError):
    """The key that opens the files of this body is not among those of the installation, or was destroyed. In French."""
