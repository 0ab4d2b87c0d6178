# Each target does all the set-up it needs; `make` alone prints what there is.
PYTHON ?= python3
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME
export XDG_CACHE_HOME := $(CURDIR)/.venv/cache
export MPLCONFIGDIR := $(CURDIR)/.venv/cache/matplotlib
export UV_CACHE_DIR := $(CURDIR)/.venv/cache/uv
export PYTHONUTF8 := 1
RUN := .venv/bin/python -m
DEMONSTRATION := data/cohorts/ifmsa-2020
EXAMPLE := docs/examples/student-wellbeing
EXAMPLE_STUDY := build/example-study

.PHONY: help paper test check lint audit prove release slurm cluster verify bench reference pipeline demonstration example-study lock clean
.DEFAULT_GOAL := help

help: ## print this list
	@echo "make paper, make test, or one of:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST)

paper: .venv/ready ## raw files to results/manuscript/paper.{html,pdf,docx} and the supplement
	@.venv/bin/aimed build

test: .venv/ready ## the whole test suite, with linters and types
	@$(MAKE) --no-print-directory lint
	@$(RUN) pytest -n 2

check: .venv/ready ## the fast part of the tests (under a minute)
	@$(MAKE) --no-print-directory lint
	@$(RUN) pytest -n 2 -m "not slow"

lint: .venv/ready ## ruff, mypy, import-linter, snakefmt and snakemake --lint
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --quiet --check .
	@.venv/bin/mypy --no-error-summary workflow/aimed workflow/snakemake_logger_plugin_aimed
	@PYTHONPATH=workflow .venv/bin/lint-imports --no-cache > .venv/imports.log 2>&1 || { cat .venv/imports.log; exit 1; }
	@.venv/bin/snakefmt --check Snakefile workflow/rules > .venv/snakefmt.log 2>&1 || { cat .venv/snakefmt.log; exit 1; }
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/snakemake --lint > .venv/lint.log 2>&1 || { cat .venv/lint.log; exit 1; }

release: .venv/ready ## when nothing speaks against it: the public numbers to manuscript/published.csv
	@.venv/bin/aimed release

audit: .venv/ready ## every number by another road; the bounds of hidden counts; 500 changes of raw material, none moves more than said
	@.venv/bin/aimed recompute
	@.venv/bin/aimed attack
	@.venv/bin/python tests/audit/attack/attacked_examples.py
	@.venv/bin/python tests/perturbation_proof.py --changes 500

prove: .venv/ready ## hours: 200 mutants of the code, 500 changes of raw material, 4,000 samples of each interval and test, 81 kills of builds, drafts and releases
	@.venv/bin/python tests/mutants/run.py --mutants 200
	@.venv/bin/python tests/perturbation_proof.py --changes 500
	@SAMPLES=4000 $(RUN) pytest tests/stats/models/test_many_samples.py tests/stats/relations/test_many_samples.py
	@KILLS=27 $(RUN) pytest tests/build/test_kills.py

slurm: .venv/ready ## install what `aimed build --profile slurm` needs
	@$(PYTHON) workflow/aimed/set_up.py slurm

cluster: slurm ## build the toy study on a SLURM of this machine's own, and compare with a local build
	@.venv/bin/python tests/cluster/prove.py

verify: .venv/ready ## make the numbers again from raw in a scratch copy, and compare with the release
	@.venv/bin/aimed verify

bench: .venv/ready ## half an hour: seconds and memory of all that is waited for, to 200 cohorts and 1,000,000 people
	@$(RUN) aimed.bench.study
	@$(RUN) aimed.bench.many_cohorts
	@$(RUN) aimed.bench.cohorts
	@$(RUN) aimed.bench.growth
	@$(RUN) aimed.bench.coding

reference: .venv/ready ## write docs/reference/ and the pictures of README.md and docs/house.md from the code
	@$(RUN) aimed.docs.reference

pipeline: .venv/ready ## redraw the picture of the pipeline in README.md from the rules
	@$(RUN) aimed.docs.pipeline

demonstration: .venv/ready ## remake the synthetic raw files of data/cohorts/ifmsa-2020, byte for byte
	@PYTHONPATH=workflow $(RUN) aimed.simulate.survey --spec $(DEMONSTRATION)/simulation/survey.yaml \
		--respondents $(DEMONSTRATION)/simulation/respondents.csv --output $(DEMONSTRATION)/survey.sav
	@PYTHONPATH=workflow $(RUN) aimed.simulate.focus_groups --plan $(DEMONSTRATION)/simulation/focus_groups.yaml \
		--scripts $(DEMONSTRATION)/simulation/focus_groups --themes data/codebook/themes.csv \
		--transcripts $(DEMONSTRATION)/transcripts --coding $(DEMONSTRATION)/coding/focus_groups.qdpx

example-study: .venv/ready ## build the second study, two waves of questionnaire scales (docs/examples/student-wellbeing)
	@test -d $(EXAMPLE) || { echo "$(EXAMPLE) is not there: make example-study in a clone of aimed" >&2; exit 1; }
	@mkdir -p $(EXAMPLE_STUDY)/data $(EXAMPLE_STUDY)/manuscript
	@cd $(EXAMPLE_STUDY) && rm -rf workflow profiles analyses data manuscript && ln -sfn $(CURDIR)/.venv .venv
	@cp -R Makefile Snakefile pyproject.toml requirements.txt workflow profiles $(EXAMPLE_STUDY)
	@cp -R $(EXAMPLE)/. $(EXAMPLE_STUDY)
	@cp -R data/reference $(EXAMPLE_STUDY)/data
	@cp manuscript/_quarto.yml manuscript/.gitignore manuscript/vancouver.csl $(EXAMPLE_STUDY)/manuscript
	@cd $(EXAMPLE_STUDY) && .venv/bin/aimed build
	@ls $(EXAMPLE_STUDY)/results/manuscript/*.html $(EXAMPLE_STUDY)/results/manuscript/*.pdf $(EXAMPLE_STUDY)/results/manuscript/*.docx

lock: .venv/ready ## write requirements.txt anew from pyproject.toml
	@extras=$$(grep -E '^# (quarto|slurm): ' requirements.txt); \
	.venv/bin/uv pip compile pyproject.toml --extra development --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --upgrade --quiet -o requirements.txt; \
	echo "$$extras" >> requirements.txt

clean: ## delete everything that was made (results, logs, benchmarks, build); raw files stay
	@rm -rf logs benchmarks build .snakemake manuscript/.quarto manuscript/_extensions/aimed
	@find results -mindepth 1 ! -name README.md -delete

.venv/ready: requirements.txt pyproject.toml workflow/aimed/set_up.py
	@command -v $(PYTHON) > /dev/null || { echo "Set-up stopped: $(PYTHON) is not there: aimed needs Python 3.11 or newer (make PYTHON=/path/to/python3 paper)" >&2; exit 1; }
	@$(PYTHON) workflow/aimed/set_up.py
