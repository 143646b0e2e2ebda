"""What the interface says, in Vietnamese and English: one YAML file an area, ``{key: {vi, en}}``."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from hoichan.schema.text import Bilingual

SUFFIX = ".yaml"


@cache
def strings(area: str) -> dict[str, Bilingual]:
    """Texts of one area (``hoichan/i18n/<area>.yaml``) by key.

    Raises:
        FileNotFoundError: there is no such area.
        pydantic.ValidationError: a text lacks one of the languages.
    """
    source = resources.files(__name__).joinpath(area + SUFFIX).read_text(encoding="utf-8")
    return {key: Bilingual.model_validate(text) for key, text in yaml.safe_load(source).items()}


def areas() -> tuple[str, ...]:
    """Names of all areas that have texts."""
    files = (entry.name for entry in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(SUFFIX) for name in files if name.endswith(SUFFIX)))


def fill(text: Bilingual, /, **values: object) -> Bilingual:
    """Put ``values`` into the ``{placeholders}`` of both languages.

    A value that is itself ``Bilingual`` gives each language its own words.
    """

    def side(lang: str) -> str:
        own = {
            name: getattr(value, lang) if isinstance(value, Bilingual) else value
            for name, value in values.items()
        }
        return str(getattr(text, lang)).format(**own)

    return Bilingual(vi=side("vi"), en=side("en"))
