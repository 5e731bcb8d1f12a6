//! Lengths beside the straight line, and the speed that a given travel time means.

use super::super::units::{last_places, origins};
use super::{MARCH, Way, grouped, unusual, way};
use crate::diagnostic::Code;
use crate::scenario::check::{Checker, plain};
use crate::scenario::reach::{between_km, line};
use crate::scenario::{Duration, Leg, March, Route};
use crate::units::great_circle_km;

/// Coordinates are often written to a tenth of a degree: what is shorter is not compared with a straight line [km].
const NEAR_KM: f64 = 20.0;

pub(super) fn check(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    for (id, route) in &scenario.routes {
        let Some(line_km) = along_km(checker, route) else { continue };
        let ends = Ends { from: &route.from, to: &route.to, line_km };
        let at = format!("routes.{id}");
        let way = way(route.mode);
        if is_a_way(checker, &format!("{at}.distance_km"), route.distance_km, &ends, way) {
            let km = route.distance_km.unwrap_or(line_km);
            speed(checker, &format!("{at}.travel_h"), route.travel_h.as_ref(), (km, &ends), way);
        }
    }
    for (path, _, unit) in checker.units() {
        let home = std::slice::from_ref(&unit.home);
        let mut ways = vec![("itinerary", home, &unit.itinerary)];
        ways.extend(unit.return_itinerary.iter().map(|legs| ("return_itinerary", last_places(unit), legs)));
        for (key, start, legs) in ways {
            for (index, (here, leg)) in origins(start, legs).into_iter().zip(legs).enumerate() {
                if let Leg::March(one) = leg {
                    march(checker, &format!("{path}.{key}.{index}.march"), here, one);
                }
            }
        }
    }
}

/// Two ends and the straight line between them, over the points between [km].
struct Ends<'a> {
    from: &'a str,
    to: &'a str,
    line_km: f64,
}

impl Ends<'_> {
    fn words(&self) -> String {
        format!(
            "the straight line from `{}` to `{}` is {} km",
            self.from,
            self.to,
            grouped(self.line_km.round())
        )
    }
}

fn along_km(checker: &Checker<'_>, route: &Route) -> Option<f64> {
    let points = line(checker.scenario, route)?;
    Some(points.windows(2).map(|pair| great_circle_km(pair[0], pair[1])).sum())
}

/// A march that begins at one of several places is judged by the nearest.
fn march(checker: &mut Checker<'_>, path: &str, here: &[String], march: &March) {
    let scenario = checker.scenario;
    let ends = here.iter().filter_map(|from| Some((from, between_km(scenario, from, &march.to)?)));
    let Some((from, line_km)) = ends.min_by(|a, b| a.1.total_cmp(&b.1)) else { return };
    let ends = Ends { from, to: &march.to, line_km };
    if is_a_way(checker, &format!("{path}.distance_km"), march.distance_km, &ends, MARCH) {
        let km = march.distance_km.unwrap_or(line_km);
        speed(checker, &format!("{path}.travel_h"), march.travel_h.as_ref(), (km, &ends), MARCH);
    }
}

/// Whether a length, where one is given, can be that of a way: not shorter than the straight line, and not many times as long.
fn is_a_way(checker: &mut Checker<'_>, path: &str, km: Option<f64>, ends: &Ends<'_>, way: Way) -> bool {
    let Some(km) = km.filter(|km| *km > 0.0) else { return true };
    let line_km = ends.line_km;
    let shorter = line_km - km > (line_km * 0.05).max(NEAR_KM / 2.0);
    let longer = km > line_km.max(NEAR_KM) * way.most_lines;
    if !shorter && !longer {
        return true;
    }
    let (message, usual) = if shorter {
        (
            format!("a way of {} km is shorter than the straight line", plain(km)),
            format!("{}, and no way is shorter", ends.words()),
        )
    } else {
        (
            format!("a way of {} km is {} times as long as the straight line", plain(km), times(km, line_km)),
            format!("{}; usual are 1 to {} times as much for {}", ends.words(), way.most_lines, way.who),
        )
    };
    let remedy = "correct it, or the coordinates of the places; left out, it is computed".to_owned();
    unusual(checker, Code::W2011, path, message, usual, Some(remedy));
    false
}

fn times(km: f64, line_km: f64) -> String {
    plain((km / line_km.max(0.1) * 10.0).round() / 10.0)
}

/// A travel time means a speed.
fn speed(
    checker: &mut Checker<'_>,
    path: &str,
    travel_h: Option<&Duration>,
    (km, ends): (f64, &Ends<'_>),
    way: Way,
) {
    let Some(hours) = travel_h.map(Duration::mean_h).filter(|hours| *hours > 0.0) else { return };
    let usual = way.least_kmh..=way.most_kmh;
    if km < NEAR_KM || usual.contains(&(km / hours)) {
        return;
    }
    let message = format!(
        "{} km in {} h are {} km/h, which is unusual",
        grouped(km.round()),
        plain(hours),
        grouped((km / hours * 10.0).round() / 10.0)
    );
    let said = format!(
        "usual are {} to {} km/h for {}, stops included; {}",
        plain(way.least_kmh),
        grouped(way.most_kmh),
        way.who,
        ends.words()
    );
    let minutes = usual.contains(&(km / (hours / 60.0))) && matches!(travel_h, Some(Duration::Fixed(_)));
    let slip = minutes.then(|| format!("write `{}` if minutes were meant", plain(hours / 60.0)));
    unusual(checker, Code::W2007, path, message, said, slip);
}
