PYTHON ?= python3
BIN = .venv/bin

help: ## Show what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/installed .env var/fonts/ready ## Create the environment, the fonts and the database
	$(BIN)/python manage.py migrate --verbosity 0

demo: setup ## From the sample's records to the 2022 outcome document and a public agenda
	$(BIN)/python manage.py demo

serve: setup ## Serve the site at http://127.0.0.1:8000 (BIND=0.0.0.0:80 elsewhere)
	MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=65536 $(BIN)/python manage.py serve $(if $(BIND),--bind $(BIND))

worker: setup ## Carry out background work from Redis; needs REDIS_URL
	@$(BIN)/python manage.py shell --no-imports -c "from django.conf import settings; exit(not settings.REDIS_URL)" \
		|| { echo "Set REDIS_URL first. Without it, make serve carries out the work itself."; exit 1; }
	$(BIN)/celery -A config worker --beat --schedule var/beat --concurrency 2 --loglevel INFO

# Six processes compile the same modules, and pytest rewrites its plugins' too: it is done once, whatever is set outside.
test: KEPT = PYTHONDONTWRITEBYTECODE=
# The tests of running processes mostly wait: three hands keep two cores busy.
test: .venv/developed setup ## Run every test, on SQLite and on PostgreSQL (ARGS="-k agenda" for some)
	$(KEPT) $(BIN)/python -m tests.services sqlite -- $(BIN)/python -m pytest -n 2 -m "not services" $(ARGS)
	$(KEPT) $(BIN)/python -m tests.services postgres -- $(BIN)/python -m pytest -n 3 -m "(django_db or services) and not office" $(ARGS)

lint: .venv/developed .env ## Check format, style, types, imports, migrations and the deployment settings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy config forums speakers reports
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	SITE_URL=https://example.org ALLOWED_HOSTS=example.org $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: .venv/developed setup ## Measure, as ratios in one run, and write docs/performance.md
	$(BIN)/python -m tests.bench.run

lock: .venv/developed ## Resolve the requirements anew
	$(BIN)/uv pip compile -q -p 3.11 --upgrade --generate-hashes --no-annotate --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q -p 3.11 --upgrade --generate-hashes --no-annotate --no-header -c requirements.txt \
		--group pyproject.toml:dev -o requirements-dev.txt
	$(BIN)/uv pip compile -q -p 3.11 --generate-hashes --no-annotate --no-header --no-deps requirements-fonts.in \
		-o requirements-fonts.txt
	$(BIN)/uv pip compile -q -p 3.11 --generate-hashes --no-annotate --no-header --no-deps requirements-readers.in \
		-o requirements-readers.txt

.venv/bin/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Plenary needs Python 3.11 or newer: make PYTHON=python3.11')"
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

.venv/developed: requirements-dev.txt requirements-readers.txt .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-readers.txt
	touch $@

# Written once; the key stays, or everybody would be signed out.
.env: | .venv/installed
	$(BIN)/python -c "import secrets; print(f'SECRET_KEY={secrets.token_urlsafe(50)}')" > $@

var/fonts/ready: requirements-fonts.txt .venv/installed
	$(BIN)/python -m reports.renderers.fonts
	touch $@

.PHONY: help setup demo serve worker test lint bench lock
