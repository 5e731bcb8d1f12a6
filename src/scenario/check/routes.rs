//! Routes: the points that they pass.

use super::Checker;
use crate::diagnostic::Code;
use crate::scenario::reach::line;
use crate::scenario::{Route, Via};

pub(super) fn check(checker: &mut Checker<'_>) {
    for (id, route) in &checker.scenario.routes {
        let path = format!("routes.{id}.via");
        points_are_on_the_globe(checker, &path, route);
        no_point_stands_twice_in_a_row(checker, &path, route);
    }
}

fn points_are_on_the_globe(checker: &mut Checker<'_>, path: &str, route: &Route) {
    for (index, via) in route.via.iter().enumerate() {
        if let Via::At([lat, lon]) = via {
            checker.coordinate(format!("{path}.{index}.0"), ("the latitude", 90.0), *lat);
            checker.coordinate(format!("{path}.{index}.1"), ("the longitude", 180.0), *lon);
        }
    }
}

/// Ends included: `via` holds only what lies between them.
fn no_point_stands_twice_in_a_row(checker: &mut Checker<'_>, path: &str, route: &Route) {
    if route.via.is_empty() || route.from == route.to {
        return;
    }
    let Some(points) = line(checker.scenario, route) else { return };
    let last = route.via.len() - 1;
    let repeated = points.windows(2).enumerate().filter(|(_, pair)| pair[0] == pair[1]);
    for index in repeated.map(|(index, _)| index) {
        let what = if index == 0 {
            format!("`via` begins at `{}`, where the route begins", route.from)
        } else if index > last {
            format!("`via` ends at `{}`, where the route ends", route.to)
        } else {
            "the point is that before it".to_owned()
        };
        let help = "list only the points between `from` and `to`, each once";
        checker.report(Code::E1106, format!("{path}.{}", index.min(last)), what, help);
    }
}
