#!/usr/bin/env bash
# Runs in the study's folder, inside the new conda environment.
set -euo pipefail
python -m pip install --require-hashes --no-deps -r requirements.txt
