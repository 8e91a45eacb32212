"""The rules that keep the house, each a function from a file to the sentences of what is wrong in it.

``path`` is always relative to the project and ``text`` is the file's; nothing here touches the disk except
``files``, so that tests can feed each rule a wrong example.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
APPS = ("newsroom", "articles", "comments", "ads")
MAY_IMPORT = {
    "newsroom": {"newsroom"},
    "articles": {"articles", "newsroom"},
    "comments": {"comments", "articles", "newsroom"},
    "ads": {"ads", "newsroom"},
}
LAYERS = {"models": 0, "services": 2, "forms": 3}
EDGES = ("views", "admin", "feeds", "sitemaps", "templatetags", "management", "urls", "apps")
LAYER_NAMES = ("models", "a module", "services", "forms", "an edge")
FORBIDDEN_NAMES = {"common", "core", "utils", "util", "helpers", "helper", "mixins", "misc"}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40

# Where markup may pass unescaped: only what one of our sanitisers has made.
MAY_TRUST = {
    "articles/furniture.py": 1,  # the body, by clean_body
    "articles/templatetags/structured.py": 1,  # data as JSON, whose signs of markup are escaped
    "comments/rendering.py": 1,  # a comment, by render_text
    "comments/models/comments.py": 1,  # the same, as it was stored
    "comments/printing.py": 1,  # that, and a name that is escaped there
}
_UNTRUSTED = re.compile(r"\|\s*safe(seq)?\b|autoescape off|mark_safe\(|SafeString\(|SafeText\(|__html__")
_INLINE = (
    (re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.I), "inline script"),
    (re.compile(r"<style\b[^>]*>", re.I), "inline style element"),
    (re.compile(r"<[^>]*\sstyle\s*=", re.I), "inline style"),
    (re.compile(r"<[^>]*\son[a-z]+\s*=", re.I), "inline handler"),
    (re.compile(r"(href|src|action)\s*=\s*[\"']?\s*javascript:", re.I), "javascript: address"),
)
_NONCED = re.compile(r"\snonce=\"\{\{ ?(request\.)?csp_nonce ?\}\}\"")
_FOREIGN_MARKUP = re.compile(
    r"\b(?:src|href|srcset|poster|data|action|formaction)\s*=\s*[\"']?\s*(?:https?:)?//", re.I
)
_FOREIGN_CSS = re.compile(r"url\(\s*[\"']?\s*(?:https?:)?//|@import", re.I)
_FOREIGN_SCRIPT = re.compile(r"[\"'`](?:https?:|wss?:)?//\w", re.I)
_HOME = re.compile(r"/(?:home|Users)/\w+/|(?<![\w/])/[r]oot/")


def files(*endings: str, under: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield (path, text) of the project's own files, without what .gitignore keeps out."""
    for path in sorted(ROOT.rglob("*")):
        relative = path.relative_to(ROOT)
        if path.suffix not in endings or not path.is_file() or _is_foreign(relative):
            continue
        if not under or relative.parts[0] in under:
            yield relative.as_posix(), path.read_text(encoding="utf-8")


def _is_foreign(relative):
    kept_out = {"data", "staticfiles", "__pycache__", "node_modules", "venv"}
    hidden = any(part.startswith(".") and part != ".ci" for part in relative.parts[:-1])
    return hidden or bool(kept_out & set(relative.parts))


def imports_of(path: str, text: str) -> list[str]:
    """Return every module that a file imports anywhere, relative imports made absolute."""
    package = PurePosixPath(path).parent.parts
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            found += [f"{module}.{alias.name}" for alias in node.names]
    return found


def wrong_arrows(path: str, text: str) -> list[str]:
    """comments → articles → newsroom, ads → newsroom; nobody but tests imports tests."""
    here = path.split("/", maxsplit=1)[0]
    if here not in APPS:
        return []
    ours = {*APPS, "tests"}
    there = {name.split(".")[0] for name in imports_of(path, text)} & ours
    return [f"{path} imports {name}" for name in sorted(there - MAY_IMPORT[here])]


def wrong_layers(path: str, text: str) -> list[str]:
    """models ← any other module ← services ← forms ← edges, inside one app; migrations are history."""
    app = path.split("/", maxsplit=1)[0]
    if app not in APPS or "/migrations/" in path:
        return []
    here = layer_of(path.removesuffix(".py").replace("/", "."))
    modules = [name for name in imports_of(path, text) if name.startswith(f"{app}.")]
    return sorted(
        {
            f"{path} ({LAYER_NAMES[here]}) imports {name} ({LAYER_NAMES[layer_of(name)]})"
            for name in modules
            if layer_of(name) > here
        }
    )


