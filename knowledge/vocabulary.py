"""The words and word pairs that texts use, with how they are usually written: what spelling is judged by."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from storage.vietnamese import clean, fold

WORD = re.compile(r"[^\W\d_]+|\d+")

_BREAK = re.compile(r"[^\w\s]|\n")


fold_word = lru_cache(65536)(fold)


class Vocabulary:
    """Folded words and neighbouring pairs of the texts given, and the commonest writing of each word."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.words: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        self._written: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        for text in texts:
            self._add(text)
        self._before: defaultdict[str, list[str]] = defaultdict(list)
        for first, second in self.pairs:
            self._before[second].append(first)
        for word in self.words:
            if len(word) > 1 and word.isalpha():
                self._by_length[len(word)].append(word)

    def _add(self, text: str) -> None:
        for phrase in _BREAK.split(clean(text).lower()):
            self._add_phrase(WORD.findall(phrase))

    def _add_phrase(self, written: list[str]) -> None:
        folded = list(map(fold_word, written))
        self.words.update(folded)
        self.pairs.update(pairwise(folded))
        for plain, marked in zip(folded, written, strict=True):
            self._written[plain][marked] += 1
        for (plain, after), pair in zip(pairwise(folded), pairwise(written), strict=True):
            self._written[f"{plain} {after}"][" ".join(pair)] += 1

    def __contains__(self, word: str) -> bool:
        return word in self.words

    def of_length(self, length: int) -> list[str]:
        """Folded words of about this many letters: as many, one more or one less."""
        return [word for n in (length - 1, length, length + 1) for word in self._by_length.get(n, ())]

    def before(self, word: str) -> list[str]:
        """The folded words that stand before this one, the commonest neighbours first."""
        return sorted(self._before.get(word, ()), key=lambda first: -self.pairs[first, word])

    def written(self, word: str) -> str:
        """How a folded word or pair is written where the texts agree on it, else as it is folded."""
        forms = self._written.get(word)
        if not forms:
            return word
        form, times = forms.most_common(1)[0]
        return form if times >= 0.9 * forms.total() else word
