#!/bin/bash
# forceflow sensitivity kazakhstan-2022 --method sobol --samples 256
# in parts and put together, by GNU parallel over ssh. Where all machines see this folder: bash THIS-FILE
# 16 tasks on a core each, as asked for.
# A task that is killed, repeated or late does no harm: it takes what is kept, and makes the rest.
# hosts.txt has a line for each host, as user@host; a colon stands for this one.
set -euo pipefail
mkdir -p output
seq 16 | parallel --sshloginfile hosts.txt --workdir "$PWD" --jobs 100% --retries 3 \
  --joblog output/parallel.log 'forceflow sensitivity kazakhstan-2022 --method sobol --samples 256 --shard {}/16 --threads 1'
forceflow sensitivity kazakhstan-2022 --method sobol --samples 256 --only-kept --threads 1
