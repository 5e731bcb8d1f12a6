//! Mobilisation teams and alerts. A first party of priority 1 takes 3 h, each of four companies 6 h, two teams, march 2 h.

use forceflow::internals::model::Category;
use forceflow::{RunOptions, simulate};

use super::support::{check, closures, same_h};

const ADVANCE: &str = "contingents.force.units.advance";
const COMPANY: &str = "contingents.force.units.company";
const ADVANCE_TIME: &str = "contingents.force.units.advance.prepare_h";
const COMPANY_COPIES: &str = "contingents.force.units.company.copies";

fn unit(path: &str, key: &str) -> String {
    format!("{path}.{key}")
}

#[test]
fn copies_wait_for_a_team_and_point_at_what_it_did() {
    // The first party 0-3, companies 0-6, 3-9, 6-12 and, by the team of 3-9, 9-15; the march takes 2.
    let run = check("mobilisation", &[]);
    assert_eq!(run.arrivals_h(), [5.0, 8.0, 11.0, 14.0, 17.0]);
    same_h(run.unit_h("force/advance"), 5.0, "first party");
    same_h(run.diary_h(Category::WaitMobilisationTeam), 9.0, "wait");
    same_h(run.diary_h(Category::Preparation), 6.0, "its own preparation");
    // The team of the last came from 3-9, and that one's from 0-3.
    same_h(run.chain_h(Category::Preparation), 15.0, "preparation on the chain");
    same_h(run.chain_h(Category::March), 2.0, "march on the chain");
}

#[test]
fn time_grows_with_the_force_over_the_teams() {
    for (copies, teams, rounds) in
        [(0, 1, 1), (1, 1, 2), (4, 2, 3), (5, 2, 3), (6, 3, 3), (19, 4, 5), (3, 9, 1)]
    {
        // The first party takes as long as a company: one copy more.
        let copies = copies.to_string();
        let teams = teams.to_string();
        let mut changes = vec![
            (ADVANCE_TIME, "6"),
            (COMPANY_COPIES, copies.as_str()),
            ("contingents.force.mobilisation_teams", teams.as_str()),
        ];
        if copies == "0" {
            changes[1] = (COMPANY, "null");
        }
        let run = check("mobilisation", &changes);
        same_h(run.closure_h(), 6.0 * f64::from(rounds) + 2.0, &format!("{copies} companies, {teams} teams"));
    }
    closures(
        "mobilisation",
        &[
            // One after the other: 3 + 4 x 6.
            (&[("contingents.force.mobilisation_teams", "1")], 29.0),
            // 0-3, 0-6, 0-6, 3-9, 6-12.
            (&[("contingents.force.mobilisation_teams", "3")], 14.0),
            (&[("contingents.force.mobilisation_teams", "null")], 8.0),
            // A home of one team under a contingent of two, and the other way round.
            (&[("places.home.mobilisation_teams", "1")], 29.0),
            (&[("places.home.mobilisation_teams", "2"), ("contingents.force.mobilisation_teams", "1")], 29.0),
            (
                &[("places.home.mobilisation_teams", "2"), ("contingents.force.mobilisation_teams", "null")],
                17.0,
            ),
            // Nobody is at home there.
            (&[("places.area.mobilisation_teams", "1")], 17.0),
        ],
    );
}

#[test]
fn teams_go_by_priority_then_first_come() {
    // Companies first: 0-6 twice, 6-12 twice, the first party 12-15.
    let run = check("mobilisation", &[(&unit(ADVANCE, "priority"), "9"), (&unit(COMPANY, "priority"), "2")]);
    assert_eq!(run.arrivals_h(), [8.0, 8.0, 14.0, 14.0, 17.0]);
    // Noticed at 1, when both teams are at work until 6, the first party goes before the companies that wait since 0: 6-9;
    // the other team takes the third company 6-12, the first team the fourth 9-15.
    let run = check("mobilisation", &[(&unit(ADVANCE, "notice_h"), "1")]);
    same_h(run.unit_h("force/advance"), 11.0, "first party");
    same_h(run.closure_h(), 17.0, "all");
    // Without a priority it comes after them: 6-12 twice, then 12-15.
    let last = [(&*unit(ADVANCE, "notice_h"), "1"), (&*unit(ADVANCE, "priority"), "null")];
    same_h(check("mobilisation", &last).unit_h("force/advance"), 17.0, "first come");
}

