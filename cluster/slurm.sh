#!/bin/bash
# forceflow run kazakhstan-2022 -n 10000000
# in parts and put together, by Slurm. Where all machines see this folder: bash THIS-FILE
# 16 tasks on a core each, as asked for.
# A task that is killed, repeated or late does no harm: it takes what is kept, and makes the rest.
set -euo pipefail
mkdir -p output/slurm

submit_tasks() {
  sbatch --parsable --kill-on-invalid-dep=yes "$@" <<'TASK'
#!/bin/bash
#SBATCH --job-name=forceflow-run
#SBATCH --array=1-16
#SBATCH --cpus-per-task=1
#SBATCH --mem=1000M
#SBATCH --time=20
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=output/slurm/%x-%A_%a.log
exec "${FORCEFLOW:-forceflow}" run kazakhstan-2022 -n 10000000 --shard "$SLURM_ARRAY_TASK_ID/16" --threads 1
TASK
}

tasks=$(submit_tasks)
merge=$(sbatch --parsable --kill-on-invalid-dep=yes --dependency="afterok:${tasks%%;*}" <<'MERGE'
#!/bin/bash
#SBATCH --job-name=forceflow-run-merge
#SBATCH --cpus-per-task=1
#SBATCH --mem=1000M
#SBATCH --time=30
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=output/slurm/%x-%j.log
exec "${FORCEFLOW:-forceflow}" run kazakhstan-2022 -n 10000000 --only-kept --threads 1
MERGE
)
echo "tasks ${tasks%%;*}, merge ${merge%%;*}"
