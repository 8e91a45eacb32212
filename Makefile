# Needs Python 3.11 or newer and GNU make. README.md shows the plain commands behind each target.

PYTHON ?= python3
VENV ?= .venv
export VENV
BIN = $(if $(filter /%,$(VENV)),$(VENV),./$(VENV))/bin

.PHONY: run test check bench figures lock format dev

run: ## serve the paper on 127.0.0.1:8000 (HOST and PORT change it)
	@$(PYTHON) newsroom/start.py run

test: dev ## the whole suite; ARGS="tests/articles -x" runs a part
	@$(BIN)/python -m pytest $(ARGS)

check: export IGNORE_DOTENV = true
check: export DATABASE_URL = sqlite://:memory:
check: export SITE_URL = https://paper.example
check: export SECRET_KEY = only-for-the-checks-and-long-enough-for-every-one-of-them-to-be-content
check: dev ## lint, format, migrations complete, settings fit for production
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python manage.py check --deploy --fail-level WARNING

bench: dev ## the server as in production beside a bare Django view, as a table
	@$(BIN)/python -m tests.bench $(ARGS)

figures: dev ## what a reader's first visit costs, and what Lighthouse, Nu and pa11y say where they are installed
	@$(BIN)/python -m tests.figures
	@$(BIN)/python -m tests.figures.checkers

format: dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: ## resolve pyproject.toml anew into the two lock files (needs uv)
	@uv pip compile pyproject.toml --upgrade $(LOCK) -o requirements.txt
	@uv pip compile pyproject.toml --upgrade --group test -c requirements.txt $(LOCK) -o requirements-dev.txt

LOCK = --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links

dev:
	@$(PYTHON) newsroom/start.py install requirements-dev.txt
