"""What a backup or a restore refuses, in French."""


class BackupError(RuntimeError):
    """No backup was written."""


class RestoreError(RuntimeError):
    """Nothing was restored: the installation is as it was."""
