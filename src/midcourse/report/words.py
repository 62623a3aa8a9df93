"""Numbers as the page writes them: short, true minus signs, en dashes in ranges, nothing rounded to all or none."""

import math

NOTHING = "–"
_FLAGS = {"True": "yes", "False": "no"}
SPACE = "\u00a0"  # a number stays with its unit


def count(value):
    """Whole number with thousands separated: 3,379."""
    return NOTHING if _missing(value) else f"{round(value):,}".replace("-", "−")


def people(value):
    """Population in words: 41.3 million, 830,000."""
    if _missing(value):
        return NOTHING
    return (
        f"{value / 1e6:,.1f}{SPACE}million"
        if value >= 1e6
        else f"{round(value, -3):,.0f}"
        if value >= 1e4
        else count(value)
    )


def share(value):
    """Share as a percentage; only all is 100 % and only none is 0 %."""
    if _missing(value):
        return NOTHING
    if value in (0, 1):
        return f"{100 * value:.0f}{SPACE}%"
    if value > 0.9995:
        return f"over 99.9{SPACE}%"
    return f"under 0.1{SPACE}%" if value < 0.0005 else f"{100 * value:.1f}{SPACE}%"


def probability(value):
    """Probability to three figures that mean something: 0.123, 0.000 41, 0, 1."""
    if _missing(value):
        return NOTHING
    if value in (0, 1):
        return f"{value:.0f}"
    if value > 0.9995:
        return f"1 − {_scientific(1 - value)}"
    return f"{value:.3f}" if value >= 0.01 else f"{value:.4f}" if value >= 0.0005 else _scientific(value)


def interval(low, high, say=probability):
    """Interval with an en dash, empty when there is none."""
    return "" if _missing(low) or _missing(high) else f"{say(low)}–{say(high)}"


def mean(value):
    """Mean count to two decimals: 1.73."""
    return NOTHING if _missing(value) else f"{value:,.2f}".replace("-", "−")


def clock(seconds):
    """Time as minutes and seconds: 8:39."""
    if _missing(seconds):
        return NOTHING
    whole = round(abs(seconds))
    return f"{'−' if seconds < 0 else ''}{whole // 60}:{whole % 60:02d}"


def km(metres):
    """Length in km: 1,290 km."""
    return NOTHING if _missing(metres) else f"{count(metres / 1000)}{SPACE}km"


def speed(metres_per_second):
    """Speed in km/s to two decimals, "none" where no speed is enough."""
    if metres_per_second is None or math.isnan(metres_per_second):
        return NOTHING
    return "none" if math.isinf(metres_per_second) else f"{metres_per_second / 1000:.2f} km/s"


def angle(degrees):
    """Angle in whole degrees: 137°."""
    return NOTHING if _missing(degrees) else f"{count(degrees)}°"


def number(value):
    """A stated value as people write it: six figures at most, no trailing noughts; words and flags as they are.

    Parameters
    ----------
    value : number, text, bool or None
    """
    if str(value) in _FLAGS:
        return _FLAGS[str(value)]
    if value is None or value == "":
        return NOTHING
    try:
        value = float(value)
    except (TypeError, ValueError):
        return str(value)
    if math.isnan(value):
        return NOTHING
    if value == round(value) and abs(value) < 1e9:
        return count(value)
    text = f"{value:.6g}".replace("-", "−")
    mantissa, power, exponent = text.replace("e−", "e-").partition("e")
    return f"{mantissa} × 10{_raised(int(exponent))}" if power else text


def plain(key):
    """A key as words: who-is-covered gives "who is covered"."""
    return str(key).replace("-", " ").replace("_", " ")


def unit(text):
    """A unit as people write it: kg/m^2 gives kg/m²."""
    return (text or "").replace("^2", "²").replace("^3", "³")


def title(key):
    """A key as a name: south-west-asia gives "South west asia"; what holds a capital letter already stays."""
    return key if key != key.lower() else plain(key)[:1].upper() + plain(key)[1:]


def _scientific(value):
    exponent = math.floor(math.log10(value))
    return f"{value / 10**exponent:.1f} × 10{_raised(exponent)}"


def _raised(number):
    return str(number).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _missing(value):
    return value is None or (isinstance(value, float) and math.isnan(value))