def layer_of(module: str) -> int:
    """Return the layer of ``articles.services.publish``: 0 models, 1 others, 2 services, 3 forms, 4 edges."""
    parts = module.split(".")
    if len(parts) < 2:
        return 0
    return 4 if parts[1] in EDGES else LAYERS.get(parts[1], 1)


def too_long(path: str, text: str) -> list[str]:
    """At most 300 lines a file and 40 a function; migrations excepted."""
    if "/migrations/" in path:
        return []
    lines = len(text.splitlines())
    wrong = [f"{path} has {lines} lines"] if lines > LONGEST_FILE else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            if length > LONGEST_FUNCTION:
                wrong.append(f"{path}: {node.name} has {length} lines")
    return wrong


def vague_name(path: str, text: str = "") -> list[str]:
    """A module is named for its subject."""
    parts = [part.removesuffix(".py") for part in PurePosixPath(path).parts]
    return [f"{path} is named {part}" for part in parts if part in FORBIDDEN_NAMES]


def own_tricks(path: str, text: str) -> list[str]:
    """No save() overrides, no signals between our apps, no generic relations."""
    if path.split("/", maxsplit=1)[0] not in APPS or "/migrations/" in path:
        return []
    tree = ast.parse(text)
    wrong = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and path.split("/")[1].startswith("models"):
            wrong += [f"{path}: {node.name} overrides save()" for part in node.body
                      if isinstance(part, ast.FunctionDef) and part.name in ("save", "delete")]  # fmt: skip
    names = " ".join(imports_of(path, text))
    if re.search(r"django\.(dispatch|db\.models\.signals\.(pre|post)_(save|delete|init))", names):
        wrong.append(f"{path} listens to signals")
    if "GenericForeignKey" in text or "GenericRelation" in text:
        wrong.append(f"{path} has a generic relation")
    return wrong


def inline_code(path: str, text: str) -> list[str]:
    """No inline script, style or handler in a template; on the desk a script or style with the nonce."""
    if path.startswith("tests/"):  # material for tests is no page
        return []
    text = re.sub(r"\{#.*?#\}", "", text)
    on_the_desk = path.startswith("templates/admin/")
    wrong = []
    for pattern, name in _INLINE:
        for found in pattern.finditer(text):
            if not (on_the_desk and name.endswith(("script", "element")) and _NONCED.search(found[0])):
                wrong.append(f"{path}: {name} {found[0][:80]}")
    return wrong


def unescaped(path: str, text: str) -> list[str]:
    """Markup passes unescaped only where MAY_TRUST says; text mails have nothing to escape."""
    if path.startswith("tests/") or (path.endswith(".txt") and "/mail/" in path):
        return []
    found = len(_UNTRUSTED.findall(text))
    allowed = MAY_TRUST.get(path, 0)
    return [f"{path} trusts markup {found} times, {allowed} allowed"] if found > allowed else []


def own_exemption(path: str, text: str) -> list[str]:
    """``csrf_exempt`` lives in newsroom/origin.py and nowhere else."""
    if path == "newsroom/origin.py" or path.startswith("tests/"):
        return []
    return [f"{path} says csrf_exempt"] if "csrf_exempt" in text else []


def third_party(path: str, text: str) -> list[str]:
    """No file, style or form of another site."""
    if path.startswith("tests/"):
        return []
    rules = {".css": _FOREIGN_CSS, ".js": _FOREIGN_SCRIPT}
    rule = rules.get(PurePosixPath(path).suffix, _FOREIGN_MARKUP)
    return [f"{path} reaches out: {text[m.start() : m.end() + 40]!r}" for m in rule.finditer(text)]


def machine_paths(path: str, text: str) -> list[str]:
    """No address of the machine it was written on: this checkout, this Python, anybody's home."""
    places = {
        str(ROOT),
        str(ROOT.parent / "shared"),
        sys.prefix if sys.prefix != sys.base_prefix else str(ROOT),
    }
    wrong = [f"{path} names {place}" for place in sorted(places) if place in text]
    return wrong + [f"{path} names a home: {found[0]}" for found in _HOME.finditer(text)]
