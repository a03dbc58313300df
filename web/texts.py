"""What pages say, by language: data in languages/*.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from web.shown import edtf

#: Languages by code, as they call themselves; the first is the one of those who have not chosen.
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
COOKIE = "lang"
#: The list that says what the values of a field of an inspection are called.
LISTS = {
    "inspection": "activity", "activity": "activity", "surprise": "surprise", "stage": "stage",
    "stage_detail": "stage_detail", "kind": "inspection_kind", "occasion": "occasion",
    "body_level": "body_level",
}  # fmt: skip
#: Fields whose values are EDTF.
DATES = ("dates", "period_covered")
_FOLDER = Path(__file__).parent / "languages"


class Texts:
    """The texts of one language: `t("results.none")` in templates, `t("activity", "kiểm tra")` for a value."""

    def __init__(self, lang: str):
        self.lang = lang
        with open(_FOLDER / f"{lang}.yaml", encoding="utf-8") as file:
            self._texts: dict[str, Any] = yaml.safe_load(file)

    def __call__(self, name: str, value: Any = None, /, **fill: Any) -> str:
        """The text `name` ("section.text"), filled in; or what `value` of the list `name` is called.

        A value that is not listed is shown as it is. Raises KeyError for a text that there is not.
        """
        found: Any = self._texts
        for part in name.split("."):
            found = found[part]
        if isinstance(found, dict):
            return found.get(str(value), str(value))
        return found.format(**fill) if fill else found

    def value(self, field: str, value: Any) -> str:
        """A value of a field of an inspection, as people read it."""
        if field in LISTS:
            return self(LISTS[field], value)
        return edtf(value) if field in DATES else str(value)

    def keys(self, within: Any = None, before: str = "") -> set[str]:
        """The names of all texts."""
        found = self._texts if within is None else within
        return {
            key
            for name, text in found.items()
            for key in (self.keys(text, f"{before}{name}.") if isinstance(text, dict) else {f"{before}{name}"})
        }


@cache
def texts(lang: str) -> Texts:
    """The texts of a language, read once."""
    return Texts(lang)


def texts_for(request: Any) -> Texts:
    """The texts in the language of a visitor."""
    return texts(language_of(request))


def language_of(request: Any) -> str:
    """The language that a visitor has chosen: in the address for once, or before."""
    if request is None:
        return next(iter(LANGUAGES))
    for chosen in (request.args.get(COOKIE), request.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    return next(iter(LANGUAGES))
