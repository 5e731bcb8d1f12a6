//! Input that somebody made to break the program, or that a crash left behind: it is refused or made again with a word, and
//! never believed.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{files, forceflow, kept_files, results, scratch, shell};

const BRIDGE: &str = "scenarios/checks/air-bridge.json";

/// The hash that a point holds of its replications.
fn with_hash(mut point: Value) -> Value {
    let hash = blake3::hash(point["replications"].to_string().as_bytes());
    point["replications_hash"] = json!(hash.to_hex().to_string());
    point
}

/// A change of one kept point.
type Damage = fn(&str) -> String;

/// A point with other replications; `honest` gives them their hash.
fn with_replications(text: &str, replications: Value, honest: bool) -> String {
    let mut point: Value = serde_json::from_str(text).expect("JSON");
    point["replications"] = replications;
    if honest { with_hash(point).to_string() } else { point.to_string() }
}

/// The first replication of a point, as many times as the point has replications, changed.
fn each_changed(text: &str, change: impl Fn(&mut Value)) -> Value {
    let point: Value = serde_json::from_str(text).expect("JSON");
    let mut all = point["replications"].clone();
    all.as_array_mut().expect("a list").iter_mut().for_each(change);
    all
}

#[test]
fn a_kept_point_that_was_changed_is_made_again_with_a_warning() {
    let compare: &[&str] = &["compare", BRIDGE, "--set", "fleets.bridge.count=8", "-n", "6", "--no-charts"];
    let sweep: &[&str] = &["sweep", BRIDGE, "--vary", "fleets.bridge.count=8..9", "-n", "6", "--no-charts"];
    let cases: &[(&[&str], Damage)] = &[
        (sweep, |text| {
            with_replications(text, each_changed(text, |one| one["replications"][0] = json!(1)), false)
        }),
        (sweep, |text| text[..text.len() / 2].to_owned()),
        (sweep, |_| String::new()),
        (sweep, |_| "null".to_owned()),
        (sweep, |text| with_replications(text, json!([]), false)),
        (sweep, |text| with_replications(text, json!([]), true)),
        (sweep, |text| with_replications(text, json!([[], [], [], [], [], []]), true)),
        (sweep, |text| text.replacen("\"format_version\":2", "\"format_version\":1", 1)),
        (sweep, |text| text.replacen("drawn", "given", 1)),
        (compare, |text| {
            with_replications(text, each_changed(text, |one| one["chain_ms"] = json!([])), true)
        }),
        (compare, |text| {
            with_replications(text, each_changed(text, |one| one["units_ms"] = json!([])), true)
        }),
        (compare, |text| {
            with_replications(text, each_changed(text, |one| one["contingents_ms"] = json!([1, 2])), true)
        }),
        (compare, |text| {
            with_replications(text, each_changed(text, |one| one["levels_ms"] = json!([1])), true)
        }),
    ];
    for (number, (command, damage)) in cases.iter().enumerate() {
        let scratch = scratch();
        let at = |name: &str| scratch.path().join(name).display().to_string();
        let run =
            |out: &str| forceflow(&[*command, &["--points", &at("points"), "--out", &at(out)][..]].concat());
        let first = run("first");
        assert_eq!((first.code, first.stderr.as_str()), (0, ""), "{number}");
        let kept = files(&scratch.path().join("points"));
        let damaged = &kept_files(&scratch.path().join("points"))[0];
        let text = fs::read_to_string(damaged).expect("a point");
        assert_ne!(damage(&text), text, "{number}");
        fs::write(damaged, damage(&text)).expect("written");
        let second = run("second");
        assert_eq!(second.code, 0, "{number}: {}", second.stderr);
        let warning = format!(
            "warning: `{}` does not hold what was kept there, and was made again\n",
            damaged.display()
        );
        assert_eq!(second.stderr, warning, "{number}");
        assert_eq!(
            results(&scratch.path().join("first")),
            results(&scratch.path().join("second")),
            "{number}"
        );
        assert_eq!(files(&scratch.path().join("points")), kept, "{number}: it is whole again");
        assert_eq!(run("third").stderr, "", "{number}");
    }
}

