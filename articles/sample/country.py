"""Pictures of the country around the town."""

import math

from articles.sample.brush import Painting


def turbines():
    art = Painting(101)
    art.sky("#6aa3c8", "#a9cbdc", "#eee3cf", bottom=0.6)
    art.clouds(0.22, "#ffffff", number=12, spread=0.09, opacity=0.7)
    art.glow(0.2, 0.52, 0.6, "#ffe8b8", 0.6)
    for x, y, size in (
        (0.22, 0.585, 0.5),
        (0.42, 0.585, 0.42),
        (0.58, 0.585, 0.55),
        (0.83, 0.585, 0.8),
        (1.12, 0.585, 1.0),
        (1.38, 0.585, 0.7),
    ):
        _turbine(art, x, y, size)
    art.water(0.58, "#3a7290", depth=0.55)
    art.ridge(0.86, 0.05, "#c6b184", rough=0.45)
    for _ in range(420):
        x, y = art.random.uniform(0, 1.5), art.random.uniform(0.88, 1.02)
        art.line(
            [(x, y), (x + art.random.gauss(0.012, 0.01), y - art.random.uniform(0.03, 0.075))],
            art.random.choice(("#7d7a45", "#9a9253", "#5f6a3b")),
            0.0018,
        )
    return art.finished()


def _turbine(art, x, y, size):
    top = y - 0.36 * size
    art.shape(
        [(x - 0.008 * size, y), (x - 0.003 * size, top), (x + 0.003 * size, top), (x + 0.008 * size, y)],
        "#f4f4f0",
    )
    turn = art.random.uniform(0, 2)
    for blade in range(3):
        angle = turn + blade * 2 * math.pi / 3
        tip = (x + 0.19 * size * math.sin(angle), top - 0.19 * size * math.cos(angle))
        root = (x + 0.02 * size * math.sin(angle + 0.5), top - 0.02 * size * math.cos(angle + 0.5))
        art.shape([(x, top), root, tip], "#fbfbf8")
    art.disc(x, top, 0.008 * size, "#d5d9d8")


def fields():
    art = Painting(112)
    art.sky("#5b9bc9", "#a6cfe3", "#f2ead2", bottom=0.46)
    art.clouds(0.18, "#ffffff", number=13, spread=0.07, opacity=0.8)
    for y, colour in ((0.44, "#7f9fa3"), (0.48, "#6f9373"), (0.53, "#7fa05a")):
        art.ridge(y, 0.035, colour)
    for number in range(44):
        x = -1.6 + number * 0.107
        art.shape(
            [
                (0.7 + (x - 0.7) * 0.13, 0.57),
                (0.7 + (x - 0.7) * 0.13 + 0.007, 0.57),
                (x + 0.06, 1.0),
                (x, 1.0),
            ],
            ("#c9a83e", "#8f9a3f")[number % 2],
        )
    for _ in range(700):
        near = art.random.random()
        art.disc(
            art.random.uniform(0, 1.5),
            0.58 + 0.42 * near**1.6,
            0.001 + 0.0035 * near,
            art.random.choice(("#e8cf62", "#f1dd83", "#7a8a35")),
        )
    art.box(1.02, 0.46, 0.12, 0.075, "#a4442f")
    art.shape([(1.005, 0.465), (1.08, 0.41), (1.155, 0.465)], "#4a3a34")
    art.box(1.062, 0.49, 0.036, 0.045, "#3b2a24")
    for x, y, size in (
        (0.2, 0.54, 0.05),
        (0.27, 0.545, 0.04),
        (0.93, 0.53, 0.05),
        (1.24, 0.535, 0.06),
        (1.33, 0.54, 0.045),
    ):
        _tree(art, x, y, size)
    return art.finished()


def _tree(art, x, y, size):
    art.box(x - 0.004, y - size * 0.3, 0.008, size * 0.8, "#4b3d2c")
    for _ in range(14):
        art.disc(
            x + art.random.gauss(0, size * 0.35),
            y - size * 0.7 + art.random.gauss(0, size * 0.3),
            size * 0.34,
            art.random.choice(("#41662f", "#517a39", "#385a2a")),
        )
