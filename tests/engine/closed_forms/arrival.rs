//! Reception, onward march and sites: four elements are unloaded at 6.

use forceflow::kernel::Time;

use super::support::check;

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
    // The run goes on until the site is covered.
    assert_eq!(covered(&[("places.site.site.takeover_h", "20")]), [33.0]);
}
