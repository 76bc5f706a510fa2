"""Indexes of one column go where one of several begins with that column: each costs a write for each row."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

COVERED = [
    ("conversation", "customer"),
    ("delivery", "message"),
    ("draft", "conversation"),
    ("guest", "conversation"),
    ("link", "one"),
    ("merge", "target"),
    ("message", "conversation"),
    ("nextclock", "conversation"),
    ("nextclock", "team"),
    ("note", "conversation"),
    ("tagging", "tag"),
    ("undo", "conversation"),
]


def drop(apps: Any, editor: Any) -> None:
    """Only the indexes go. Django would write each table anew on SQLite, which takes minutes for a million messages."""
    for model, field in _each(apps):
        for name in editor._constraint_names(model, [field.column], index=True, unique=False):
            editor.execute(editor._delete_index_sql(model, name))


def add(apps: Any, editor: Any) -> None:
    """The way back."""
    for model, field in _each(apps):
        editor.execute(editor._create_index_sql(model, fields=[field]))


def _each(apps: Any) -> list[tuple[Any, Any]]:
    models = [(apps.get_model("conversations", model), field) for model, field in COVERED]
    return [(model, model._meta.get_field(field)) for model, field in models]


class Migration(migrations.Migration):
    """What the models say now, and the indexes gone."""

    dependencies = [("conversations", "0008_next_who")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop, add)],
            state_operations=[
                migrations.AlterField(
                    model_name='conversation',
                    name='customer',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='conversations', to='customers.customer'),
                ),
                migrations.AlterField(
                    model_name='delivery',
                    name='message',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='conversations.message'),
                ),
                migrations.AlterField(
                    model_name='draft',
                    name='conversation',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='conversations.conversation'),
                ),
                migrations.AlterField(
                    model_name='guest',
                    name='conversation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='conversations.conversation'),
                ),
                migrations.AlterField(
                    model_name='link',
                    name='one',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.conversation'),
                ),
                migrations.AlterField(
                    model_name='merge',
                    name='target',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.conversation'),
                ),
                migrations.AlterField(
                    model_name='message',
                    name='conversation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='conversations.conversation'),
                ),
                migrations.AlterField(
                    model_name='nextclock',
                    name='conversation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='next_clocks', to='conversations.conversation'),
                ),
                migrations.AlterField(
                    model_name='nextclock',
                    name='team',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.team'),
                ),
                migrations.AlterField(
                    model_name='note',
                    name='conversation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='conversations.conversation'),
                ),
                migrations.AlterField(
                    model_name='tagging',
                    name='tag',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='taggings', to='conversations.tag'),
                ),
                migrations.AlterField(
                    model_name='undo',
                    name='conversation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='undos', to='conversations.conversation'),
                ),
            ],
        ),
    ]
