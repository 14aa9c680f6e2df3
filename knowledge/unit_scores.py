"""How well a unit's name fits what was said. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.unit_words import ALIKE, EITHER, FAMILIES, UNSAID, WEIGHTS

SURE = 97.0
_OWN, _NAME = 0.6, 0.4  # what was said is explained; the name was said
_PLACE = 0.85  # a word that only says where the unit lies
_SHORT, _ALIKE = 0.75, 0.6  # initials; words said for one another
_NEARLY = 0.8  # so like the name, and nothing left over: sure all the same
_LEAST = 0.45  # so much of a name's weight has to be said
_OTHER_NUMBER, _NUMBER_MORE, _NUMBER_LESS = 0.35, 0.15, 0.08
_OTHER_KIND, _OTHER_FAMILY, _TORN, _ENDED = 0.25, 0.12, 0.2, 0.01


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was said: the words of names it may be, each with a likeness of 0 to 1, and its weight.

    `around`: it is often said around a name. `initials`: it may be the first letters of a name's words.
    """

    written: str
    meant: tuple[tuple[str, float], ...]
    tells: float
    around: bool
    initials: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """One name of a unit: its words, how much each tells, and the words of the names above it."""

    unit_id: int
    ended: bool
    words: tuple[str, ...]
    tells: tuple[float, ...]
    above: frozenset[str]


@dataclass(slots=True)
class _Fit:
    """`at`: which word said stands for which of the name, and how like they are. `placed`: those that only
    say where the unit lies. `told`: the places in the name that were said, by initials too."""

    at: dict[int, tuple[int, float]]
    placed: set[int]
    told: dict[int, float]


def score(said: tuple[Word, ...], name: Scored) -> tuple[float, bool]:
    """0 to 100; SURE and more where nothing of weight is left over on either side but where it lies.

    True where all that was said stands in the name, word for word: then it may be a part of it.
    """
    fit = _fitted(said, name)
    own = sum(name.tells[position] * like for position, like in fit.told.items())
    if own < _LEAST or all(name.words[position].isdigit() for position in fit.told):
        return 0.0, False
    torn = _torn(fit, name)
    exact = not torn and all(like == 1 for like in fit.told.values())
    if not torn and _is_whole(said, name, fit):
        if exact:
            return 100.0 - name.ended, True
        if sum(fit.told.values()) > _NEARLY * len(fit.told):
            return SURE, False
    points = _OWN * _explained(said, name, fit) + _NAME * own / sum(name.tells)
    part = exact and all(word.around or number in fit.at for number, word in enumerate(said))
    return max(0.0, min(SURE - 1, 100 * (points - _TORN * torn - _against(said, name, fit)))), part


def _explained(said: tuple[Word, ...], name: Scored, fit: _Fit) -> float:
    """The share of what was said that the name and its place account for."""
    explained = asked = 0.0
    for number, word in enumerate(said):
        if number in fit.at:
            position, like = fit.at[number]
            explained += name.tells[position] * like
            asked += name.tells[position] if like == 1 else max(name.tells[position], word.tells)
        elif number in fit.placed:
            explained += word.tells * _PLACE
            asked += word.tells
        elif not word.around:
            asked += word.tells
    return explained / asked


def _fitted(said: tuple[Word, ...], name: Scored) -> _Fit:
    fit = _Fit({}, set(), {})
    for number, word in enumerate(said):
        after = fit.at[number - 1][0] + 1 if number - 1 in fit.at else -1
        for meant, like in word.meant:
            if (position := _free(fit, name, meant, after)) is not None:
                fit.at[number] = position, like
                fit.told[position] = like
                break
    for number, word in enumerate(said):
        if number in fit.at or _fit_otherwise(number, word, name, fit):
            continue
        if word.written in name.above or any(meant in name.above for meant, _ in word.meant):
            fit.placed.add(number)
    fit.placed = {n for n in fit.placed if {n - 1, n + 1} & fit.placed or said[n].written in EITHER}
    return fit


def _free(fit: _Fit, name: Scored, meant: str, after: int) -> int | None:
    """A place in the name where this word stands and which was not said yet; best the one after the last."""
    if meant not in name.words:
        return None
    places = [p for p, word in enumerate(name.words) if word == meant and p not in fit.told]
    return after if after in places else places[0] if places else None


def _fit_otherwise(number: int, word: Word, name: Scored, fit: _Fit) -> bool:
    """A word said for another, or the first letters of several."""
    for position, mine in enumerate(name.words):
        if position in fit.told:
            continue
        if ALIKE.get(mine) == word.written or ALIKE.get(word.written) == mine:
            fit.at[number] = position, _ALIKE
            fit.told[position] = _ALIKE
            return True
        covered = range(position, min(position + len(word.written), len(name.words)))
        if word.initials and "".join(name.words[each][0] for each in covered) == word.written:
            fit.at[number] = position, _SHORT
            fit.told.update(dict.fromkeys(covered, _SHORT))
            return True
    return False


def _is_whole(said: tuple[Word, ...], name: Scored, fit: _Fit) -> bool:
    left = [word for number, word in enumerate(said) if number not in fit.at and number not in fit.placed]
    return all(word.around or word.written in UNSAID for word in left) and all(
        position in fit.told or word in UNSAID for position, word in enumerate(name.words)
    )


def _against(said: tuple[Word, ...], name: Scored, fit: _Fit) -> float:
    """What speaks against it: another number, another kind of school, an ended unit."""
    mine = [word for position, word in enumerate(name.words) if position not in fit.told]
    used = fit.at.keys() | fit.placed
    theirs = [word.written for number, word in enumerate(said) if number not in used]
    points = _ENDED * name.ended + _numbers(mine, theirs)
    groups = {EITHER[word] for word in mine if word in EITHER}
    points += _OTHER_KIND * len(groups & {EITHER[word] for word in theirs if word in EITHER})
    family = {FAMILIES[word] for word in name.words if word in FAMILIES}
    said_family = {FAMILIES[word] for word in theirs if word in FAMILIES}
    return points + _OTHER_FAMILY * bool(said_family and family and not said_family & family)


def _numbers(mine: list[str], theirs: list[str]) -> float:
    other = any(word.isdigit() for word in theirs)
    if any(word.isdigit() for word in mine):
        return _OTHER_NUMBER if other else _NUMBER_LESS
    return _NUMBER_MORE if other else 0.0


def _torn(fit: _Fit, name: Scored) -> float:
    """The share of telling words that are neighbours on one side and not on the other."""
    tells = [not word.isdigit() and word not in WEIGHTS for word in name.words]
    at = {number: position for number, (position, _) in fit.at.items() if tells[position]}
    said = {position: number for number, position in at.items()}
    in_name = [said[p + 1] - said[p] == 1 for p in said if p + 1 in said]
    in_said = [
        at[n + 1] - at[n] == 1 for n in at if n + 1 in at and at[n + 1] - 1 not in fit.told.keys() - said
    ]
    return max((pairs.count(False) / len(pairs) for pairs in (in_name, in_said) if pairs), default=0.0)
