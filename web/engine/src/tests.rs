//! The contract of pages: what they ask, and what they get.

use serde_json::{Value, json};

use crate::Engine;

const BRIDGE: &str = include_str!("../../../scenarios/checks/air-bridge.json");
const COURSE: &str = include_str!("../../../scenarios/course/3-variability.json");
const BASE: &str = include_str!("../../../scenarios/kazakhstan-2022.json");
const VARIANT: &str = include_str!("../../../scenarios/variants/kazakhstan-2022-no-an-124.json");

fn ask(engine: &mut Engine, request: &Value) -> Value {
    serde_json::from_str(&engine.answer(&request.to_string())).expect("JSON")
}

fn asked(request: &Value) -> Value {
    let answer = ask(&mut Engine::default(), request);
    assert!(answer["error"].is_null(), "{}", answer["error"]["text"]);
    answer["ok"].clone()
}

fn refused(request: &Value) -> String {
    let answer = ask(&mut Engine::default(), request);
    assert!(answer["ok"].is_null(), "{answer}");
    answer["error"]["text"].as_str().expect("words").to_owned()
}

#[test]
fn mistakes_have_places_and_words() {
    let text = BRIDGE.replacen("\"count\"", "\"cuont\"", 1);
    let found = asked(&json!({"call": "check", "name": "mine.json", "text": text}));
    assert_eq!(found["usable"], false);
    let first = &found["diagnostics"][0];
    assert_eq!((&first["code"], &first["severity"]), (&json!("E0012"), &json!("error")));
    let line = text.lines().position(|line| line.contains("cuont")).expect("a line") + 1;
    assert_eq!((&first["place"]["file"], &first["place"]["line"]), (&json!("mine.json"), &json!(line)));
    assert!(first["help"].as_str().expect("help").contains("count"), "{first}");
    assert!(found["text"].as_str().expect("words").contains("error[E0012]"), "{}", found["text"]);
    assert_eq!(
        asked(&json!({"call": "check", "text": BRIDGE})),
        json!({"usable": true, "text": "", "diagnostics": []})
    );
}

#[test]
fn paths_have_values_names_ranges_and_what_they_rest_on() {
    let found = asked(&json!({"call": "paths", "text": BASE}));
    let listed = found["paths"].as_array().expect("a list");
    let named = |path: &str| listed.iter().find(|one| one["path"] == path).expect(path);
    let fleet = named("fleets.vta-ivanovo.count")["name"].as_str().expect("a name");
    assert!(fleet.ends_with(": number of carriers"), "{fleet}");
    let ranged: Vec<&Value> = listed.iter().filter(|one| !one["range"].is_null()).collect();
    assert!(ranged.len() > 10, "{}", ranged.len());
    assert!(ranged.iter().all(|one| one["range"]["low"] != one["range"]["high"]));
    let source = listed.iter().find_map(|one| one["evidence"]["source"].as_str()).expect("a source");
    assert!(found["sources"][source]["title"].is_string());
    assert_eq!(named("dispatch")["value"], serde_json::from_str::<Value>(BASE).expect("JSON")["dispatch"]);
}

#[test]
fn a_run_in_steps_gives_the_files_of_a_run_at_once() {
    let study = json!({"text": COURSE, "set": {"horizon_h": 8000}, "seed": 7, "replications": 50});
    let with = |more: Value| {
        let mut request = study.clone();
        request.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        request
    };
    let whole = asked(&with(json!({"call": "run"})));
    let mut engine = Engine::default();
    let opened = ask(&mut engine, &with(json!({"call": "open", "study": "run"})))["ok"].clone();
    assert_eq!(opened["progress"], json!({"done": 0, "of": 50, "over": false}));
    let job = &opened["job"];
    let early = ask(&mut engine, &json!({"call": "read", "job": job}));
    assert!(early["error"]["text"].as_str().expect("words").contains("no replication yet"));
    let mut done = vec![];
    loop {
        let progress = ask(&mut engine, &json!({"call": "step", "job": job, "count": 20}))["ok"].clone();
        done.push(progress["done"].as_u64().expect("a number"));
        if progress["over"] == true {
            break;
        }
    }
    assert_eq!(done, [20, 40, 50]);
    let mut read = ask(&mut engine, &json!({"call": "read", "job": job}))["ok"].clone();
    read["warnings"] = opened["warnings"].clone();
    assert_eq!(read, whole);
    assert_eq!(ask(&mut engine, &json!({"call": "close", "job": job})), json!({"ok": {}}));
    let gone = ask(&mut engine, &json!({"call": "step", "job": job}));
    assert_eq!(gone["error"]["text"], "error: there is no job 1\n");
    let results: Value =
        serde_json::from_str(whole["files"]["result.json"].as_str().expect("JSON")).expect("JSON");
    assert_eq!((&results["seed"], &results["replications"]), (&json!(7), &json!(50)));
}

