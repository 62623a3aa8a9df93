"""Names on a map never lie over each other, over a mark or over the edge."""

from hypothesis import given, settings
from hypothesis import strategies as st

from midcourse.report import labels, style

FRAME = (0.0, 0.0, 300.0, 200.0)
points = st.tuples(st.floats(0, 300), st.floats(0, 200))


def _box(placed):
    wish = placed.wish
    return (
        placed.left,
        placed.bottom,
        placed.left + labels.text_width(wish.text, wish.size, wish.weight),
        placed.bottom + wish.size,
    )


def _wish(x, y, text="Reykjavík"):
    return labels.Wish(x, y, text, 11.5, "normal", "#000000", 6.0)


@settings(max_examples=30, deadline=None)
@given(st.lists(points, max_size=40))
def test_no_name_lies_on_another_or_outside(places):
    style.register_fonts()
    placed = labels.place([_wish(*p) for p in places], [(x, y, 2.0) for x, y in places], FRAME)
    boxes = [_box(p) for p in placed]
    for k, a in enumerate(boxes):
        assert a[0] >= 0
        assert a[1] >= 0
        assert a[2] <= 300
        assert a[3] <= 200
        for b in boxes[:k]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_the_more_important_name_wins():
    style.register_fonts()
    marks = [(150, 100, 2), (152, 100, 2)]
    tight = (100.0, 92.0, 210.0, 108.0)
    placed = labels.place([_wish(150, 100, "Brdy"), _wish(152, 100, "Redzikowo")], marks, tight)
    assert placed[0].wish.text == "Brdy"


def test_a_longer_name_is_wider():
    style.register_fonts()
    assert labels.text_width("Redzikowo", 12, "bold") > labels.text_width("Brdy", 12, "bold") > 0
