"""Charts as numbers for inline SVG: where each bar stands in a box of 100 by 40."""

from dataclasses import dataclass

WIDTH, HEIGHT = 100.0, 40.0


@dataclass(frozen=True)
class Bar:
    label: object
    value: int
    x: float
    y: float
    width: float
    height: float


def bars(values: list[tuple[object, int]]) -> list[Bar]:
    """Return one bar a value, as wide as the box allows; a value above zero is never without height."""
    highest = max([value for _, value in values], default=0)
    step = WIDTH / max(1, len(values))
    return [_bar(number, label, value, highest, step) for number, (label, value) in enumerate(values)]


def _bar(number, label, value, highest, step):
    height = max(0.75, HEIGHT * value / highest) if value else 0.0
    return Bar(
        label=label,
        value=value,
        x=round(number * step + step * 0.1, 3),
        y=round(HEIGHT - height, 3),
        width=round(step * 0.8, 3),
        height=round(height, 3),
    )