#[test]
fn ranges_are_drawn_when_asked_for() {
    let run = |uncertain: bool| {
        let request = json!({"call": "run", "text": BASE, "replications": 5, "uncertain": uncertain});
        asked(&request)["files"].clone()
    };
    let (fixed, drawn) = (run(false), run(true));
    assert_ne!(fixed["replications.csv"], drawn["replications.csv"]);
    assert!(refused(&json!({"call": "run", "text": BRIDGE, "uncertain": true})).contains("has a range"));
}

#[test]
fn a_comparison_in_steps_ends_as_one_at_once() {
    let request = json!({"call": "compare", "name": "course", "text": COURSE, "set": {"horizon_h": 8000.5}, "replications": 30});
    let whole = asked(&request);
    let comparison: Value =
        serde_json::from_str(whole["files"]["comparison.json"].as_str().expect("JSON")).expect("JSON");
    let difference = &comparison["differences"][0];
    assert_eq!(difference["alternative"], "horizon_h=8000.5", "as the program names it");
    assert_eq!((&difference["same"], &difference["distinguishable"]), (&json!(true), &json!(false)));
    let mut engine = Engine::default();
    let mut open = request.clone();
    (open["call"], open["study"]) = (json!("open"), json!("compare"));
    let job = ask(&mut engine, &open)["ok"]["job"].clone();
    for _ in 0..3 {
        ask(&mut engine, &json!({"call": "step", "job": job, "count": 13}));
    }
    let read = ask(&mut engine, &json!({"call": "read", "job": job}))["ok"].clone();
    assert_eq!((&read["replications"], &read["files"]), (&json!(30), &whole["files"]));
}

#[test]
fn scenarios_are_compared_with_the_first() {
    let other = json!({"name": "fewer", "text": BRIDGE, "set": {"fleets.bridge.count": 2}});
    let mut request =
        json!({"call": "compare", "name": "bridge", "text": BRIDGE, "others": [other], "replications": 5});
    let found = asked(&request);
    let text = found["files"]["comparison.json"].as_str().expect("JSON");
    assert!(text.contains("\"alternative\": \"fewer\""), "{text}");
    request["name"] = json!("fewer");
    assert!(refused(&request).contains("two scenarios have the name `fewer`"));
    request["set"] = json!({"fleets.bridge.count": 3});
    assert!(refused(&request).contains("with itself changed"));
    assert!(refused(&json!({"call": "compare", "text": BRIDGE})).contains("needs two scenarios"));
}

#[test]
fn why_tries_one_proposal_a_step() {
    let mut engine = Engine::default();
    let open = json!({"call": "open", "study": "why", "text": BRIDGE, "replications": 3});
    let opened = ask(&mut engine, &open)["ok"].clone();
    let of = opened["progress"]["of"].as_u64().expect("a number");
    assert!(of > 1);
    for done in 1..=of {
        let step = ask(&mut engine, &json!({"call": "step", "job": opened["job"], "count": 1}))["ok"].clone();
        assert_eq!(step, json!({"done": done, "of": of, "over": done == of}));
    }
    let read = ask(&mut engine, &json!({"call": "read", "job": opened["job"]}))["ok"].clone();
    let whole = asked(&json!({"call": "why", "text": BRIDGE, "replications": 3}));
    assert_eq!(read["files"], whole["files"]);
    let unknown = refused(&json!({"call": "why", "text": BRIDGE, "unit": "nobody"}));
    assert!(unknown.starts_with("error: there is no contingent or unit `nobody`\nhelp: "), "{unknown}");
}

