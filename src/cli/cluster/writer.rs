//! Scripts: one shape, three writers. Equal commands and sizes give equal bytes.

use std::path::PathBuf;

use serde_json::json;

use super::size::Size;
use crate::cli::command_line::shell_word;

/// A command with its size.
pub(super) struct Job<'a> {
    /// The command, such as `run`.
    pub(super) name: &'a str,
    /// Its words.
    pub(super) words: Vec<String>,
    /// Files that it reads.
    pub(super) reads: &'a [PathBuf],
    /// How it is split.
    pub(super) size: Size,
}

impl Job<'_> {
    /// The words as a shell takes them.
    fn command(&self) -> String {
        self.words.iter().map(|word| shell_word(word)).collect::<Vec<_>>().join(" ")
    }

    /// The first lines: what it is, how it is started, and how large it is.
    fn head(&self, under: &str, start: &str) -> String {
        let rounds = match self.size.rounds {
            1 => String::new(),
            n => format!("# {n} rounds of all tasks: what one needs, the round before it makes.\n"),
        };
        format!(
            "# forceflow {}\n# in parts and put together, {under}. Where all machines see this folder: {start}\n# {}\n{rounds}\
             # A task that is killed, repeated or late does no harm: it takes what is kept, and makes the rest.\n",
            self.command(),
            self.size.said,
        )
    }

    /// A script that submits an array of tasks for each round, and the merge behind the last.
    pub(super) fn slurm(&self) -> String {
        let (name, command) = (self.name, self.command());
        let Size { tasks, rounds, cpus, minutes, memory_mb, merge_minutes, merge_memory_mb, .. } = self.size;
        let again = if rounds == 1 {
            String::new()
        } else {
            format!(
                "for _ in $(seq 2 {rounds}); do\n  tasks=$(submit_tasks --dependency=\"afterok:${{tasks%%;*}}\")\ndone\n"
            )
        };
        format!(
            r#"#!/bin/bash
{head}set -euo pipefail
mkdir -p output/slurm

submit_tasks() {{
  sbatch --parsable --kill-on-invalid-dep=yes "$@" <<'TASK'
#!/bin/bash
#SBATCH --job-name=forceflow-{name}
#SBATCH --array=1-{tasks}
#SBATCH --cpus-per-task={cpus}
#SBATCH --mem={memory_mb}M
#SBATCH --time={minutes}
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=output/slurm/%x-%A_%a.log
exec "${{FORCEFLOW:-forceflow}}" {command} --shard "$SLURM_ARRAY_TASK_ID/{tasks}" --threads {cpus}
TASK
}}

tasks=$(submit_tasks)
{again}merge=$(sbatch --parsable --kill-on-invalid-dep=yes --dependency="afterok:${{tasks%%;*}}" <<'MERGE'
#!/bin/bash
#SBATCH --job-name=forceflow-{name}-merge
#SBATCH --cpus-per-task={cpus}
#SBATCH --mem={merge_memory_mb}M
#SBATCH --time={merge_minutes}
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=output/slurm/%x-%j.log
exec "${{FORCEFLOW:-forceflow}}" {command} --only-kept --threads {cpus}
MERGE
)
echo "tasks ${{tasks%%;*}}, merge ${{merge%%;*}}"
"#,
            head = self.head("by Slurm", "bash THIS-FILE"),
        )
    }

    /// A Snakefile with a rule for tasks and one for the merge.
    pub(super) fn snakemake(&self) -> String {
        let command = self.command();
        let Size { tasks, rounds, cpus, minutes, memory_mb, merge_minutes, merge_memory_mb, .. } = self.size;
        // Marks of another command, or of parts that were numbered otherwise, are not taken for those of this one.
        let hash = blake3::hash(format!("{command}, {tasks} tasks").as_bytes()).to_hex();
        let reads: Vec<String> = self.reads.iter().map(|file| file.display().to_string()).collect();
        format!(
            r#"{head}import os

FORCEFLOW = os.environ.get("FORCEFLOW", "forceflow")
COMMAND = {command}
READS = {reads}
TASKS = {tasks}
ROUNDS = {rounds}
DONE = "output/shards/{name}-{hash}"


def done(round):
    return [f"{{DONE}}/{{round}}-{{part}}" for part in range(1, TASKS + 1)] if round > 0 else READS


rule merge:
    input:
        done(ROUNDS),
    threads: {cpus}
    resources:
        runtime={merge_minutes},
        mem_mb={merge_memory_mb},
    shell:
        "{{FORCEFLOW:q}} {{COMMAND}} --only-kept --threads {{threads}}"


rule shard:
    input:
        lambda wildcards: done(int(wildcards.round) - 1),
    output:
        touch(DONE + "/{{round}}-{{part}}"),
    threads: {cpus}
    retries: 3
    resources:
        runtime={minutes},
        mem_mb={memory_mb},
    shell:
        "{{FORCEFLOW:q}} {{COMMAND}} --shard {{wildcards.part}}/{{TASKS}} --threads {{threads}}"
"#,
            head = self.head("by Snakemake", "snakemake --snakefile THIS-FILE --cores all"),
            command = json!(command),
            reads = json!(reads),
            name = self.name,
            hash = &hash[..12],
        )
    }

    /// A script for GNU parallel, over the hosts of a file.
    pub(super) fn parallel(&self) -> String {
        let command = self.command();
        let Size { tasks, rounds, cpus, .. } = self.size;
        // GNU parallel would put arguments where a word happens to hold `{}` or its like. Words with braces stand in quotes,
        // which end and begin again between the brace and what follows.
        let part = format!("forceflow {} --shard {{}}/{tasks} --threads {cpus}", command.replace('{', "{''"));
        let percent = (100 / cpus).max(1);
        let repeat = format!("for _ in $(seq {rounds}); do\n");
        let (round, done) = if rounds == 1 { ("", "") } else { (repeat.as_str(), "\ndone") };
        format!(
            r#"#!/bin/bash
{head}# hosts.txt has a line for each host, as user@host; a colon stands for this one.
set -euo pipefail
mkdir -p output
{round}seq {tasks} | parallel --sshloginfile hosts.txt --workdir "$PWD" --jobs {percent}% --retries 3 \
  --joblog output/parallel.log {part}{done}
forceflow {command} --only-kept --threads {cpus}
"#,
            head = self.head("by GNU parallel over ssh", "bash THIS-FILE"),
            part = shell_word(&part),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(words: &[&str], rounds: u32) -> (Vec<String>, Size) {
        let size = Size {
            tasks: 3,
            rounds,
            cpus: 2,
            minutes: 20,
            memory_mb: 1_000,
            merge_minutes: 15,
            merge_memory_mb: 1_000,
            said: "Small.".to_owned(),
        };
        (words.iter().map(|word| (*word).to_owned()).collect(), size)
    }

    #[test]
    fn words_are_quoted_for_the_shell_and_for_what_reads_them_before_it() {
        let (words, size) = job(&["run", "it's.json", "--set", "a={}"], 1);
        let job = Job { name: "run", words, reads: &[], size };
        let quoted = r"run 'it'\''s.json' --set 'a={}'";
        assert!(job.slurm().contains(&format!("forceflow}}\" {quoted} --shard")), "{}", job.slurm());
        assert!(job.snakemake().contains(r#"COMMAND = "run 'it'\\''s.json' --set 'a={}'""#));
        // The shell reads 'forceflow ... '"a={''}"'...', which a shell on a host reads as a={}.
        let parallel = job.parallel();
        assert!(parallel.contains(r"a={'\'''\''}"), "{parallel}");
        assert!(parallel.contains(&format!("\nforceflow {quoted} --only-kept")), "{parallel}");
    }

    #[test]
    fn later_rounds_wait_for_earlier_ones() {
        let (words, size) = job(&["calibrate", "a.json"], 4);
        let job = Job { name: "calibrate", words, reads: &[PathBuf::from("a.json")], size };
        assert!(job.slurm().contains("for _ in $(seq 2 4); do"));
        assert!(job.snakemake().contains("READS = [\"a.json\"]\nTASKS = 3\nROUNDS = 4\n"));
        assert!(job.parallel().contains("for _ in $(seq 4); do") && job.parallel().contains("--jobs 50%"));
    }
}
