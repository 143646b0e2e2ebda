"""The reference vectors of the course blueprint (C2, C3, C8), to 3 or 4 decimals as printed."""

import pytest

from hoichan.schema.taxonomy import Category, Severity
from hoichan.scoring.calibration import calibration, murphy
from hoichan.scoring.detection import GoldError, Hit, detection_score
from hoichan.scoring.redaction import Identifier, IdentifierWeight, redaction_score
from hoichan.scoring.reliance import appropriate_reliance
from hoichan.scoring.signal import reportable, signal_detection
from hoichan.scoring.triage import triage_score

SEVERITIES = (1, 1, 2, 2, 2, 3, 3, 3, 4)  # weights 1,1,2,2,2,4,4,4,8
ERRORS = [
    GoldError(f"e{i}", Category.NUM_DENOMINATOR, Severity(s)) for i, s in enumerate(SEVERITIES)
]
NEGATIVES = 51
EXACT, GROUP, OTHER = Category.NUM_DENOMINATOR, Category.NUM_UNIT, Category.PRIV_LEAK
TYPICAL_LABELS = {"e0": EXACT, "e2": GROUP, "e3": EXACT, "e5": EXACT, "e6": OTHER, "e8": EXACT}
TYPICAL = {error: Hit(1.0, label) for error, label in TYPICAL_LABELS.items()}
ALL = {error.id: Hit(1.0, EXACT) for error in ERRORS}


def rounded(*values: float) -> tuple[float, ...]:
    return tuple(round(value, 3) for value in values)


@pytest.mark.parametrize(
    ("hits", "false_alarms", "beta", "expected"),
    [
        pytest.param(ALL, 0, 1, (1.0, 1.0, 1.0, 1.0, 1.0), id="all-found"),
        pytest.param(TYPICAL, 4.5, 1, (0.571, 0.696, 0.628, 0.505, 0.673), id="typical"),
        pytest.param(TYPICAL, 4.5, 2, (0.571, 0.696, 0.667, 0.437, 0.582), id="typical-beta-2"),
        pytest.param(
            {k: v for k, v in ALL.items() if k != "e8"},
            0,
            1,
            (1.0, 0.714, 0.833, 0.778, 0.6),
            id="only-sev4-missed",
        ),
        pytest.param({}, 0, 1, (0, 0, 0, 0, 0), id="flag-nothing"),
    ],
)
def test_c8_detection_vector(hits, false_alarms, beta, expected):
    result = detection_score(ERRORS, hits, false_alarms, NEGATIVES, beta)
    got = rounded(result.precision, result.recall, result.f, result.s, result.paid)
    assert got == expected


def test_c8_chance_levels_to_four_decimals():
    for beta, expected in ((1, 0.2484), (2, 0.4095)):
        assert round(detection_score(ERRORS, {}, 0, NEGATIVES, beta).f_all, 4) == expected


def test_c8_flag_all_with_guessed_labels_earns_exactly_nothing():
    # 1 label in 14 right on average: R = 0.7 + 0.3/14 = 0.721
    guessed = {error.id: Hit(1.0, None) for error in ERRORS}
    result = detection_score(ERRORS, guessed, NEGATIVES, NEGATIVES)
    assert round(result.precision, 3) == 0.15
    assert round(result.f_all, 3) == 0.248
    assert result.s == 0
    assert result.paid == 0


def test_missed_serious_error_caps_at_085():
    hits = {k: v for k, v in ALL.items() if k != "e5"}
    result = detection_score(ERRORS, hits, 0, NEGATIVES)
    assert result.s > 0.75
    assert result.paid == 0.85


@pytest.mark.parametrize(
    ("hits", "false_alarms", "d_prime", "criterion"),
    [
        (12, 0, 4.282, 0.0),
        (9, 4, 1.949, 0.325),
        (6, 6, 1.093, 0.547),
        (0, 0, 0.0, 2.141),
        (12, 48, 0.0, -2.141),
    ],
)
def test_c2_vector(hits, false_alarms, d_prime, criterion):
    result = signal_detection(hits, false_alarms, 12, 48)
    assert rounded(result.d_prime, result.criterion) == pytest.approx((d_prime, criterion))