#[test]
fn variants_find_their_bases_among_the_texts_and_no_file_is_read() {
    let mut request = json!({
        "call": "run", "name": "variants/no-an-124.json", "text": VARIANT, "replications": 2,
        "files": {"kazakhstan-2022.json": BASE},
    });
    assert_eq!(asked(&request)["replications"], 2);
    // A file of this name is there, below the folder in which tests run.
    request["files"] = json!({"kazakhstan-2021.json": BASE});
    let words = refused(&request);
    assert!(words.contains("E0014") && words.contains("did you mean `../kazakhstan-2021.json`?"), "{words}");
    let here =
        json!({"format_version": 1, "based_on": "../../scenarios/kazakhstan-2022.json", "changes": {}});
    let words = refused(&json!({"call": "run", "text": here.to_string()}));
    assert!(words.contains("there is no such file"), "{words}");
    let around = json!({"format_version": 1, "based_on": "scenario", "changes": {}}).to_string();
    let words = refused(&json!({"call": "run", "text": around, "files": {"scenario": around}}));
    assert!(words.contains("E0015"), "{words}");
}

#[test]
fn a_scenario_that_never_closes_says_who_is_stuck() {
    let answer = ask(
        &mut Engine::default(),
        &json!({"call": "run", "text": BRIDGE, "set": {"horizon_h": 1}, "replications": 2}),
    );
    let error = &answer["error"];
    assert_eq!(error["diagnostics"][0]["code"], "E3001");
    assert!(error["text"].as_str().expect("words").starts_with("error[E3001]: "), "{error}");
}

#[test]
fn what_is_set_is_a_value_and_its_mistakes_have_places() {
    let run = |set: Value| json!({"call": "run", "text": BRIDGE, "set": set, "replications": 1});
    asked(&run(json!({"dispatch": "shortest_cycle", "title": "<b>\u{0}&amp;\u{202e}"})));
    let answer =
        ask(&mut Engine::default(), &run(json!({"fleets.bridge.count": -1, "dispatch": "at_random"})));
    let found = answer["error"]["diagnostics"].as_array().expect("a list");
    assert!(!found.is_empty());
    assert!(found.iter().all(|one| one["place"]["file"] == "--set"), "{answer}");
    assert!(refused(&run(json!({"fleets.bridge.cuont": 3}))).contains("count"));
}

#[test]
fn requests_that_are_none_are_refused_with_words() {
    for (wrong, says) in [
        (json!({"call": "run", "text": BRIDGE, "replication": 3}), "unknown field `replication`"),
        (json!({"call": "walk"}), "unknown variant `walk`"),
        (json!({"call": "run"}), "the key `text` is missing"),
        (json!({"call": "run", "text": BRIDGE, "replications": 0}), "numbered from 1"),
        (json!({"call": "run", "text": BRIDGE, "seed": -1}), "the request cannot be read"),
        (json!({"call": "open", "text": BRIDGE}), "the key `study` is missing"),
        (json!({"call": "step"}), "the key `job` is missing"),
        (json!({"call": "run", "text": "[".repeat(100_000)}), "error"),
        (json!({"call": "run", "text": ""}), "error"),
        (json!([]), "the request cannot be read"),
    ] {
        let words = refused(&wrong);
        assert!(words.contains(says), "{says}: {words}");
    }
    let not_json = Engine::default().answer("{");
    assert!(not_json.contains("the request cannot be read"), "{not_json}");
}

#[test]
fn jobs_that_nobody_closes_are_bounded() {
    let mut engine = Engine::default();
    let open = json!({"call": "open", "study": "run", "text": BRIDGE, "replications": 1});
    let answers: Vec<Value> = (0..65).map(|_| ask(&mut engine, &open)).collect();
    assert!(answers[63]["error"].is_null());
    assert_eq!(
        answers[64]["error"]["text"],
        "error: 64 jobs are open\nhelp: close those that are done with\n"
    );
    ask(&mut engine, &json!({"call": "close", "job": answers[0]["ok"]["job"]}));
    assert!(ask(&mut engine, &open)["error"].is_null());
}

