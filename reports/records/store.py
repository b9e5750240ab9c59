"""Storing rows of files: once, again without a change, or with what changed."""

from collections import Counter
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import build_localized_fieldname

from forums.languages import CODES, DEFAULT

from .rows import Row

Record = TypeVar("Record", bound=models.Model)


class Store:
    """Brings records to what their rows say, and counts what that took."""

    def __init__(self) -> None:
        self.new: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()
        self.same: Counter[str] = Counter()
        self.rows: dict[tuple[type[models.Model], Any], Row] = {}

    def put(self, row: Row, model: type[Record], key: dict[str, Any], **values: Any) -> Record | None:
        """The record with this natural key, holding these values; None, and a note, where it is refused.

        A mapping is a text by language where the field is translated. What the row leaves out keeps its value.
        A second row for the same record is noted: the later of the two would win in silence.
        """
        record = model._default_manager.filter(**key).first()
        is_new = record is None
        if record is not None and (first := self.rows.get((model, record.pk))):
            row.note(f"this {model._meta.verbose_name_raw} stands in {first.file}:{first.line} already")
            return record
        record = record or model(**key)
        columns = _columns(model, values)
        differs = is_new or any(_value(record, name) != value for name, value in columns.items())
        if not differs:
            self.same[model._meta.verbose_name_raw] += 1
            self.rows[model, record.pk] = row
            return record
        for name, value in columns.items():
            setattr(record, name, value)
        try:
            record.full_clean()
        except ValidationError as error:
            refused = error.message_dict
            for field, messages in refused.items():
                if build_localized_fieldname(field, DEFAULT) in refused:
                    continue  # The same text under both its names.
                place = "" if field == NON_FIELD_ERRORS else f"{field}: "
                row.note(f"{place}{' '.join(messages)}")
            return None
        record.save()
        (self.new if is_new else self.changed)[model._meta.verbose_name_raw] += 1
        self.rows[model, record.pk] = row
        return record

    def put_many(self, record: models.Model | None, field: str, others: list[Any]) -> None:
        """The record's many-to-many field, holding exactly these."""
        if record is None:
            return
        manager = getattr(record, field)
        if {other.pk for other in manager.all()} != {other.pk for other in others}:
            manager.set(others)


def _columns(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """The values by column: each translated text by language."""
    try:
        translated = set(translator.get_options_for_model(model).get_field_names())
    except NotRegistered:
        translated = set()
    columns: dict[str, Any] = {}
    for name, value in values.items():
        if name in translated:
            columns |= {build_localized_fieldname(name, code): value.get(code, "") for code in CODES}
        else:
            columns[name] = value
    return columns


def _value(record: models.Model, name: str) -> Any:
    value = getattr(record, name)
    return (
        "" if value is None and isinstance(record._meta.get_field(name), models.CharField | models.TextField) else value
    )
