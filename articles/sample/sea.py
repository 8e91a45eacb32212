"""Pictures by the water."""

import math

from articles.sample.brush import Painting


def bridge():
    art = Painting(11)
    art.sky("#1d3557", "#456990", "#e8a87c", "#f6d7a7", bottom=0.62)
    art.glow(1.05, 0.56, 0.7, "#ffb46b", 0.9)
    art.disc(1.05, 0.55, 0.035, "#fff1cf")
    art.clouds(0.25, "#f2b48c", number=10, opacity=0.5)
    art.ridge(0.59, 0.05, "#3b5a70", bottom=0.66)
    art.ridge(0.615, 0.025, "#2a4356", bottom=0.66)
    deck = [(x / 40, 0.5 - 0.035 * math.sin(math.pi * x / 60)) for x in range(61)]
    for foot in (0.33, 1.0):
        for side in (-0.014, 0.014):
            art.box(foot + side - 0.006, 0.16, 0.012, 0.49, "#16232e")
        for beam in (0.2, 0.3, 0.4):
            art.box(foot - 0.018, beam, 0.036, 0.01, "#16232e")
    for foot in (0.33, 1.0):
        for reach in range(1, 12):
            for way in (-1, 1):
                x = foot + way * reach * 0.029
                end = 0.5 - 0.035 * math.sin(math.pi * min(1, max(0, x / 1.5)))
                art.line([(foot, 0.17 + reach * 0.006), (x, end)], "#22323f", 0.0016)
    art.shape([*deck, *[(x, y + 0.016) for x, y in reversed(deck)]], "#16232e")
    art.water(0.645, "#1c3348", depth=0.35)
    art.glints(1.05, 0.66, 0.99, "#ffdca6")
    return art.finished()


def ferry():
    art = Painting(22)
    art.sky("#8fb8d8", "#bcd7e8", "#e9f1f2", bottom=0.6)
    art.clouds(0.2, "#ffffff", number=14, spread=0.08, opacity=0.75)
    art.ridge(0.57, 0.06, "#8aa6b5", bottom=0.64)
    art.ridge(0.59, 0.03, "#617f8c", bottom=0.64)
    hull = [(0.42, 0.575), (1.12, 0.575), (1.17, 0.545), (1.1, 0.645), (0.46, 0.645)]
    art.shape(hull, "#14324b")
    art.shape([(0.43, 0.6), (1.135, 0.6), (1.128, 0.61), (0.437, 0.61)], "#d8463c")
    art.box(0.46, 0.5, 0.6, 0.076, "#f7f5ef")
    art.box(0.52, 0.445, 0.44, 0.056, "#eceae3")
    art.box(0.8, 0.4, 0.14, 0.046, "#f7f5ef")
    art.shape([(0.58, 0.445), (0.6, 0.34), (0.68, 0.34), (0.68, 0.445)], "#d8463c")
    art.box(0.6, 0.34, 0.08, 0.022, "#14324b")
    for number in range(21):
        art.box(0.478 + number * 0.0275, 0.528, 0.017, 0.018, "#33566e")
    for number in range(14):
        art.box(0.536 + number * 0.03, 0.465, 0.019, 0.014, "#33566e")
    art.line([(0.87, 0.4), (0.87, 0.33)], "#51606a", 0.004)
    art.line([(1.0, 0.5), (1.0, 0.42), (1.1, 0.545)], "#51606a", 0.0025)
    art.water(0.64, "#3f6f86", depth=0.5)
    for number in range(70):
        x = 0.05 + number * 0.016
        art.line([(x, 0.652 + art.random.random() * 0.02), (x + 0.02, 0.655)], "#e9f3f4", 0.002)
    return art.finished()


def boats():
    art = Painting(33)
    art.sky("#f4c9a0", "#f7dcc0", "#dfe8ea", bottom=0.55)
    art.glow(0.35, 0.42, 0.6, "#ffdf9f", 0.7)
    colours = ("#b5533c", "#d9a441", "#5c7f8a", "#c9c2ae", "#7c8f5a", "#a8674f", "#e0d3b8", "#4f6877")
    x = -0.02
    while x < 1.5:
        wide, tall = art.random.uniform(0.075, 0.12), art.random.uniform(0.12, 0.19)
        art.box(x, 0.53 - tall, wide, tall, art.random.choice(colours))
        art.shape(
            [(x - 0.004, 0.53 - tall), (x + wide / 2, 0.485 - tall), (x + wide + 0.004, 0.53 - tall)],
            "#5a4038",
        )
        for row in range(2):
            for column in range(3):
                art.box(
                    x + wide * (0.16 + 0.27 * column),
                    0.545 - tall + 0.055 * row,
                    wide * 0.14,
                    0.026,
                    "#2d3c46",
                )
        x += wide
    art.box(0, 0.53, 1.5, 0.03, "#6d6a63")
    art.water(0.56, "#35555f", depth=0.4, calm=1.6)
    for left, y, size, colour in (
        (0.12, 0.68, 1.0, "#1f5f7a"),
        (0.62, 0.74, 1.25, "#a83a32"),
        (1.08, 0.66, 0.9, "#e8e2d0"),
    ):
        _small_boat(art, left, y, size, colour)
    return art.finished()


