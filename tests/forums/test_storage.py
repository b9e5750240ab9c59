"""Files that appear whole or not at all."""

import pytest
from django.core.files.base import ContentFile

from forums.storage import WholeFileStorage
from tests.disk import room


@pytest.fixture
def storage(tmp_path):
    return WholeFileStorage(tmp_path)


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_file_is_stored_as_it_is(storage, tmp_path):
    assert storage.save("a/b.txt", ContentFile(b"words")) == "a/b.txt"
    assert files(tmp_path) == {"a/b.txt": b"words"}
    assert (tmp_path / "a" / "b.txt").stat().st_mode & 0o777 == 0o644


def test_a_name_that_is_taken_is_not_written_over(storage, tmp_path):
    storage.save("b.txt", ContentFile(b"first"))
    second = storage.save("b.txt", ContentFile(b"second"))
    assert files(tmp_path) == {"b.txt": b"first", second: b"second"}


def test_nothing_is_left_of_a_file_that_the_disk_had_no_room_for(storage, tmp_path):
    with room(100), pytest.raises(OSError, match="File too large"):
        storage.save("b.txt", ContentFile(b"x" * 1000))
    assert files(tmp_path) == {}
