"""The journal is only added to, whoever sends the SQL."""

from django.db import migrations

from egide.platform.records import appendonly


def put(_, schema_editor):
    appendonly.put(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(put, migrations.RunPython.noop)]
