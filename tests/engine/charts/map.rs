//! Cases of the map: plain, crowded, before any run, and where the globe is awkward.

use forceflow::internals::chart::{AnyChart, MapChart, MapLine, MapPlace, Mark, Meta, Way};
use forceflow::internals::units::Point;

use super::cases::Cases;
use super::force::{self, Draws};

fn place(name: &str, (lat, lon): (f64, f64), mark: Mark, waited_h: f64) -> MapPlace {
    MapPlace { name: name.to_owned(), at: Point { lat, lon }, mark, waited_h }
}

fn line(from: usize, to: usize, way: Way, forth: u32) -> MapLine {
    MapLine { from, to, way, via: Vec::new(), forth, back: 0 }
}

fn chart(places: Vec<MapPlace>, lines: Vec<MapLine>) -> MapChart {
    MapChart {
        meta: Meta::new("map", "Places and routes", "Loads by width of the lines", force::provenance(200)),
        places,
        lines,
        counted: Some("replication 1".to_owned()),
    }
}

fn plain() -> MapChart {
    let places = vec![
        place("Chkalovsky", (55.88, 38.06), Mark::Base, 310.0),
        place("Ivanovo-Severny", (57.06, 40.98), Mark::Base, 44.0),
        place("Dushanbe", (38.54, 68.82), Mark::Terminal, 3.0),
        place("Almaty", (43.35, 77.04), Mark::Terminal, 920.0),
        place("Thermal power station", (43.29, 76.8), Mark::Site, 0.0),
        place("Barracks", (54.9, 37.5), Mark::Other, 0.0),
        place("Semey", (50.4, 80.2), Mark::Terminal, 0.0),
    ];
    let mut by_rail = line(0, 6, Way::Rail, 7);
    by_rail.via = vec![Point { lat: 55.2, lon: 61.4 }, Point { lat: 55.0, lon: 73.4 }];
    let lines = vec![
        line(0, 3, Way::Air, 74),
        line(1, 3, Way::Air, 21),
        line(2, 3, Way::Air, 5),
        line(3, 4, Way::March, 40),
        line(5, 0, Way::March, 12),
        line(0, 3, Way::Rail, 4),
        line(0, 3, Way::Road, 2),
        by_rail,
    ];
    chart(places, lines)
}

/// `count` places around a point, from each of which loads go to the first.
fn crowd(count: usize, (lat, lon): (f64, f64), (height, width): (f64, f64), name: &str) -> MapChart {
    let mut draws = Draws::new(count as u64);
    let marks = [Mark::Terminal, Mark::Site, Mark::Base, Mark::Other];
    let places = (0..count).map(|index| {
        let at = (lat + height * (draws.uniform() - 0.5), lon + width * (draws.uniform() - 0.5));
        let at = (at.0, (at.1 + 180.0).rem_euclid(360.0) - 180.0);
        place(&format!("{name} {index}"), at, marks[index % 4], 100.0 * draws.uniform())
    });
    let ways = [Way::Air, Way::Rail, Way::Road, Way::Sea, Way::March];
    let lines = (1..count).map(|index| line(index, 0, ways[index % 5], index as u32));
    chart(places.collect(), lines.collect())
}

pub(crate) fn map(cases: &mut Cases) {
    cases.push(("map", AnyChart::from(plain())));
    let mut before = plain();
    before.counted = None;
    before.meta.provenance.replications = 0;
    before.places.iter_mut().for_each(|place| place.waited_h = 0.0);
    before.lines.iter_mut().for_each(|line| line.forth = 0);
    cases.push(("map-before", AnyChart::from(before)));
    cases.push((
        "map-alone",
        AnyChart::from(chart(vec![place("Almaty", (43.35, 77.04), Mark::Base, 0.0)], Vec::new())),
    ));
    cases.push(("map-none", AnyChart::from(chart(Vec::new(), Vec::new()))));
    cases.push(("map-sixty", AnyChart::from(crowd(60, (48.0, 60.0), (14.0, 40.0), "Field"))));
    let long = "The second airfield of the joint logistic support group near the river";
    cases.push(("map-names", AnyChart::from(crowd(12, (48.0, 60.0), (8.0, 20.0), long))));
    cases.push(("map-antimeridian", AnyChart::from(crowd(8, (60.0, 180.0), (14.0, 50.0), "Port"))));
    cases.push(("map-world", AnyChart::from(crowd(20, (5.0, 20.0), (110.0, 330.0), "Hub"))));
    cases.push(("map-pole", AnyChart::from(crowd(8, (84.0, 20.0), (10.0, 300.0), "Ice"))));
    cases.push(("map-equator", AnyChart::from(crowd(8, (0.0, 20.0), (8.0, 40.0), "Camp"))));
    cases.push((
        "map-marks",
        AnyChart::from(crowd(3, (10.0, 0.0), (10.0, 10.0), "A<b>&\"c\"'\u{7} 阿拉木图")),
    ));
}