def test_c2_is_hautus_with_equal_trials():
    result = signal_detection(7, 3, 20, 20)
    assert result.hit_rate == pytest.approx(7.5 / 21)
    assert result.false_alarm_rate == pytest.approx(3.5 / 21)


def test_c2_reports_only_with_enough_trials():
    assert reportable(8, 24)
    assert not reportable(7, 24)
    assert not reportable(8, 23)


def test_c3_vectors():
    good = calibration((0.99, 0.9, 0.75, 0.1, 0.01, 0.25), (True, True, True, False, False, False))
    assert round(good.brier, 4) == 0.0242
    assert round(good.skill, 3) == 0.903
    assert good.score == 1
    assert calibration((0.5,) * 4, (True, True, False, False)).skill == 0
    overtrust = calibration((0.9,) * 10, (True,) * 6 + (False,) * 4)
    assert round(overtrust.skill, 3) == -0.375
    assert overtrust.score == 0
    assert overtrust.bias == pytest.approx(0.3)


def test_c3_murphy_parts_add_up_and_need_40_items():
    p = [0.1, 0.25, 0.5, 0.75, 0.9] * 8
    o = [i % 3 == 0 or q > 0.6 for i, q in enumerate(p)]
    parts = murphy(p, o)
    assert parts is not None
    total = parts.reliability - parts.resolution + parts.uncertainty
    assert total == pytest.approx(calibration(p, o).brier)
    assert murphy(p[:39], o[:39]) is None


def test_c8_reliance_vectors():
    result = appropriate_reliance(3, 12, 2, 12)
    assert rounded(result.over, result.under, result.ari) == (0.25, 0.167, 0.583)
    assert appropriate_reliance(12, 12, 0, 12).ari == 0  # accept all
    assert appropriate_reliance(0, 12, 12, 12).ari == 0  # reject all
    assert appropriate_reliance(0, 0, 2, 12).ari is None


def test_c8_redaction_vectors():
    weights = (4, 4, 4, 2, 1)

    def note(covered):
        return [Identifier(IdentifierWeight(w), c) for w, c in zip(weights, covered, strict=True)]

    assert redaction_score(note((1, 1, 1, 1, 1)), 57, 60) == 1
    assert redaction_score(note((1, 1, 0, 1, 1)), 57, 60) == 0.4
    assert redaction_score(note((1, 1, 1, 0, 1)), 57, 60) == pytest.approx(13 / 15)
    assert redaction_score(note((1, 1, 1, 1, 1)), 0, 60) == 0
    assert redaction_score([], 60, 60) == 1


def test_c8_triage_vector():
    truth = (0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3)
    final = (0, 1, 1, 1, 2, 2, 2, 1, 3, 3, 3, 2)
    assert round(triage_score(truth, final), 3) == 0.467
    for level in range(4):
        assert triage_score(truth, (level,) * 12) == 0


@pytest.mark.parametrize(
    "call",
    [
        lambda: detection_score([], {}, 0, 10),
        lambda: detection_score(ERRORS, {"nobody": Hit(1, None)}, 0, 10),
        lambda: signal_detection(1, 0, 0, 10),
        lambda: signal_detection(13, 0, 12, 48),
        lambda: calibration((0.9, 0.9), (True, True)),
        lambda: calibration((1.2, 0.1), (True, False)),
        lambda: calibration((0.5,), (True, False)),
        lambda: appropriate_reliance(3, 2, 0, 1),
        lambda: redaction_score([], 61, 60),
        lambda: triage_score((1, 1), (1, 1)),
        lambda: triage_score((4, 1), (1, 1)),
    ],
)
def test_impossible_input_is_refused(call):
    with pytest.raises(ValueError, match=r"\w"):
        call()