def _small_boat(art, x, y, size, colour):
    long = 0.3 * size
    art.shape(
        [
            (x, y - 0.035 * size),
            (x + long, y - 0.05 * size),
            (x + long * 0.9, y + 0.02 * size),
            (x + long * 0.08, y + 0.02 * size),
        ],
        colour,
    )
    art.shape(
        [
            (x, y - 0.035 * size),
            (x + long, y - 0.05 * size),
            (x + long, y - 0.042 * size),
            (x, y - 0.027 * size),
        ],
        "#f3efe4",
    )
    art.box(x + long * 0.18, y - 0.105 * size, long * 0.26, 0.068 * size, "#f3efe4")
    art.box(x + long * 0.22, y - 0.09 * size, long * 0.07, 0.025 * size, "#2d3c46")
    art.box(x + long * 0.33, y - 0.09 * size, long * 0.07, 0.025 * size, "#2d3c46")
    art.line([(x + long * 0.5, y - 0.04 * size), (x + long * 0.5, y - 0.25 * size)], "#3a3632", 0.004 * size)
    art.line(
        [(x + long * 0.5, y - 0.24 * size), (x + long * 0.97, y - 0.05 * size)], "#3a3632", 0.0014 * size
    )
    art.line(
        [(x + long * 0.5, y - 0.24 * size), (x + long * 0.04, y - 0.04 * size)], "#3a3632", 0.0014 * size
    )


def lighthouse():
    art = Painting(44)
    art.sky("#0b1626", "#1b3048", "#3f5368", "#8a7f86", bottom=0.66)
    art.stars(0.35, 160)
    art.clouds(0.42, "#56586c", number=12, opacity=0.55)
    art.shape([(1.06, 0.262), (0, 0.1), (0, 0.24)], "#3c5269")
    art.glow(1.06, 0.265, 0.45, "#ffe9b0", 0.85)
    art.water(0.63, "#0d1c2b", depth=0.5)
    art.glints(1.06, 0.64, 0.8, "#c9b98d", number=40)
    art.shape(
        [(0.72, 0.72), (0.86, 0.6), (1.0, 0.565), (1.2, 0.57), (1.5, 0.62), (1.5, 1), (0.6, 1)], "#0b1118"
    )
    art.shape([(1.027, 0.575), (1.04, 0.3), (1.08, 0.3), (1.093, 0.575)], "#d9d4c8")
    art.shape([(1.062, 0.575), (1.062, 0.3), (1.08, 0.3), (1.093, 0.575)], "#9d998f")
    for top in (0.36, 0.47):
        art.shape(
            [
                (1.037 - (top - 0.36) * 0.04, top),
                (1.083 + (top - 0.36) * 0.04, top),
                (1.086 + (top - 0.36) * 0.04, top + 0.05),
                (1.034 - (top - 0.36) * 0.04, top + 0.05),
            ],
            "#8f2f2a",
        )
    art.box(1.03, 0.288, 0.06, 0.012, "#22282e")
    art.box(1.044, 0.245, 0.032, 0.044, "#fff3cc")
    art.shape([(1.038, 0.246), (1.06, 0.215), (1.082, 0.246)], "#22282e")
    art.box(1.16, 0.535, 0.09, 0.045, "#1a222a")
    art.box(1.18, 0.548, 0.016, 0.016, "#f4c56c")
    return art.finished()


def sandbanks():
    art = Painting(55)
    art.sky("#cfe3ea", "#f3ead8", bottom=0.3)
    art.sky("#7fb0b8", "#4f8f9c", "#2f7283", top=0.28)
    for number in range(26):
        y = 0.3 + 0.7 * (number / 26) ** 1.5
        tone = art.random.choice(("#e6d3a8", "#dcc591", "#eddcb8", "#cfb885"))
        points, width = [], 0.012 + 0.09 * (y - 0.25)
        start, long = art.random.uniform(-0.3, 1.2), art.random.uniform(0.4, 1.1)
        for step in range(25):
            x = start + long * step / 24
            points.append((x, y + 0.05 * (y - 0.2) * math.sin(4 * x + number)))
        swell = [width * math.sin(math.pi * step / 24) * 0.5 for step in range(25)]
        lower = [(x, y + thick) for (x, y), thick in zip(points, swell, strict=True)]
        art.shape(points + lower[::-1], tone)
        art.line(points, "#fbf4e2", 0.0012 + 0.002 * y)
    art.clouds(0.12, "#ffffff", number=8, spread=0.05, opacity=0.7)
    art.glow(0.4, 0.27, 0.5, "#fff2cf", 0.6)
    return art.finished()


def swimmers():
    art = Painting(66)
    art.sky("#38507a", "#8c7fa0", "#f0a58f", "#fbd9a5", bottom=0.5)
    art.glow(0.72, 0.47, 0.75, "#ffcf8a", 0.95)
    art.disc(0.72, 0.475, 0.05, "#fff3d6")
    art.clouds(0.2, "#f4b7a0", number=11, opacity=0.5)
    art.water(0.5, "#3d4f74", depth=0.3, calm=0.8)
    art.glints(0.72, 0.515, 0.99, "#ffe6ba", number=220)
    for _ in range(34):
        near = art.random.random() ** 1.2
        x, y, size = art.random.uniform(0.08, 1.42), 0.6 + 0.33 * near, 0.007 + 0.014 * near
        art.disc(x, y + size * 1.3, size * 2.6, "#5a5674", flat=0.28)
        art.disc(x, y, size, "#241f2c")
        art.disc(
            x,
            y - size * 0.35,
            size,
            art.random.choice(("#e4572e", "#f2c14e", "#f5f1e6", "#3b8ea5")),
            flat=0.72,
        )
    return art.finished()
