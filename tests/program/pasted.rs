//! `forceflow run` as somebody meets it who pastes its summary elsewhere, or looks for its files.

use crate::support::{forceflow, scratch, within};

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";

/// Runs the air bridge with names that LaTeX and Markdown would read as orders.
fn pasted(format: &str, more: &[&str]) -> String {
    let scratch = scratch();
    let out = scratch.path().join("out").display().to_string();
    let names = [
        "--set",
        r#"title="A & B_1: 50 % of {x} | #2""#,
        "--set",
        r#"contingents.force.name="[Force] ~1^2 $\\x *""#,
    ];
    let words = ["run", AIR_BRIDGE, "-n", "3", "--no-charts", "--out", &out, "--format", format];
    let ran = forceflow(&[words.as_slice(), &names, more].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    ran.stdout
}

#[test]
fn the_summary_is_latex_that_compiles_as_it_stands() {
    let chance = ["--set", r#"carrier_types.freighter.load_h={"uniform": {"min": 2, "max": 4}}"#];
    let latex = pasted("latex", &chance);
    assert!(latex.starts_with("% forceflow run air-bridge.json "), "{latex}");
    for line in [
        r"\caption{A \& B\_1: 50 \% of \{x\} \textbar{} \#2 (3 replications, seed 1)}",
        r"\begin{tabular}{ll}",
        r"\begin{tabular}{lrrrrrr}",
        r"Contingent & people & vehicles & closure & p05 & p50 & p95 \\",
        r"Cause & hours & share of the runs \\",
    ] {
        assert!(latex.lines().any(|found| found == line), "{line}\n{latex}");
    }
    let force =
        latex.lines().find(|line| line.contains("Force") && !line.starts_with('%')).expect("a contingent");
    assert!(
        force.starts_with(
            r"{[}Force{]} \textasciitilde{}1\textasciicircum{}2 \$\textbackslash{}x {*} & 2,000 & 120 &"
        ),
        "{force}"
    );
    assert!(latex.contains(r"$\pm$") && !latex.contains('±'), "{latex}");
    // Every row has as many cells as its table has columns, and every group ends.
    let mut columns = 0;
    for line in latex.lines() {
        if let Some(spec) = line.strip_prefix(r"\begin{tabular}{") {
            columns = spec.trim_end_matches('}').len();
        } else if line.ends_with(r"\\") {
            assert_eq!(line.replace(r"\&", "").matches('&').count() + 1, columns, "{line}");
        }
    }
    let bare = latex.replace(r"\{", "").replace(r"\}", "");
    assert_eq!(bare.matches('{').count(), bare.matches('}').count());
    for part in ["table", "tabular"] {
        let count = |word: &str| latex.matches(&format!("\\{word}{{{part}}}")).count();
        assert_eq!((count("begin"), count("end")), (3, 3), "{latex}");
    }
    assert!(!latex.contains("toprule"), "no package is needed");
}

#[test]
fn the_summary_is_markdown_with_the_numbers_of_the_text() {
    let markdown = pasted("markdown", &[]);
    for line in [
        r"A \& B\_1: 50 % of {x} \| \#2 (3 replications, seed 1):",
        "| Closure | 56.0 h |",
        "| On time | yes, by 72.0 h |",
        "| Delivered | 2,000 people and 120 vehicles |",
        "| Loaded trips | 40 |",
        "| Contingent | people | vehicles | closure |",
        "|---|---:|---:|---:|",
        "| unloading | 16.0 | 100 % |",
    ] {
        assert!(markdown.lines().any(|found| found == line), "{line}\n{markdown}");
    }
    assert!(markdown.contains("Made by `forceflow run air-bridge.json "), "{markdown}");
}

#[test]
fn who_names_no_folder_hears_where_things_are() {
    let scratch = scratch();
    let here = scratch.path();
    let ran = within(here, &["run", "air-bridge", "-n", "2"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let (_, said) = ran.stdout.split_once("Written to output/air-bridge\n").expect("where they are");
    let said: Vec<&str> = said.lines().take_while(|line| line.starts_with(' ')).collect();
    let said = said.join(" ");
    for word in ["--open", "--out FOLDER", "--format markdown"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    // All that is named is there.
    let named = said.split([' ', ',', '(', ')']).filter(|word| word.contains('.') || word.ends_with('/'));
    let named: Vec<&str> = named.collect();
    assert!(named.len() >= 7, "{named:?}");
    for name in named {
        assert!(here.join("output/air-bridge").join(name).exists(), "{name}: {said}");
    }
    let bare = within(here, &["run", "air-bridge", "-n", "2", "--no-charts", "--out", "mine"]);
    assert!(bare.stdout.contains("Written to mine\nReproduce "), "{}", bare.stdout);
    let bare = within(here, &["run", "air-bridge", "-n", "2", "--no-charts"]);
    assert!(!bare.stdout.contains("charts/") && bare.stdout.contains("report.html"), "{}", bare.stdout);
}
