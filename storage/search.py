"""Finding any part of a text, in Chinese and in numbers, with FTS5 and a plain tokenizer.

FTS5's own trigram tokenizer answers one- and two-character Chinese words with nothing. So we cut
the tokens ourselves: a Chinese run becomes overlapping pairs, any other run overlapping triples,
both ending in their shorter tails. Any part of a run is then a phrase of neighbouring tokens, and
a part shorter than a token is a prefix of one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain

_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|[^\W_]+", re.UNICODE)
_CHINESE_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def _runs(text: str) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).casefold()):
        for part in re.findall(rf"{_CHINESE.pattern}+|[^\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+", run):
            found.append((part, 2 if _CHINESE.match(part) else 3))
    return found


def folded(text: str) -> str:
    """A text as it is compared: NFKC, without case."""
    return unicodedata.normalize("NFKC", text).casefold()


def sought(*texts: str) -> str:
    """What a short text is found by, any part of it: its words, folded, and how its Chinese is typed."""
    return f"{folded(' '.join(texts))} {spoken(*texts)}".strip()


@lru_cache(4096)
def spoken(*texts: str) -> str:
    """How the Chinese in texts is typed: pinyin of each run without tones, and its initials (`wangfang wf`)."""
    runs = [run for text in texts for run in _CHINESE_RUN.findall(text)]
    if not runs:
        return ""
    return " ".join(dict.fromkeys(chain.from_iterable(map(_typed, dict.fromkeys(runs)))))


@lru_cache(65_536)
def _typed(run: str) -> tuple[str, str]:
    """One run. Numbers of cases, streets and names of firms come back again and again."""
    from pypinyin import lazy_pinyin  # half a second, and only when something is written

    syllables = lazy_pinyin(run)
    return "".join(syllables), "".join(syllable[:1] for syllable in syllables)


def tokens(text: str) -> str:
    """The tokens of a text as FTS5 is to store them: runs kept apart by a token that nobody asks for."""
    cut = (" ".join(run[at : at + width] for at in range(len(run))) for run, width in _runs(text))
    return " \u00b7zz ".join(cut)


def match(words: str) -> str:
    """An FTS5 expression: every run of the words must occur. '' when there is nothing to look for.

    Each part is quoted by itself, so that no character of a person's words is an operator.
    """
    parts = []
    for run, width in _runs(words):
        if len(run) < width:
            parts.append(f'"{run}" *')
        else:
            cut = " ".join(run[at : at + width] for at in range(len(run) - width + 1))
            parts.append(f'"{cut}"')
    return " AND ".join(parts)