#[test]
fn who_lacks_the_team_of_one_pool_keeps_nobody_from_the_other() {
    // Two contingents at one home of two teams; the force has one team, the guests no limit of their own. At 0 the first party
    // takes the team of the force, the guests the other of the home, 0-4, though companies have waited as long and come first.
    let guests = r#"{"units": {"guest": {"personnel": 5, "home": "home", "prepare_h": 4, "itinerary": [{"march": {"to": "area", "travel_h": 2}}]}}}"#;
    let run = check(
        "mobilisation",
        &[
            ("contingents.guests", guests),
            ("contingents.force.mobilisation_teams", "1"),
            ("places.home.mobilisation_teams", "2"),
        ],
    );
    same_h(run.unit_h("guests/guest"), 6.0, "guests");
    same_h(run.closure_h(), 29.0, "the force, one after the other");
}

#[test]
fn a_team_stays_until_the_last_part_is_ready() {
    // A company takes 6 h, and its second half 3 h more: 9 h a team. First party 0-3; companies 0-9, 3-12, 9-18, 12-21.
    let parts = r#"[{"share": 0.5}, {"share": 0.5, "after_h": 3}]"#;
    let run = check("mobilisation", &[(&unit(COMPANY, "parts"), parts)]);
    assert_eq!(run.arrivals_h(), [5.0, 8.0, 11.0, 11.0, 14.0, 17.0, 20.0, 20.0, 23.0]);
    same_h(run.chain_h(Category::Preparation), 3.0 + 9.0 + 9.0, "chain");
    // What takes no time to prepare needs no team.
    let ready = [(&*unit(ADVANCE, "prepare_h"), "0"), ("contingents.force.mobilisation_teams", "1")];
    let run = check("mobilisation", &ready);
    same_h(run.unit_h("force/advance"), 2.0, "first party");
    same_h(run.closure_h(), 26.0, "four companies");
}

