"""Pictures of the town."""

from articles.sample.brush import Painting


def library():
    art = Painting(77)
    art.sky("#3a2a1e", "#5a4230", "#2b1f17")
    art.glow(0.75, 0.2, 1.0, "#ffcf8f", 0.55)
    spines = (
        "#7b2d26",
        "#23485c",
        "#c8a24a",
        "#3f5d45",
        "#e3d5b8",
        "#5b3b5e",
        "#a4552c",
        "#1e2f3c",
        "#8f8a78",
    )
    for shelf in range(6):
        floor = 0.17 + shelf * 0.162
        x = 0.02
        while x < 1.48:
            thick, tall = art.random.uniform(0.009, 0.026), art.random.uniform(0.095, 0.135)
            if art.random.random() < 0.04:
                x += 0.03
            colour = art.random.choice(spines)
            art.box(x, floor - tall, thick, tall, colour)
            art.box(x + thick * 0.2, floor - tall * 0.85, thick * 0.6, 0.004, "#e9dcb9")
            art.box(x + thick * 0.2, floor - tall * 0.22, thick * 0.6, 0.003, "#e9dcb9")
            x += thick + 0.0012
        art.box(0, floor, 1.5, 0.018, "#4a3322")
        art.box(0, floor, 1.5, 0.004, "#8a6642")
    for post in (0.0, 0.495, 0.99, 1.475):
        art.box(post, 0, 0.025, 1, "#543a27")
        art.box(post, 0, 0.004, 1, "#7d5b3d")
    art.glow(0.25, 0.35, 0.5, "#ffdca8", 0.5)
    art.glow(1.2, 0.6, 0.6, "#ffdca8", 0.45)
    return art.finished()


def bell_tower():
    art = Painting(123)
    art.sky("#31456a", "#7d8fae", "#e6c3a3", "#f7e3c1", bottom=0.72)
    art.glow(0.3, 0.62, 0.65, "#ffd79a", 0.8)
    art.clouds(0.28, "#f0c8ad", number=11, opacity=0.5)
    for y, colour in ((0.6, "#7e8798"), (0.66, "#5d6a73"), (0.72, "#47584f")):
        art.ridge(y, 0.04, colour)
    art.box(0.86, 0.26, 0.2, 0.56, "#b9a587")
    art.box(0.98, 0.26, 0.08, 0.56, "#8d7b62")
    art.shape([(0.84, 0.265), (0.96, 0.04), (1.08, 0.265)], "#3d4a55")
    art.shape([(0.96, 0.04), (1.08, 0.265), (1.0, 0.265)], "#2c3740")
    art.line([(0.96, 0.045), (0.96, 0.0)], "#d9b25a", 0.004)
    art.disc(0.96, 0.345, 0.05, "#2a2622", flat=1.25)
    art.box(0.91, 0.345, 0.1, 0.075, "#2a2622")
    art.shape([(0.925, 0.415), (0.94, 0.33), (0.98, 0.33), (0.995, 0.415)], "#c79a45")
    art.disc(0.96, 0.418, 0.008, "#8a6527")
    art.disc(0.96, 0.53, 0.035, "#efe6d2")
    art.line([(0.96, 0.53), (0.96, 0.505)], "#2a2622", 0.004)
    art.line([(0.96, 0.53), (0.978, 0.538)], "#2a2622", 0.004)
    x = -0.05
    while x < 1.55:
        wide, tall = art.random.uniform(0.09, 0.15), art.random.uniform(0.1, 0.17)
        art.box(x, 0.9 - tall, wide, 0.3, art.random.choice(("#8a5a44", "#a37b5b", "#6f5a4d", "#94684c")))
        art.shape(
            [(x - 0.01, 0.9 - tall), (x + wide / 2, 0.84 - tall), (x + wide + 0.01, 0.9 - tall)],
            art.random.choice(("#5b342a", "#6d4032", "#4a2e28")),
        )
        for column in range(2):
            art.box(
                x + wide * (0.2 + 0.4 * column),
                0.93 - tall,
                wide * 0.18,
                0.035,
                art.random.choice(("#f6cf7d", "#2d2a2c", "#3a3434")),
            )
        x += wide + 0.005
    return art.finished()


def street():
    art = Painting(134)
    art.sky("#0c1122", "#1c2440", "#39365a", bottom=0.7)
    art.stars(0.3, 90)
    art.box(0, 0.6, 1.5, 0.4, "#171924")
    _houses(art)
    art.shape([(0.7, 0.68), (0.8, 0.68), (1.5, 1.0), (0, 1.0)], "#20212c")
    art.shape([(0.745, 0.69), (0.755, 0.69), (0.79, 1.0), (0.71, 1.0)], "#3c3b41")
    art.box(0.665, 0.55, 0.17, 0.15, "#b23a34")
    art.box(0.68, 0.565, 0.14, 0.06, "#ffe9b3")
    art.box(0.68, 0.645, 0.14, 0.012, "#e8e2d4")
    for x in (0.685, 0.795):
        art.disc(x + 0.01, 0.675, 0.011, "#fff6d8")
        art.glow(x + 0.01, 0.68, 0.16, "#fff0c0", 0.9)
    for x, y, reach in ((0.2, 0.3, 0.4), (1.3, 0.3, 0.4), (0.5, 0.45, 0.2), (1.0, 0.45, 0.2)):
        art.line([(x, y), (x, 0.6 + y * 0.6)], "#0d1019", 0.007 * reach / 0.4)
        art.disc(x, y, 0.012 * reach / 0.4, "#fff0c4")
        art.glow(x, y, reach, "#ffcf7f", 0.75)
    art.glow(0.75, 0.9, 0.5, "#8a6f4a", 0.45)
    return art.finished()


def _houses(art):
    for side in (0, 1):
        for house in range(5):
            near, far = 0.75 - 0.14 * house, 0.75 - 0.14 * (house + 1)
            top = (0.5 - 0.52 * near, 0.5 - 0.52 * far)
            xs = (0.75 - near, 0.75 - far) if not side else (0.75 + near, 0.75 + far)
            art.shape(
                [(xs[0], top[0]), (xs[1], top[1]), (xs[1], 0.66 + 0.3 * far), (xs[0], 0.66 + 0.3 * near)],
                ("#1d2133", "#262a3d", "#191d2d")[house % 3],
            )
            for row in range(3):
                lit = art.random.choice(("#f7c978", "#141829", "#e9b45f", "#141829"))
                inner, outer = xs[0] + (xs[1] - xs[0]) * 0.3, xs[0] + (xs[1] - xs[0]) * 0.6
                y = 0.5 + (0.14 - 0.2 * row) * near
                art.shape(
                    [
                        (inner, y - 0.05 * near),
                        (outer, y - 0.045 * near),
                        (outer, y + 0.02 * near),
                        (inner, y + 0.03 * near),
                    ],
                    lit,
                )
