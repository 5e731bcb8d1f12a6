//! Sites one by one: what each requires, and when it is covered.

use super::super::super::numbers::thousands;
use super::super::Told;
use super::super::document::{Section, Table};
use super::super::words::{interval, spread_cells};

/// Sites; none where the scenario has none.
pub(in super::super) fn sites(told: &Told<'_>) -> Option<Section> {
    if told.results.sites.is_empty() {
        return None;
    }
    let mut section = Section::new("sites", "Sites one by one");
    section.say("A site is covered when its required strength is there and has taken it over.");
    let open = told.results.sites.values().any(|site| site.not_covered > 0);
    let mut heads = vec![
        "Site",
        "People required#",
        "Vehicles required#",
        "Covered, mean h#",
        "95 % interval#",
        "Least to most#",
        "Mean, local time",
    ];
    if open {
        heads.push("Not covered, runs#");
    }
    let mut table = Table::new("Sites: hours after the appeal", &heads);
    for site in told.results.sites.values() {
        let [mean, range] = spread_cells(&site.covered_h);
        let local = site.covered_h.mean.zip(told.calendar).map(|(mean, calendar)| calendar.instant(mean));
        let mut row = vec![
            site.name.clone(),
            thousands(f64::from(site.required_personnel)),
            thousands(f64::from(site.required_vehicles)),
            mean,
            interval(site.covered_h.mean, site.covered_h.half_width_95),
            range,
            local.unwrap_or_else(|| "–".to_owned()),
        ];
        if open {
            row.push(thousands(f64::from(site.not_covered)));
        }
        table.rows.push(row.into_iter().map(super::super::document::text).collect());
    }
    section.table(table);
    Some(section)
}
