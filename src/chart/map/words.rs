//! Caption and alt text of a map.

use super::super::number::upper_first;
use super::projection::Projection;
use super::{MapChart, MapLine, Way};
use crate::chart::mark::Mark;
use crate::chart::{Texts, number};

/// Lines and places that the alt text names.
const NAMED: usize = 3;

pub(super) fn texts(chart: &MapChart) -> Texts {
    let projection = Projection::for_points(&chart.shown());
    let mut caption = format!("{}.", chart.meta.title);
    let mut message = String::new();
    if let Some(run) = &chart.counted {
        caption += &format!(" Width of a line: loads from place to place in {run}; marches carry none.");
        message += &loads(chart, run);
        let waited = waits(chart);
        if !waited.is_empty() {
            caption += &format!(
                " Area of a circle: hours waited at a place, all who wait there added up, mean of {} replications.",
                chart.meta.provenance.count()
            );
            message += &waited;
        }
    } else {
        caption += " What the scenario says, before any run.";
    }
    caption += " Flights are great circles.";
    if chart.lines.iter().any(MapLine::is_schematic) {
        caption +=
            " Other lines without points on their way are schematic: they join the ends and show no course.";
    }
    caption += &format!(" {}. Land: Natural Earth; no borders are drawn.", upper_first(&projection.name()));
    let alt = format!(
        "Map of land and water with a scale in kilometres. Marked are {}; lines join {}.{message}",
        marks(chart),
        ways(chart)
    );
    Texts { caption, alt }
}

/// How many places there are of each kind.
fn marks(chart: &MapChart) -> String {
    let kinds = [
        (Mark::Site, "site to protect", "sites to protect"),
        (Mark::Base, "base of fleets", "bases of fleets"),
        (Mark::Terminal, "other terminal", "other terminals"),
        (Mark::Other, "place without a terminal", "places without a terminal"),
    ];
    let count = |mark: Mark| chart.places.iter().filter(|place| place.mark == mark).count();
    counted(kinds.map(|(mark, one, several)| (count(mark), one, several)).into_iter())
        .unwrap_or("no places".to_owned())
}

/// How many pairs of places are joined by each way.
fn ways(chart: &MapChart) -> String {
    let count = |way: Way| chart.lines.iter().filter(|line| line.way == way).count();
    let named = Way::ALL.map(|way| {
        (count(way), format!("pair of them by {}", way.name()), format!("pairs of them by {}", way.name()))
    });
    counted(named.iter().map(|(count, one, several)| (*count, one.as_str(), several.as_str())))
        .unwrap_or("none of them".to_owned())
}

/// The counts that are not zero, each with its name.
fn counted<'a>(counts: impl Iterator<Item = (usize, &'a str, &'a str)>) -> Option<String> {
    let some = counts.filter(|(count, ..)| *count > 0);
    let named: Vec<String> = some
        .map(|(count, one, several)| {
            format!("{} {}", number::grouped(count as f64, 0), if count == 1 { one } else { several })
        })
        .collect();
    (!named.is_empty()).then(|| named.join(", "))
}

fn loads(chart: &MapChart, run: &str) -> String {
    let mut busy: Vec<(u32, String)> = Vec::new();
    for line in chart.lines.iter().filter(|line| line.loads() > 0) {
        for (count, from, to) in [(line.forth, line.from, line.to), (line.back, line.to, line.from)] {
            let way = line.way.name();
            busy.push((count, format!("{} to {} by {way}", chart.places[from].name, chart.places[to].name)));
        }
    }
    busy.retain(|(count, _)| *count > 0);
    busy.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let named: Vec<String> = busy
        .iter()
        .take(NAMED)
        .map(|(count, name)| format!("{name} ({})", number::grouped(f64::from(*count), 0)))
        .collect();
    if named.is_empty() { String::new() } else { format!(" Most loads in {run}: {}.", named.join("; ")) }
}

fn waits(chart: &MapChart) -> String {
    let mut waited: Vec<(f64, &str)> =
        chart.places.iter().map(|place| (place.waited_h, place.name.as_str())).collect();
    waited.retain(|(hours, _)| *hours > 0.0);
    waited.sort_by(|one, other| other.0.total_cmp(&one.0));
    let named: Vec<String> = waited
        .iter()
        .take(NAMED)
        .map(|(hours, name)| format!("{name} ({})", number::hours_with(*hours, 0)))
        .collect();
    if named.is_empty() { String::new() } else { format!(" Longest waits: {}.", named.join("; ")) }
}
