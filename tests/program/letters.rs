//! Letters of a stranger that give orders: to a terminal, to a spreadsheet, to a reader of Markdown. None reaches one.

use std::fs;

use serde_json::{Value, json};

use crate::support::{forceflow, scratch, shell};

const BRIDGE: &str = "scenarios/checks/air-bridge.json";

/// Letters that give a terminal orders, or turn those around them.
fn gives_orders(text: &str) -> bool {
    text.chars().any(|letter| {
        (letter.is_control() && letter != '\n')
            || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

#[test]
fn letters_that_give_orders_reach_no_terminal() {
    let scratch = scratch();
    let orders = "\u{1b}[31m\u{7}\u{202e}\u{9b}2J\r";
    let text = fs::read_to_string(BRIDGE).expect("the air bridge");
    let mut scenario: Value = serde_json::from_str(&text).expect("JSON");
    scenario["title"] = json!(format!("Title {orders}"));
    scenario["authors"] = json!([format!("Author {orders}")]);
    scenario["places"]["origin"]["name"] = json!(format!("Origin {orders}"));
    let path = scratch.path().join(format!("file{orders}.json"));
    fs::write(&path, scenario.to_string()).expect("written");
    scenario[format!("unknown{orders}")] = json!(1);
    let wrong = scratch.path().join(format!("wrong{orders}.json"));
    fs::write(&wrong, serde_json::to_string_pretty(&scenario).expect("JSON")).expect("written");
    let (file, wrong) = (path.to_str().expect("utf-8"), wrong.to_str().expect("utf-8"));
    let at = |name: &str| scratch.path().join(format!("{name}{orders}")).display().to_string();
    let (out, points) = (at("out"), at("points"));
    let small = ["-n", "3", "--no-charts", "--out", &out];
    let kept = ["--points", points.as_str()];
    let goal = ["--vary", "fleets.bridge.count=8..9", "--goal", "closure_h.mean <= 60"];
    let missing = at("missing");
    let set = format!("fleets.bridge.count={orders}");
    let commands: Vec<Vec<&str>> = vec![
        [&["run", file][..], &small].concat(),
        vec!["verify", &out],
        vec!["report", &out],
        vec!["chart", &out, "--formats", "svg"],
        [&["compare", file, "--set", "fleets.bridge.count=8"][..], &small, &kept].concat(),
        [&["compare", file, BRIDGE, "--format", "markdown"][..], &small, &kept].concat(),
        [&["sweep", file][..], &goal[..2], &small, &kept].concat(),
        [&["size", file][..], &goal, &small, &kept].concat(),
        [&["why", file][..], &small].concat(),
        vec!["check", file],
        vec!["check", wrong],
        vec!["check", wrong, "--format", "json"],
        vec!["run", wrong],
        vec!["paths", file],
        vec!["paths", file, "--matching", orders],
        vec!["run", &missing],
        vec!["verify", &missing],
        vec!["run", file, "--set", &set],
        vec!["run", file, orders],
        vec!["run", file, "--seed", orders],
        vec![orders],
        vec!["explain", orders],
        vec!["import", file],
        vec!["init", &out],
    ];
    for command in commands {
        let ran = forceflow(&command);
        assert!(ran.code <= 3, "{command:?}: {}", ran.stderr);
        assert!(!gives_orders(&ran.stderr), "{command:?}: {:?}", ran.stderr);
        assert!(!gives_orders(&ran.stdout), "{command:?}: {:?}", ran.stdout);
    }
}

#[test]
fn a_name_is_no_formula_in_a_table_and_no_markup_in_markdown() {
    let scratch = scratch();
    for name in ["=cmd|x.json", "@a*b*.json", "<b>.json"] {
        fs::copy(BRIDGE, scratch.path().join(name)).expect("a copy");
    }
    let compared = |format: &str| {
        let script = format!(
            "cd '{}'; \"$F\" compare './=cmd|x.json' './@a*b*.json' './<b>.json' -n 3 --no-charts --quiet --format {format} \
             --out '{format}' --points points",
            scratch.path().display()
        );
        let ran = shell(&script);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout
    };
    let table = compared("csv");
    assert!(table.contains("'=cmd|x") && table.contains("'@a*b*"), "{table}");
    for line in table.lines() {
        assert!(!line.starts_with(['=', '@']) && !line.contains(",=") && !line.contains(",@"), "{line}");
    }
    let markdown = compared("markdown");
    assert!(markdown.contains("=cmd\\|x") && markdown.contains("\\<b\\>"), "{markdown}");
    assert!(markdown.contains("@a\\*b\\*"), "{markdown}");
}