#[test]
fn parts_made_by_several_instances_join_to_the_comparison_of_one() {
    let study = json!({"name": "course", "text": COURSE, "set": {"horizon_h": 8000.5}, "replications": 30, "seed": 3});
    let with = |more: Value| {
        let mut request = study.clone();
        request.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        request
    };
    let whole = asked(&with(json!({"call": "compare"})));
    let mut engines = [Engine::default(), Engine::default()];
    let jobs = engines
        .each_mut()
        .map(|engine| ask(engine, &with(json!({"call": "open", "study": "compare"})))["ok"]["job"].clone());
    let mut made = vec![];
    for (index, first) in [1, 11, 21].into_iter().enumerate() {
        for system in 0..2 {
            let part = json!({"call": "part", "job": jobs[index % 2], "system": system, "first": first, "count": 10});
            made.push((system, ask(&mut engines[index % 2], &part)["ok"].clone()));
        }
    }
    let join = |engine: &mut Engine, system: usize, part: &Value| {
        let request = json!({"call": "join", "job": jobs[0], "system": system, "first": part["first"], "part": part["part"]});
        ask(engine, &request)
    };
    // Out of turn, of another scenario, or none at all: refused, and nothing is added.
    let early = join(&mut engines[0], 0, &made[2].1);
    assert!(early["error"]["text"].as_str().expect("words").contains("and 1 is due"), "{early}");
    let foreign = join(
        &mut engines[0],
        0,
        &json!({"first": 1, "part": [{"closure_ms": 1, "contingents_ms": [], "units_ms": [],
        "mean_arrival_h": null, "sorties": 0, "covered_ms": null, "withdrawal_ms": null, "chain_ms": [], "levels_ms": null}]}),
    );
    assert!(foreign["error"]["text"].as_str().expect("words").contains("another scenario"), "{foreign}");
    assert!(join(&mut engines[0], 0, &json!({"first": 1, "part": 7}))["error"]["text"].is_string());
    assert!(join(&mut engines[0], 9, &made[0].1)["error"]["text"].is_string());
    let mut progress = Value::Null;
    for (system, part) in &made {
        progress = join(&mut engines[0], *system, part)["ok"].clone();
    }
    assert_eq!(progress, json!({"done": 30, "of": 30, "over": true}));
    let read = ask(&mut engines[0], &json!({"call": "read", "job": jobs[0]}))["ok"].clone();
    assert_eq!(read["files"], whole["files"]);
    let run =
        ask(&mut engines[0], &json!({"call": "open", "study": "run", "text": BRIDGE}))["ok"]["job"].clone();
    assert!(ask(&mut engines[0], &json!({"call": "part", "job": run}))["error"]["text"].is_string());
}

#[test]
fn pages_are_the_files_of_the_program_that_need_no_pixels() {
    let found = asked(
        &json!({"call": "run", "name": "here/course.json", "text": COURSE, "replications": 5, "pages": true}),
    );
    let files = found["files"].as_object().expect("files");
    for name in
        ["result.json", "report.html", "report.md", "charts/closure.svg", "charts/closure.csv", "values.json"]
    {
        assert!(files.contains_key(name), "{name}");
    }
    assert!(files.keys().all(|name| name.rsplit('.').next() != Some("png")));
    let page = files["report.html"].as_str().expect("a page");
    assert!(
        page.contains("forceflow run course.json --seed 1 --replications 5"),
        "the command of the program"
    );
    let compared = json!({"call": "compare", "text": BRIDGE, "set": {"fleets.bridge.count": 2}, "replications": 5, "pages": true});
    let found = asked(&compared);
    assert!(found["files"]["charts/arrivals.svg"].as_str().is_some_and(|svg| svg.starts_with("<svg")));
    let verdict = found["verdicts"][0].as_str().expect("a sentence");
    assert!(verdict.starts_with("Closes ") && verdict.contains("later"), "{verdict}");
    assert!(found["text"].as_str().expect("a text").contains("closes "));
    let told = asked(&json!({"call": "why", "text": BRIDGE, "replications": 3, "pages": true}));
    assert!(told["files"]["report.html"].is_string() && told["files"]["why.txt"].is_string());
}