#[test]
fn replications_that_are_kept_with_a_hash_of_their_own_never_panic() {
    let set = "places.destination.terminal.working_spots=1..3";
    let size = ["size", BRIDGE, "--vary", set, "--goal", "closure_h.mean <= 1", "-n", "4", "--no-charts"];
    for odd in [
        json!([]),
        json!([i64::MAX]),
        json!(vec![i64::MIN; 64]),
        json!(vec![i64::MAX; 64]),
        json!(-1e308),
        json!(1e308),
    ] {
        let scratch = scratch();
        let at = |name: &str| scratch.path().join(name).display().to_string();
        let run = || forceflow(&[&size[..], &["--points", &at("points"), "--out", &at("out")]].concat());
        assert!(run().code <= 1);
        for point in kept_files(&scratch.path().join("points")) {
            let text = fs::read_to_string(&point).expect("a point");
            let all = each_changed(&text, |one| *one = odd.clone());
            fs::write(&point, with_replications(&text, all, true)).expect("written");
        }
        let again = run();
        assert!(again.code <= 2 && !again.stderr.contains("panicked"), "{odd}: {}", again.stderr);
    }
}

#[cfg(unix)]
fn pipe(path: &Path) {
    assert!(std::process::Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
}

/// Wherever a file is read, a pipe in its place is refused: nobody writes into it, and the program would wait for ever.
#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_refused_with_a_word() {
    let scratch = scratch();
    let at = |name: &str| scratch.path().join(name).display().to_string();
    pipe(&scratch.path().join("pipe"));
    let fifo = at("pipe");
    for command in [
        &["run", &fifo][..],
        &["check", &fifo],
        &["paths", &fifo],
        &["why", &fifo],
        &["compare", BRIDGE, &fifo],
        &["sweep", &fifo, "--vary", "fleets.bridge.count=1..2"],
        &["size", &fifo, "--vary", "fleets.bridge.count=1..2", "--goal", "closure_h.mean <= 1"],
        &["sensitivity", &fifo],
        &["backtest", &fifo],
        &["import", &fifo],
        &["import", "tests/program/hostile.rs", "--into", &fifo],
    ] {
        let ran = forceflow(command);
        let said = ran.stdout + &ran.stderr;
        assert!((1..=2).contains(&ran.code), "{command:?}: {said}");
        let named = said.contains("E0001") && said.contains("it is a pipe") && said.contains("`-`");
        assert!(named || command.contains(&"tests/program/hostile.rs"), "{command:?}: {said}");
    }
    // Files that name other files.
    let write = |name: &str, text: &str| fs::write(scratch.path().join(name), text).expect("written");
    write("variant.json", r#"{"format_version": 1, "based_on": "pipe", "changes": {}}"#);
    write("including.json", r#"{"format_version": 1, "include": ["pipe"]}"#);
    for file in ["variant.json", "including.json"] {
        let ran = forceflow(&["run", &at(file)]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(ran.stderr.contains("it is a pipe"), "{}", ran.stderr);
    }
    // Folders of results.
    let out = scratch.path().join("out");
    let run = ["run", BRIDGE, "-n", "3", "--no-charts", "--out", out.to_str().expect("utf-8")];
    for file in ["manifest.json", "result.json", "replications.csv", "figure-data.json"] {
        assert_eq!(forceflow(&run).code, 0);
        fs::remove_file(out.join(file)).expect("removed");
        pipe(&out.join(file));
        for command in [&["verify", &at("out")][..], &["chart", &at("out")], &["report", &at("out")]] {
            assert!((1..=3).contains(&forceflow(command).code), "{command:?} {file}");
        }
        assert!(forceflow(&["compare", BRIDGE, &at("out"), "-n", "3", "--out", &at("compared")]).code <= 3);
        fs::remove_dir_all(&out).expect("removed");
    }
    // Kept points.
    let sweep = ["sweep", BRIDGE, "--vary", "fleets.bridge.count=8..9", "-n", "3", "--no-charts"];
    let sweep = || forceflow(&[&sweep[..], &["--points", &at("points"), "--out", &at("swept")]].concat());
    assert_eq!(sweep().code, 0);
    let point = kept_files(&scratch.path().join("points")).remove(0);
    fs::remove_file(&point).expect("removed");
    pipe(&point);
    let again = sweep();
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert!(again.stderr.contains("was made again") && point.is_file(), "{}", again.stderr);
}

#[cfg(unix)]
#[test]
fn a_device_is_no_file_and_a_pipe_of_the_shell_names_the_way_to_read_it() {
    let ran = forceflow(&["check", "/dev/zero"]);
    assert!(ran.code == 1 && ran.stdout.contains("it is a device"), "{}", ran.stdout);
    let ran = shell(&format!("cat {BRIDGE} | \"$F\" check /dev/stdin"));
    assert!(ran.code == 1 && ran.stdout.contains("`-` names standard input"), "{}", ran.stdout);
}

#[test]
fn standard_input_is_read_wherever_a_file_is() {
    let scratch = scratch();
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let piped = |command: &str| {
        let ran = shell(&format!("cat {BRIDGE} | \"$F\" {command}"));
        assert_eq!(ran.code, 0, "{command}: {}{}", ran.stdout, ran.stderr);
        ran
    };
    assert_eq!(piped("check -").stdout, "-: no mistakes\n");
    assert!(piped("paths -").stdout.contains("fleets.bridge.count"));
    let small = "-n 3 --no-charts --quiet";
    piped(&format!("run - {small} --out '{}'", at("run")));
    let named = ["run", BRIDGE, "-n", "3", "--no-charts", "--out", &at("named")];
    assert_eq!(forceflow(&named).code, 0);
    let result = |name: &str| fs::read(scratch.path().join(name).join("result.json")).expect("a result");
    assert_eq!(result("run"), result("named"));
    assert_eq!(forceflow(&["verify", &at("run")]).code, 0);
    // It is read once and used as often as it is named.
    piped(&format!("compare - --set fleets.bridge.count=8 {small} --out '{}'", at("compared")));
    piped(&format!(
        "sweep - --vary fleets.bridge.count=8..9 {small} --points '{}' --out '{}'",
        at("p"),
        at("s")
    ));
    piped(&format!("why - {small} --out '{}'", at("why")));
    let wrong = shell("echo '{\"format_version\": 1, \"titel\": 1}' | \"$F\" check -");
    assert!(wrong.code == 1 && wrong.stdout.contains("standard input:1:"), "{}", wrong.stdout);
    let table = "contingent,unit,personnel,home,to\nforce,second,10,origin,destination\n";
    fs::write(scratch.path().join("units.csv"), table).expect("written");
    let from = |script: &str| shell(&format!("cd '{}'; {script}", scratch.path().display()));
    let units = from("\"$F\" import - < units.csv");
    assert!(units.code == 0 && units.stdout.contains("\"second\""), "{}", units.stderr);
    let into = shell(&format!("\"$F\" import '{}' --into - < {BRIDGE}", at("units.csv")));
    assert!(into.code == 0 && into.stdout.contains("\"second\""), "{}", into.stderr);
    // What comes through standard input may be based on a file of the current folder, and never on standard input.
    let base = from(r#"echo '{"format_version": 1, "based_on": "-", "changes": {}}' | "$F" check -"#);
    assert!(base.code == 1 && base.stdout.contains("E0014"), "{}", base.stdout);
}

/// Texts that are small for what they hold, read with 700 MB of address space.
#[cfg(target_os = "linux")]
#[test]
fn a_text_takes_no_more_memory_than_the_limits_say() {
    let scratch = scratch();
    let check = |text: String, ending: &str| {
        let path = scratch.path().join(format!("file.{ending}"));
        fs::write(&path, text).expect("written");
        let command = if ending == "csv" { "import" } else { "check --format json" };
        shell(&format!("ulimit -v 700000; \"$F\" {command} '{}'", path.display()))
    };
    let ones = check(format!("[1{}]", ",1".repeat(10_000_000)), "json");
    assert!(ones.code == 1 && ones.stdout.contains("E0002"), "{}{}", ones.stdout, ones.stderr);
    assert!(ones.stdout.contains("more than 1000000 values"), "{}", ones.stdout);
    let twice = check(format!("{{\"a\":1{}}}", ",\"a\":1".repeat(900_000)), "json");
    assert_eq!(twice.code, 1, "{}", twice.stderr);
    assert_eq!(twice.stdout.lines().count(), 100, "one of each hundred would be too many");
    let deep = check(format!("{}{}", "[".repeat(3_000_000), "]".repeat(3_000_000)), "json");
    assert!(deep.code == 1 && deep.stdout.contains("E0006"), "{}{}", deep.stdout, deep.stderr);
    let nested = format!("{}{}{}", "{\"a\":[".repeat(60), "1,".repeat(400_000) + "1", "]}".repeat(60));
    assert_eq!(check(nested, "json").code, 1);
    let cells = check(format!("contingent,unit\n{}\n", ",".repeat(12_000_000)), "csv");
    assert!(cells.code == 2 && !cells.stderr.contains("panicked"), "{}", cells.stderr);
    let large = check("x".repeat(17 << 20), "csv");
    assert!(large.code == 2 && large.stderr.contains("larger than 16 MiB"), "{}", large.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn memory_that_is_used_up_ends_with_3_and_a_word() {
    let scratch = scratch();
    let path = scratch.path().join("long.json");
    fs::write(&path, format!("{{\"title\": \"{}\"}}", "x".repeat(60 << 20))).expect("written");
    let ran = shell(&format!("ulimit -v 200000; \"$F\" check '{}'", path.display()));
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("error: the memory is used up"), "{}", ran.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn threads_that_cannot_be_started_are_done_without() {
    let scratch = scratch();
    let course = "scenarios/course/3-variability.json";
    let run = |limit: &str, out: &str| {
        let out = scratch.path().join(out);
        let ran = shell(&format!(
            "{limit} \"$F\" run {course} -n 2000 --threads 1000 --quiet --out '{}'",
            out.display()
        ));
        assert_eq!(ran.code, 0, "{limit}: {}", ran.stderr);
        results(&out)
    };
    let all = run("", "all");
    assert_eq!(run("ulimit -v 400000;", "few"), all);
    // Another user may have no process but this one.
    if shell("id -u").stdout.trim() != "0" {
        assert_eq!(run("ulimit -u 1;", "one"), all);
    }
}

#[test]
fn what_a_variant_is_based_on_is_shown_only_if_it_is_a_scenario() {
    let scratch = scratch();
    let write = |name: &str, text: &[u8]| fs::write(scratch.path().join(name), text).expect("written");
    for secret in [
        &b"root:SECRET:0:0\n"[..],
        b"SECRET",
        b"\"SECRET\"",
        b"[\"SECRET\"]",
        b"{\"password\": \"SECRET\"}",
        b"{\"password\": \"SECRET\", \"password\": 1}",
        b"{\"format_version\": \"SECRET\"}",
        b"{\"SECRET\": 1, \"format_version\": 7}",
        b"\xef\xbb\xbf{\"SECRET\": 1}",
        b"{\"SECRET\": \xff}",
        b"{\"SECRET\": 1e999}",
    ] {
        write("secret", secret);
        write("variant.json", br#"{"format_version": 1, "based_on": "secret", "changes": {}}"#);
        let ran = forceflow(&["run", &scratch.path().join("variant.json").display().to_string()]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(!ran.stderr.contains("SECRET") && !ran.stderr.contains("root"), "{}", ran.stderr);
        assert!(ran.stderr.contains("error[E0014]") || ran.stderr.contains("error[E0009]"), "{}", ran.stderr);
        assert!(ran.stderr.contains("based_on"), "{}", ran.stderr);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn help_and_summaries_end_with_3_on_a_full_disk_and_quietly_on_a_closed_pipe() {
    let scratch = scratch();
    let out = scratch.path().join("out").display().to_string();
    for command in [
        "--help".to_owned(),
        "--version".to_owned(),
        "run --help".to_owned(),
        "schema".to_owned(),
        "completions bash".to_owned(),
        "explain E0001".to_owned(),
        format!("paths {BRIDGE}"),
        format!("check {BRIDGE}"),
        format!("run {BRIDGE} -n 3 --no-charts --out '{out}'"),
        format!("verify '{out}'"),
    ] {
        let full = shell(&format!("\"$F\" {command} > /dev/full"));
        assert_eq!(full.code, 3, "{command}: {}", full.stderr);
        assert!(full.stderr.contains("cannot write `standard output`"), "{command}: {}", full.stderr);
        // The reader has ended before the first word comes.
        let closed = shell(&format!("(sleep 0.1; \"$F\" {command}; echo $? >&3) 3>&2 | true"));
        assert_eq!(closed.stderr, "0\n", "{command}");
    }
}

#[test]
fn numbers_in_messages_are_short_and_not_zero() {
    for (set, says) in [
        ("fleets.bridge.count=1e300", "1e+300"),
        ("carrier_types.freighter.load_h=1e300", "1e300 h"),
        ("carrier_types.freighter.load_h=-1e-7", "-1e-7 h"),
    ] {
        let ran =
            forceflow(&["run", BRIDGE, "--set", set, "-n", "2", "--no-charts", "--out", "/proc/results"]);
        assert!(ran.code >= 2, "{set}: {}", ran.stderr);
        assert!(ran.stderr.contains(says), "{set}: {}", ran.stderr);
        assert!(
            !ran.stderr.contains(" inf") && !ran.stderr.contains("0000000000000"),
            "{set}: {}",
            ran.stderr
        );
    }
}

#[test]
fn a_range_may_be_written_in_seventy_thousand_digits() {
    let vary = format!("fleets.bridge.count=8..9:1.{}", "0".repeat(70_000));
    let scratch = scratch();
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let ran = forceflow(&[
        "sweep",
        BRIDGE,
        "--vary",
        &vary,
        "-n",
        "2",
        "--no-charts",
        "--out",
        &at("out"),
        "--points",
        &at("points"),
    ]);
    assert!(ran.code <= 2 && !ran.stderr.contains("panicked"), "{:.300}", ran.stderr);
}
