"""Charts as numbers for inline SVG: columns for days, bars for whatever has a name."""

from dataclasses import dataclass

WIDTH, HEIGHT = 100.0, 40.0  # of columns, stretched to what room there is
BAR_WIDTH, BAR_STEP = 300.0, 34  # of bars, which have words in them and keep their shape
MOST_BARS = 8  # the table has all


@dataclass(frozen=True)
class Bar:
    label: str
    said: str  # the value in words
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    """What one chart shows; the table below it is its text alternative."""

    title: str
    bars: list[Bar]
    height: int = 0  # of its box, where that depends on the bars


def columns(title: str, rows: list[tuple[str, float, str]]) -> Chart:
    """Return upright bars of (label, value, the value in words); one above zero is never without height."""
    highest = max([value for _, value, _ in rows], default=0)
    step = WIDTH / max(1, len(rows))
    return Chart(title, [_column(number, row, highest, step) for number, row in enumerate(rows)])


def _column(number, row, highest, step):
    label, value, said = row
    height = max(0.75, HEIGHT * value / highest) if value else 0.0
    return Bar(
        label=label,
        said=said,
        x=round(number * step + step * 0.1, 3),
        y=round(HEIGHT - height, 3),
        width=round(step * 0.8, 3),
        height=round(height, 3),
    )


def bars(title: str, rows: list[tuple[str, float, str]]) -> Chart:
    """Return lying bars of (label, value, the value in words), each under its words, the largest first."""
    shown = sorted(rows, key=lambda row: -row[1])[:MOST_BARS]
    highest = max([value for _, value, _ in shown], default=0)
    lying = [
        Bar(
            label=label,
            said=said,
            x=0.0,
            y=float(BAR_STEP * number),
            width=round(max(1.0, BAR_WIDTH * value / highest), 3) if value else 0.0,
            height=10.0,
        )
        for number, (label, value, said) in enumerate(shown)
    ]
    return Chart(title, lying, height=BAR_STEP * len(lying))
