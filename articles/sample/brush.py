"""Painting landscapes with Pillow: skies, light, hills, water, houses. The same seed gives the same picture.

Lengths are in heights of the picture, whose width is 1.5; the origin is the upper left corner.
"""

import math
import random
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

WIDTH, HEIGHT = 1600, 1067
FINE = 2  # painted larger and scaled down, so that edges are smooth


class Painting:
    """One picture under way."""

    def __init__(self, seed: int, *, width: int = WIDTH, height: int = HEIGHT):
        self.width, self.height = width * FINE, height * FINE
        self.image = Image.new("RGB", (self.width, self.height))
        self.random = random.Random(seed)  # noqa: S311 - paint, not secrets

    def px(self, length: float) -> int:
        return round(length * self.height)

    def sky(self, *colours: str, top: float = 0.0, bottom: float = 1.0) -> None:
        """Blend ``colours`` from ``top`` to ``bottom``."""
        height = self.px(bottom) - self.px(top)
        strip = Image.new("RGB", (1, len(colours)))
        for row, colour in enumerate(colours):
            strip.paste(colour, (0, row, 1, row + 1))
        # Beyond both ends half a sample lies outside: a taller blend is cut to the middle part.
        tall = round(height * len(colours) / max(1, len(colours) - 1))
        cut = (tall - height) // 2
        blend = strip.resize((1, tall), Image.Resampling.BICUBIC).crop((0, cut, 1, cut + height))
        self.image.paste(blend.resize((self.width, height)), (0, self.px(top)))

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 1.0) -> None:
        """Add light of ``colour`` around a point."""
        size = self.px(2 * radius)
        mask = ImageChops.invert(Image.radial_gradient("L")).point(
            lambda value: round(255 * strength * max(0, (value - 74) / 181) ** 2)
        )
        mask = mask.resize((size, size), Image.Resampling.BICUBIC)
        light = Image.new("RGB", (size, size), colour)
        corner = (self.px(x - radius), self.px(y - radius))
        box = (*corner, corner[0] + size, corner[1] + size)
        below = self.image.crop(box)
        self.image.paste(Image.composite(ImageChops.screen(below, light), below, mask), corner)

    def shape(self, points, colour: str) -> None:
        ImageDraw.Draw(self.image).polygon([(self.px(x), self.px(y)) for x, y in points], fill=colour)

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self.shape([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour)

    def disc(self, x: float, y: float, radius: float, colour: str, *, flat: float = 1.0) -> None:
        box = [
            self.px(x - radius),
            self.px(y - radius * flat),
            self.px(x + radius),
            self.px(y + radius * flat),
        ]
        ImageDraw.Draw(self.image).ellipse(box, fill=colour)

    def line(self, points, colour: str, thickness: float = 0.004) -> None:
        pixels = [(self.px(x), self.px(y)) for x, y in points]
        ImageDraw.Draw(self.image).line(pixels, fill=colour, width=max(1, self.px(thickness)), joint="curve")

    def ridge(self, y: float, height: float, colour: str, *, rough: float = 0.5, bottom: float = 1.0) -> None:
        """Paint a range of hills whose skyline wanders around ``y``."""
        heights = [0.0, 0.0]
        spread = height
        while len(heights) < 260:
            middles = [
                (left + right) / 2 + self.random.uniform(-spread, spread) for left, right in pairwise(heights)
            ]
            heights = [point for pair in zip(heights, middles, strict=False) for point in pair] + [
                heights[-1]
            ]
            spread *= rough
        step = 1.5 / (len(heights) - 1)
        line = [(number * step, y - lift) for number, lift in enumerate(heights)]
        self.shape([(0, bottom), *line, (1.5, bottom)], colour)

    def clouds(
        self, y: float, colour: str, *, number: int = 9, spread: float = 0.1, opacity: float = 0.5
    ) -> None:
        """Lay long soft clouds around ``y``."""
        mask = Image.new("L", (self.width // 8, self.height // 8))
        draw = ImageDraw.Draw(mask)
        for _ in range(number):
            across, up = self.random.uniform(-0.1, 1.5), y + self.random.gauss(0, spread)
            long, thick = self.random.uniform(0.15, 0.5), self.random.uniform(0.006, 0.022)
            for _ in range(7):
                dx, dy = self.random.gauss(0, long / 3), self.random.gauss(0, thick)
                box = (across + dx - long / 3, up + dy - thick, across + dx + long / 3, up + dy + thick)
                draw.ellipse([round(side * self.height / 8) for side in box], fill=round(255 * opacity))
        mask = mask.filter(ImageFilter.GaussianBlur(self.height / 8 * 0.012)).resize(self.image.size)
        self.image.paste(Image.new("RGB", self.image.size, colour), (0, 0), mask)

    def water(self, top: float, colour: str, *, depth: float = 0.45, calm: float = 1.0) -> None:
        """Fill everything below ``top`` with a rippled reflection of what is above it."""
        line, height = self.px(top), self.height - self.px(top)
        above = self.image.crop((0, max(0, line - height), self.width, line))
        mirror = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((self.width, height))
        mirror = mirror.filter(ImageFilter.GaussianBlur(self.height * 0.004))
        mirror = Image.blend(mirror, Image.new("RGB", mirror.size, colour), depth)
        band = max(2, self.height // 420)
        for row in range(0, height, band):
            nearness = row / height
            shift = (
                math.sin(row * 0.11 / FINE) * self.random.gauss(0, 1) * nearness * 0.022 * self.height / calm
            )
            strip = mirror.crop((0, row, self.width, min(height, row + band)))
            self.image.paste(ImageChops.offset(strip, round(shift), 0), (0, line + row))

    def glints(self, x: float, top: float, bottom: float, colour: str, *, number: int = 160) -> None:
        """Scatter the light of a low sun on water, below it and wider with nearness."""
        for _ in range(number):
            near = self.random.random() ** 1.4
            y = top + near * (bottom - top)
            across = x + self.random.gauss(0, 0.018 + 0.10 * near)
            long = self.random.uniform(0.004, 0.012 + 0.035 * near)
            self.line([(across - long, y), (across + long, y)], colour, 0.0012 + 0.0026 * near)

    def stars(self, bottom: float, number: int = 220) -> None:
        for _ in range(number):
            light = self.random.randint(120, 245)
            x, y = self.random.uniform(0, 1.5), bottom * self.random.random() ** 1.3
            self.disc(
                x,
                y,
                self.random.uniform(0.0005, 0.0016),
                f"#{light:02x}{light:02x}{min(255, light + 10):02x}",
            )

    def finished(self, *, warmth: float = 1.08) -> BytesIO:
        """Return the picture as a JPEG file, its corners a little darker, as a lens leaves them."""
        picture = self.image.reduce(FINE)
        edge = Image.radial_gradient("L").resize(picture.size, Image.Resampling.BICUBIC)
        dark = ImageEnhance.Brightness(picture).enhance(0.72)
        picture = Image.composite(dark, picture, edge.point(lambda value: max(0, round((value - 90) * 0.9))))
        picture = ImageEnhance.Color(picture).enhance(warmth)
        file = BytesIO()
        picture.save(file, "JPEG", quality=92, subsampling=0)
        file.seek(0)
        return file
