//! Flags and commands of other programs, answered with those of this one.

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Flags that people type, with those that they mean, in the order in which a command is asked for them.
const FLAGS: &[(&[&str], &[&str])] = &[
    (
        &[
            "reps",
            "rep",
            "runs",
            "n",
            "iterations",
            "iter",
            "samples",
            "trials",
            "repetitions",
            "repeat",
            "count",
        ],
        &["--replications"],
    ),
    (&["output", "o", "dir", "outdir", "output-dir", "folder", "directory", "save", "to"], &["--out"]),
    (&["json"], &["--format json", "--format"]),
    (&["csv"], &["--format csv", "--format"]),
    (&["markdown", "md"], &["--format markdown", "--format"]),
    (&["latex", "tex"], &["--format latex", "--format"]),
    (&["silent", "q", "no-progress"], &["--quiet"]),
    (&["jobs", "j", "cores", "workers", "cpus", "parallel", "procs"], &["--threads"]),
    (&["range", "param", "parameter", "sweep", "values", "vary-param"], &["--vary", "--set"]),
    (&["change", "override", "with", "value", "d", "s"], &["--set"]),
    (&["target", "objective", "until", "aim"], &["--goal"]),
    (&["random-seed", "rng", "rng-seed", "random"], &["--seed"]),
    (&["no-plots", "no-figures", "no-graphs", "no-pictures"], &["--no-charts"]),
    (&["accuracy", "tolerance", "half-width", "error"], &["--precision"]),
    (&["replication", "replicate", "run"], &["--show"]),
    (&["browser", "view"], &["--open"]),
    (&["filter", "grep", "search"], &["--matching", "--only"]),
];

/// Commands that people type, with those that they mean.
const COMMANDS: &[(&[&str], &str)] = &[
    (&["simulate", "sim", "start", "execute"], "run"),
    (&["validate", "lint", "verify-scenario", "test"], "check"),
    (&["diff", "versus", "vs"], "compare"),
    (&["new", "create", "template"], "init"),
    (&["optimize", "optimise", "search", "solve"], "size"),
    (&["plot", "draw", "figure", "figures"], "chart"),
    (&["list", "ls", "keys"], "paths"),
    (&["vary", "scan", "grid"], "sweep"),
    (&["tornado", "sobol", "morris"], "sensitivity"),
    (&["explain-code", "doc", "docs", "reference", "man"], "explain"),
    (&["diary", "cause"], "why"),
];

/// Below this likeness a suggestion would puzzle more than help.
const LEAST_LIKENESS: f64 = 0.85;

/// Puts the right flag or command into what is said of an unknown one.
pub(super) fn answered(mut error: clap::Error, typed: &[String], program: &Command) -> clap::Error {
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let Some(ContextValue::String(wrong)) = error.get(ContextKind::InvalidArg).cloned() else {
                return error;
            };
            let command = typed.iter().skip(1).find_map(|word| program.find_subcommand(word));
            let meant = command.and_then(|command| flag(&wrong, command));
            // What the parser offers is the nearest by letters, or to take the flag for a file.
            error.remove(ContextKind::SuggestedArg);
            error.remove(ContextKind::SuggestedValue);
            error.remove(ContextKind::TrailingArg);
            error.remove(ContextKind::Suggested);
            if let Some(command) = command {
                let mut command = command.clone().bin_name(format!("forceflow {}", command.get_name()));
                error.insert(ContextKind::Usage, ContextValue::StyledStr(command.render_usage()));
            }
            if let Some(meant) = meant {
                error.insert(ContextKind::SuggestedArg, ContextValue::String(meant));
            }
        }
        ErrorKind::InvalidSubcommand => {
            let Some(ContextValue::String(wrong)) = error.get(ContextKind::InvalidSubcommand).cloned() else {
                return error;
            };
            if let Some(meant) = command(&wrong, program) {
                let meant = ContextValue::Strings(vec![meant]);
                error.insert(ContextKind::SuggestedSubcommand, meant);
            }
        }
        _ => {}
    }
    error
}

/// The flag of a command that a word means: a known other name, else the nearest by letters.
fn flag(wrong: &str, command: &Command) -> Option<String> {
    let word = wrong.trim_start_matches('-').split('=').next().unwrap_or_default().to_lowercase();
    let longs: Vec<&str> = command.get_arguments().filter_map(|argument| argument.get_long()).collect();
    let has = |flag: &str| {
        let name = flag.trim_start_matches('-').split(' ').next().unwrap_or_default();
        longs.contains(&name)
    };
    let known = FLAGS.iter().find(|(words, _)| words.contains(&word.as_str()));
    let known = known.and_then(|(_, flags)| flags.iter().find(|flag| has(flag)));
    if let Some(flag) = known {
        return Some((*flag).to_owned());
    }
    let near = longs.iter().map(|long| (strsim::jaro_winkler(&word, long), *long));
    let near = near.filter(|(likeness, _)| *likeness >= LEAST_LIKENESS).max_by(|a, b| a.0.total_cmp(&b.0));
    near.map(|(_, long)| format!("--{long}"))
}

/// The command that a word means.
fn command(wrong: &str, program: &Command) -> Option<String> {
    let word = wrong.to_lowercase();
    if let Some((_, name)) = COMMANDS.iter().find(|(words, _)| words.contains(&word.as_str())) {
        return Some((*name).to_owned());
    }
    let names = program.get_subcommands().filter(|one| !one.is_hide_set()).map(Command::get_name);
    let near = names.map(|name| (strsim::damerau_levenshtein(&word, name), name));
    near.filter(|(steps, name)| 3 * steps <= name.len()).min().map(|(_, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(typed: &[&str]) -> String {
        let program = super::super::command();
        let typed: Vec<String> = typed.iter().map(|word| (*word).to_owned()).collect();
        let error = program.clone().try_get_matches_from(&typed).expect_err("refused");
        answered(error, &typed, &program).render().to_string()
    }

    #[test]
    fn an_unknown_flag_is_answered_with_the_right_one() {
        for (command, wrong, right) in [
            ("run", "--reps", "'--replications'"),
            ("run", "--runs", "'--replications'"),
            ("run", "--output", "'--out'"),
            ("run", "-o", "'--out'"),
            ("run", "--json", "'--format json'"),
            ("run", "--cores", "'--threads'"),
            ("run", "--no-chart", "'--no-charts'"),
            ("run", "--seeds", "'--seed'"),
            ("sweep", "--range", "'--vary'"),
            ("size", "--target", "'--goal'"),
            ("paths", "--filter", "'--matching'"),
        ] {
            let text = said(&["forceflow", command, "a.json", wrong, "3"]);
            assert!(text.contains(right), "{command} {wrong}: {text}");
            assert!(text.contains(&format!("Usage: forceflow {command}")), "{text}");
        }
        let none = said(&["forceflow", "run", "a.json", "--zzz"]);
        assert!(!none.contains("tip"), "{none}");
    }

    #[test]
    fn an_unknown_command_is_answered_with_the_right_one() {
        for (wrong, right) in
            [("simulate", "'run'"), ("rnu", "'run'"), ("optimise", "'size'"), ("comapre", "'compare'")]
        {
            let text = said(&["forceflow", wrong, "a.json"]);
            assert!(text.contains(right), "{wrong}: {text}");
        }
    }
}
