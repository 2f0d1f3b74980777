"""Texts as other programs write them."""

from __future__ import annotations

import pytest

from recorder_desk.domain.encodings import read_text
from recorder_desk.errors import DeskError


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("gbk", "gb18030"), ("gb18030", "gb18030")],
)
@pytest.mark.parametrize("text", ["通知", "姓名,执法证号\r\n王芳,鲁1503", "统计"])
def test_chinese_is_read_whatever_it_is_written_in(text: str, encoding: str, told: str) -> None:
    found = read_text(text.encode(encoding))
    assert (found.text, found.encoding) == (text, told)


def test_latin_letters_with_accents_stay_utf_8() -> None:
    assert read_text("Gößweinstein".encode()).text == "Gößweinstein"
    assert read_text(b"").text == ""


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\xff", b"PK\x03\x04\x80\x81", b"\xff\xfe\x00", b"a\x00b", "name,unit".encode("utf-16-le"),
        "姓名".encode("utf-32"), "姓名,王芳".encode() + "统计".encode("gbk"), "姓名".encode() + b"\xa1\xa1",
    ],
)  # fmt: skip
def test_what_is_no_text_is_told(data: bytes) -> None:
    with pytest.raises(DeskError) as caught:
        read_text(data)
    assert caught.value.code == "table.encoding"