#[test]
fn units_alerted_before_the_appeal_have_begun_and_wait_for_leave() {
    // From -6 on: first party -6 to -3, companies -6-0, -3-3, 0-6, 3-9.
    let early = ("contingents.force.alerted", r#"{"after_h": -6}"#);
    let run = check("mobilisation", &[early]);
    assert_eq!(run.arrivals_h(), [2.0, 2.0, 5.0, 8.0, 11.0]);
    // The diary and the chain begin at the appeal.
    same_h(run.diary_h(Category::WaitMobilisationTeam), 3.0, "wait after the appeal");
    same_h(run.chain_h(Category::Preparation), 9.0, "preparation after the appeal");
    // An instant says the same.
    let at = ("contingents.force.alerted", r#"{"at": "2022-01-05T21:00:00+03:00"}"#);
    same_h(check("mobilisation", &[at]).closure_h(), 11.0, "an instant");
    // A mandate at 10 holds all of them, and a decision likewise.
    let mandate = ("contingents.force.mandate", r#"{"after_h": 10}"#);
    let run = check("mobilisation", &[early, mandate]);
    assert_eq!(run.arrivals_h(), [12.0; 5]);
    same_h(run.chain_h(Category::Mandate), 10.0, "the mandate is the cause");
    let decision = ("authorisation", r#"{"decision": {"after_h": 7}}"#);
    let run = check("mobilisation", &[early, decision]);
    assert_eq!(run.arrivals_h(), [9.0, 9.0, 9.0, 9.0, 11.0]);
    // The last company is ready at 9, two hours after it might go.
    same_h(run.diary_h(Category::WaitMandate), 0.0, "no wait for the last");
    // The mandate comes while the last waits for the march: ready at 9, mandated at 9.5.
    let late = ("contingents.force.mandate", r#"{"after_h": 9.5}"#);
    let run = check(
        "mobilisation",
        &[early, late, (&unit(COMPANY, "itinerary"), r#"[{"march": {"to": "area", "travel_h": 4}}]"#)],
    );
    same_h(run.closure_h(), 13.5, "mandate and march");
}

#[test]
fn what_is_done_while_a_mandate_is_awaited_stands_in_the_diary() {
    let changes = [
        (&*unit(ADVANCE, "alerted"), r#"{"after_h": -1}"#),
        (&*unit(COMPANY, "copies"), "1"),
        (&*unit(COMPANY, "alerted"), r#"{"after_h": 1}"#),
        ("contingents.force.mandate", r#"{"after_h": 12}"#),
    ];
    // The company is alerted at 1, prepared 1-7, waits 7-12 and marches 12-14.
    let run = check("mobilisation", &changes);
    same_h(run.closure_h(), 14.0, "closure");
    same_h(run.chain_h(Category::Mandate), 12.0, "chain");
    let of_company = [(&*unit(ADVANCE, "itinerary"), r#"[{"march": {"to": "area", "travel_h": 1}}]"#)];
    let all: Vec<(&str, &str)> = changes.iter().chain(&of_company).copied().collect();
    let run = check("mobilisation", &all);
    same_h(run.diary_h(Category::Alert), 1.0, "alert");
    same_h(run.diary_h(Category::Preparation), 6.0, "preparation");
    same_h(run.diary_h(Category::WaitMandate), 5.0, "wait for the mandate");
    same_h(run.diary_h(Category::March), 2.0, "march");
}

#[test]
fn a_unit_alerted_later_begins_later_and_says_so_itself() {
    // First party 0-3; the companies are alerted at 24: 24-30 twice, 30-36 twice.
    let run = check("mobilisation", &[(&unit(COMPANY, "alerted"), r#"{"after_h": 24}"#)]);
    same_h(run.closure_h(), 38.0, "companies");
    same_h(run.unit_h("force/advance"), 5.0, "first party");
    same_h(run.chain_h(Category::Alert), 24.0, "alert");
    // What a unit says goes before what its contingent says.
    let both = [
        ("contingents.force.alerted", r#"{"after_h": 24}"#),
        (&*unit(ADVANCE, "alerted"), r#"{"after_h": -3}"#),
    ];
    same_h(check("mobilisation", &both).unit_h("force/advance"), 2.0, "its own alert");
}

#[test]
fn units_of_a_contingent_are_alerted_together() {
    // Any instant between -10 and 10, the same for both units; each march begins at once.
    let alerted = r#"{"after_h": {"uniform": {"min": -10, "max": 10}}}"#;
    let ready = |path: &str| (unit(path, "prepare_h"), "20");
    let (advance, company) = (ready(ADVANCE), ready(COMPANY));
    let changes = [
        ("contingents.force.alerted", alerted),
        (&*advance.0, advance.1),
        (&*company.0, company.1),
        ("contingents.force.mobilisation_teams", "null"),
    ];
    let run = check("mobilisation", &changes);
    let first = run.arrivals_h()[0];
    assert!((12.0..=32.0).contains(&first), "{first}");
    assert_eq!(run.arrivals_h(), [first; 5]);
    // Over replications all of the range is drawn: a mean of 22, and ends near 12 and 32.
    let summary = simulate(&run.world, &RunOptions { replications: 400, ..RunOptions::default() }, |_| {});
    let closures = &summary.deployment.closure_h;
    let mean = closures.in_order().sum::<f64>() / closures.len() as f64;
    assert!((mean - 22.0).abs() < 1.0, "{mean}");
    let (least, most) =
        closures.in_order().fold((f64::MAX, f64::MIN), |(low, high), h| (low.min(h), high.max(h)));
    assert!((12.0..12.5).contains(&least) && (31.5..=32.0).contains(&most), "{least} {most}");
}

#[test]
fn who_has_no_team_at_the_horizon_is_not_there() {
    // Teams at 0 and 3, then 6 and 9: of four companies the last two are never begun before a horizon of 5.
    let run = check("mobilisation", &[("horizon_h", "5")]);
    assert!(run.closure_h().is_nan());
    assert_eq!(run.run.outcome.phases[0].personnel, 10);
    // Companies wait 3 h, 5 h and 5 h of the 5 h; two teams are at work all the time.
    let (used, waits) = run.run.outcome.counted.mobilisation[forceflow::internals::model::TeamPoolId::new(0)];
    let h = 3_600_000;
    assert_eq!((used.busy_ms, used.peak, waits.count, waits.total_ms), (10 * h, 2, 3, 13 * h));
}
