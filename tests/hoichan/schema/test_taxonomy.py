from hoichan.schema.taxonomy import (
    CATEGORY_LABELS,
    SEVERITY_LABELS,
    Category,
    Difficulty,
    Severity,
)


def test_fourteen_categories_in_six_groups():
    assert len(Category) == 14
    groups = {
        group: sum(c.group == group for c in Category) for group in {c.group for c in Category}
    }
    assert groups == {"num": 3, "src": 3, "clin": 2, "inf": 3, "beh": 2, "priv": 1}


def test_weights_double():
    assert [severity.weight for severity in Severity] == [1, 2, 4, 8]


def test_levels_order():
    assert Difficulty.GROSS < Difficulty.PLAUSIBLE < Difficulty.NEAR_TRUTH


def test_everything_has_a_label_of_its_own_in_both_languages():
    for labels, kinds in ((CATEGORY_LABELS, Category), (SEVERITY_LABELS, Severity)):
        assert set(labels) == set(kinds)
        for lang in ("vi", "en"):
            texts = [labels[kind][lang] for kind in kinds]
            assert all(texts)
            assert len(set(texts)) == len(texts)
