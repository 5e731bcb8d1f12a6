//! Reception, onward march and sites: four elements are unloaded at 6.

use forceflow::internals::kernel::Time;

use forceflow::internals::model::{Actor, Category};

use super::support::{Checked, check};

fn covered(changes: &[(&str, &str)]) -> Vec<f64> {
    let run = check("arrival", changes);
    run.run.outcome.covered.iter().flatten().map(|at| Time::as_h(*at)).collect()
}

#[test]
fn elements_pass_reception_one_after_another_and_march_on() {
    // Received at 8, 10, 12, 14; 3 h of march.
    assert_eq!(check("arrival", &[]).arrivals_h(), [11.0, 13.0, 15.0, 17.0]);
    let teams = ("places.b.reception.teams", "2");
    assert_eq!(check("arrival", &[teams]).arrivals_h(), [11.0, 11.0, 13.0, 13.0]);
    let free = ("places.b.reception.teams", "null");
    assert_eq!(check("arrival", &[free]).arrivals_h(), [11.0; 4]);
}

#[test]
fn a_site_is_covered_when_its_strength_is_there_and_has_taken_over() {
    // 100 people with the second element at 13, and 1 h.
    assert_eq!(covered(&[]), [14.0]);
    assert_eq!(covered(&[("places.site.site.required_personnel", "101")]), [16.0]);
    // One that asks for nobody is covered from the start.
    assert_eq!(covered(&[("places.site.site.required_personnel", "0")]), [0.0]);
    // The run goes on until the site is covered.
    assert_eq!(covered(&[("places.site.site.takeover_h", "20")]), [33.0]);
}

/// Times of all receptions with the names of the copies [ms].
fn receptions(run: &Checked) -> Vec<(String, i64)> {
    let received =
        |activity: &&forceflow::internals::model::Activity| activity.category == Category::Reception;
    let of_copy = |activity: &forceflow::internals::model::Activity| {
        let Actor::Instance(instance) = activity.actor else { return None };
        Some((run.world.instance_name(instance), activity.to - activity.from))
    };
    run.run.trace.activities.iter().filter(received).filter_map(of_copy).collect()
}

#[test]
fn how_long_a_reception_takes_hangs_on_nobody_else() {
    let random = ("places.b.reception", r#"{"process_h": {"uniform": {"min": 0, "max": 10}}}"#);
    let mut alone = receptions(&check("arrival", &[random]));
    // Another contingent whose id comes first shifts the place of every unit in the list.
    let more = r#"{"units": {"band": {"personnel": 10, "home": "a", "itinerary": [{"lift": {"to": "b"}}]}}}"#;
    let mut among = receptions(&check("arrival", &[random, ("contingents.another", more)]));
    among.retain(|(name, _)| name.starts_with("force/"));
    alone.sort();
    among.sort();
    assert_eq!((alone.len(), &alone), (4, &among));
}

#[test]
fn the_way_home_draws_its_receptions_anew() {
    // Out and home lead through the junction, whose reception takes a time by chance.
    let random = ("places.site-1.reception", r#"{"process_h": {"uniform": {"min": 0, "max": 10}}}"#);
    let unit = r#"{"only": {"personnel": 50, "home": "home", "itinerary": [
        {"march": {"to": "site-1", "travel_h": 4}}, {"march": {"to": "site-2", "travel_h": 6}}]}}"#;
    let found = receptions(&check("withdrawal", &[random, ("contingents.force.units", unit)]));
    assert_eq!(found.len(), 2);
    assert!(found[0].1 != found[1].1, "{found:?}");
}
