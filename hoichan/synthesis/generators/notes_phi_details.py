"""Details of one invented person and their care, for the slots of a note.

Numbers lie where no real one can: identity cards begin with 099, telephones with 030 or 031,
health-insurance cards have province 00, mail goes to vidu.example.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hoichan.synthesis.draws import Draws
from hoichan.synthesis.generators.notes_phi_params import NotesParams

_SEPARATORS = (" ", ".", "-")


class Details:
    """Fills slots; a slot asked for twice gives the same text. ``facts`` keeps what is not identifying."""

    def __init__(
        self,
        p: NotesParams,
        names: dict[str, Any],
        hard: frozenset[str],
        draws: Draws,
        person: str = "adult",
    ) -> None:
        self._p, self._names, self._hard, self._draws = p, names, hard, draws
        self._known: dict[str, str] = {}
        self.facts: dict[str, Any] = {}
        self._child = person == "tre"
        self._female = person == "me" or self._number(0, 1) == 1
        self._birth = date(
            self._number(*p.birth_years[person]), self._number(1, 12), self._number(1, 28)
        )

    def fill(self, slot: str) -> str:
        """Text of a slot of the templates."""
        if slot not in self._known:
            self._known[slot] = str(getattr(self, f"_{slot.lower()}")())
            if slot.islower():
                self.facts[slot] = self._known[slot]
        return self._known[slot]

    def _number(self, low: int, high: int) -> int:
        return int(self._draws.integers(low, high, 1)[0])

    def _any(self, choices: Any) -> Any:
        return choices[self._number(0, len(choices) - 1)]

    def _digits(self, n: int) -> str:
        return f"{self._number(0, 10**n - 1):0{n}d}"

    def _split(self, digits: str, *groups: int) -> str:
        """Digits in one run, or in groups where the note has that hard case."""
        if "split_digits" not in self._hard:
            return digits
        parts, start = [], 0
        for size in groups:
            parts.append(digits[start : start + size])
            start += size
        return str(self._any(_SEPARATORS)).join(parts)

    # Identifying details -------------------------------------------------------------------------

    def _full_name(self, *, female: bool, word: bool) -> tuple[str, str]:
        families = self._names["family"]
        family = list(families)[int(self._draws.choose(1, list(families.values()))[0])]
        sex = "female" if female else "male"
        given = self._any(self._names["words"][sex] if word else self._names[sex]["given"])
        return f"{family} {self._any(self._names[sex]['middle'])} {given}", str(given)

    def _name(self) -> str:
        full, given = self._full_name(female=self._female, word="word_name" in self._hard)
        self._known.setdefault("GIVEN", given)
        return full.upper() if "all_caps" in self._hard else full

    def _given(self) -> str:
        return self._full_name(female=self._female, word="word_name" in self._hard)[1]

    def _staff(self) -> str:
        full, given = self._full_name(female=self._number(0, 1) == 1, word=self._number(0, 3) == 0)
        return full if self._number(0, 1) else given

    def _relative(self) -> str:
        if "child" in self._hard:
            return str(self._any(self._names["parents"]))
        return self._full_name(female=self._number(0, 1) == 1, word=self._number(0, 3) == 0)[0]

    def _pet(self) -> str:
        return str(self._any(self._names["pet_names"]))

    def _dob(self) -> str:
        return f"{self._birth:%d/%m/%Y}"

    def _date(self) -> str:
        first = date.fromisoformat(self._p.dates.first)
        return f"{first + timedelta(days=self._number(0, self._p.dates.days)):%d/%m/%Y}"

    def _address(self) -> str:
        hamlet, commune, province = (
            self._any(self._names[part]) for part in ("hamlets", "communes", "provinces")
        )
        return f"{hamlet}, xã {commune}, tỉnh {province}"

    def _phone(self) -> str:
        return self._split(f"03{self._number(0, 1)}{self._digits(7)}", 4, 3, 3)

    def _cccd(self) -> str:
        century = (2 if self._birth.year >= 2000 else 0) + self._female
        number = f"099{century}{self._birth.year % 100:02d}{self._digits(6)}"
        return self._split(number, 3, 3, 3, 3)

    def _bhyt(self) -> str:
        group = "TE" if self._child else self._any(("GD", "HT", "DN"))
        card = f"{group}{self._number(1, 5)}00{self._digits(10)}"
        return self._split(card, 5, 5, 5)

    def _mrn(self) -> str:
        return f"BA{self._digits(7)}"

    def _email(self) -> str:
        return f"{self._any(self._names['mail'])}{self._digits(3)}@vidu.example"

    def _quasi(self) -> str:
        rare, job, commune = (self._any(self._names[part]) for part in ("rare", "jobs", "communes"))
        return f"người mắc {rare} là {job} ở xã {commune}"

    # What identifies nobody ----------------------------------------------------------------------

    def _age(self) -> int:
        return max(1, 2025 - self._birth.year)

    def _sex(self) -> str:
        return "nữ" if self._female else "nam"

    def _dx(self) -> str:
        return str(self._any(self._p.child_diagnoses if self._child else self._p.diagnoses))

    def _drug(self) -> str:
        return str(self._any(self._p.child_drugs if self._child else self._p.drugs))

    def _bp(self) -> str:
        return f"{self._number(95, 165)}/{self._number(55, 95)}"

    def _hr(self) -> int:
        return self._number(62, 118)

    def _rr(self) -> int:
        return self._number(16, 28)

    def _temp(self) -> str:
        return f"{self._number(365, 395) / 10:.1f}".replace(".", ",")

    def _spo2(self) -> int:
        return self._number(90, 99)

    def _room(self) -> int:
        return self._number(101, 412)

    def _lot(self) -> str:
        return f"{self._number(500, 899)}{self._digits(9)}"

    def _lab(self) -> str:
        return f"25{self._number(10, 99)}{self._digits(6)}"
