"""Pictures with people in them."""

from articles.sample.brush import Painting

PLAYERS = (
    ("#e8e6df", ((0.3, 0.72), (1.02, 0.82))),
    ("#c0392b", ((0.52, 0.8), (0.72, 0.73), (0.9, 0.7), (0.14, 0.85))),
    ("#e5b93c", ((1.27, 0.77),)),
)


def stage():
    art = Painting(88)
    art.sky("#12070b", "#1d0b12", "#0d0509")
    for x, colour in ((0.45, "#ffd28a"), (0.75, "#ffe9c4"), (1.05, "#ff9e7a")):
        for spread, strength in ((0.26, 0.35), (0.16, 0.45)):
            art.glow(0.75 + (x - 0.75) * 0.6, 0.62, spread * 2.0, colour, strength)
    art.shape([(0.1, 0.8), (1.4, 0.8), (1.5, 1), (0, 1)], "#4a2b1c")
    for board in range(13):
        art.line([(0.1 + board * 0.108, 0.8), (board * 0.125, 1)], "#2c180f", 0.002)
    art.glow(0.75, 0.86, 0.55, "#ffcf8a", 0.7)
    for x, tall in ((0.62, 0.3), (0.74, 0.33), (0.93, 0.28)):
        art.disc(x, 0.84, 0.07, "#2a160d", flat=0.16)
        art.shape(
            [
                (x - 0.035, 0.84),
                (x - 0.02, 0.84 - tall * 0.62),
                (x + 0.02, 0.84 - tall * 0.62),
                (x + 0.035, 0.84),
            ],
            "#140a0c",
        )
        art.disc(x, 0.84 - tall * 0.76, 0.019, "#1b0f10", flat=1.2)
        art.line([(x + 0.015, 0.84 - tall * 0.58), (x + 0.06, 0.84 - tall * 0.72)], "#140a0c", 0.011)
    for side in (0, 1):
        for fold in range(9):
            x = fold * 0.026 if not side else 1.5 - fold * 0.026
            lean = (0.02 + fold * 0.004) * (1 if not side else -1)
            art.shape(
                [(x, 0), (x + 0.03, 0), (x + 0.03 + lean, 0.93), (x + lean, 0.93)],
                ("#7d1420", "#a01c2b", "#5d0e18")[fold % 3],
            )
    for swag in range(10):
        art.disc(0.075 + swag * 0.15, 0.0, 0.1, ("#8d1725", "#6d101b")[swag % 2], flat=1.05)
    return art.finished()


def pitch():
    art = Painting(99)
    art.sky("#070d1c", "#13233f", "#2d3e58", bottom=0.55)
    art.ridge(0.5, 0.05, "#0a1220", bottom=0.6)
    art.box(0, 0.46, 1.5, 0.14, "#141b28")
    for _ in range(1500):
        x, y = art.random.uniform(0, 1.5), art.random.uniform(0.465, 0.575)
        art.disc(x, y, 0.0036, art.random.choice(("#41485a", "#5a3d45", "#6d6a5f", "#2f3a52", "#8a2f33")))
    for band in range(14):
        top = 0.58 + 0.42 * (band / 14) ** 1.5
        art.sky("#2f7a3c" if band % 2 else "#29703a", "#2b7338" if band % 2 else "#256a35", top=top)
    art.line([(0, 0.75), (1.5, 0.66)], "#e6efe4", 0.004)
    art.line([(0.98, 0.69), (0.76, 0.8), (1.5, 0.98)], "#e6efe4", 0.005)
    art.line([(1.17, 0.745), (1.17, 0.6), (1.4, 0.575), (1.4, 0.8)], "#f7f7f2", 0.007)
    for column in range(11):
        art.line(
            [(1.18 + column * 0.021, 0.6 - column * 0.0023), (1.2 + column * 0.021, 0.75)], "#9fb0a8", 0.0008
        )
    for shirt, places in PLAYERS:
        for x, y in places:
            _player(art, x, y, 0.07 + (y - 0.7) * 0.25, shirt)
    art.disc(0.985, 0.79, 0.009, "#ffffff")
    for x in (0.12, 1.38):
        art.box(x - 0.005, 0.12, 0.01, 0.4, "#1b2433")
        art.box(x - 0.05, 0.09, 0.1, 0.05, "#dfe9f2")
        art.glow(x, 0.115, 0.5, "#dceaff", 0.8)
    return art.finished()


def _player(art, x, y, tall, shirt):
    art.disc(x + tall * 0.3, y + 0.004, tall * 0.4, "#1d5a2b", flat=0.16)
    for lean in (-0.14, 0.2):
        art.line([(x, y - tall * 0.45), (x + lean * tall, y)], "#1a2130", tall * 0.12)
    art.shape(
        [
            (x - tall * 0.13, y - tall * 0.42),
            (x + tall * 0.13, y - tall * 0.42),
            (x + tall * 0.17, y - tall * 0.82),
            (x - tall * 0.17, y - tall * 0.82),
        ],
        shirt,
    )
    art.line([(x - tall * 0.15, y - tall * 0.78), (x - tall * 0.3, y - tall * 0.5)], shirt, tall * 0.08)
    art.line([(x + tall * 0.15, y - tall * 0.78), (x + tall * 0.32, y - tall * 0.6)], shirt, tall * 0.08)
    art.disc(x, y - tall * 0.92, tall * 0.085, "#c99873")


def portrait(seed: int, ground: str, coat: str, skin: str, hair: str):
    """A head and shoulders in flat colours, square."""
    art = Painting(seed, width=800, height=800)
    art.sky(ground, "#f1e8d8")
    art.glow(0.3, 0.3, 0.6, "#ffffff", 0.4)
    art.disc(0.5, 1.12, 0.4, coat, flat=0.95)
    art.shape([(0.43, 0.6), (0.57, 0.6), (0.58, 0.78), (0.5, 0.84), (0.42, 0.78)], skin)
    art.disc(0.5, 0.4, 0.2 + 0.01 * (seed % 3), hair, flat=1.12)
    if seed % 2:
        art.box(0.3, 0.4, 0.4, 0.26, hair)
    art.disc(0.5, 0.45, 0.155, skin, flat=1.3)
    art.shape(
        [(0.33, 0.4), (0.36, 0.24), (0.5, 0.19), (0.65, 0.25), (0.67, 0.4), (0.55, 0.31), (0.42, 0.33)], hair
    )
    for side in (-1, 1):
        art.disc(0.5 + side * 0.058, 0.46, 0.011, "#2a211d")
        art.line([(0.5 + side * 0.035, 0.425), (0.5 + side * 0.085, 0.42)], hair, 0.009)
    art.line([(0.5, 0.47), (0.488, 0.53), (0.505, 0.535)], "#7a4f3f", 0.004)
    art.line([(0.455, 0.575), (0.48, 0.588), (0.52, 0.588), (0.545, 0.575)], "#8c3f35", 0.008)
    return art.finished()
