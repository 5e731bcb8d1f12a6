//! Random scenarios over all features, small in size.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};

/// Draws what a scenario is made of.
pub(crate) struct Generator {
    random: ChaCha8Rng,
    /// Whether all times are whole hours, so that many events are simultaneous.
    whole_hours: bool,
}

impl Generator {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let whole_hours = random.next_u32().is_multiple_of(3);
        Self { random, whole_hours }
    }

    fn below(&mut self, n: u32) -> u32 {
        self.random.next_u32() % n
    }

    fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    fn one_of<'a>(&mut self, values: &[&'a str]) -> &'a str {
        values[self.below(values.len() as u32) as usize]
    }

    /// A time of up to `most` quarters of an hour, or whole hours.
    fn hours(&mut self, most: u32) -> f64 {
        let drawn = f64::from(self.between(1, most));
        if self.whole_hours { drawn } else { drawn / 4.0 }
    }

    fn duration(&mut self, most: u32) -> Value {
        let hours = self.hours(most);
        if self.whole_hours {
            return json!(hours);
        }
        match self.below(10) {
            0 => json!({"uniform": {"min": hours / 2.0, "max": hours}}),
            1 => json!({"triangular": {"min": hours / 2.0, "mode": hours * 0.75, "max": hours * 2.0}}),
            2 => json!({"exponential": {"mean": hours}}),
            3 => json!({"lognormal": {"mean": hours, "cv": 0.5}}),
            4 => json!({"normal": {"mean": hours, "sd": hours / 4.0, "min": hours / 2.0}}),
            5 => json!({"weibull": {"shape": 1.5, "scale": hours}}),
            6 => json!({"empirical": {"values": [hours, hours / 2.0, hours * 1.5]}}),
            _ => json!(hours),
        }
    }

    fn handling(&mut self, most: u32) -> Value {
        if self.chance(25) {
            let base = self.duration(most);
            json!({"base_h": base, "per_vehicle_h": 0.25, "per_100_people_h": 0.5, "per_cargo_t_h": 0.01})
        } else {
            self.duration(most)
        }
    }

    fn moment(&mut self, most: u32) -> Value {
        if self.chance(20) {
            let hour = self.below(24);
            json!({"at": format!("2022-01-07T{hour:02}:00:00Z")})
        } else {
            json!({"after_h": self.duration(most)})
        }
    }

    /// A number a day, or several day by day.
    fn daily(&mut self) -> Value {
        let last = self.between(2, 8);
        if self.chance(50) { json!([self.below(3), self.below(5), last]) } else { json!(last) }
    }

    /// A share above 0 up to 1.
    fn share(&mut self) -> Value {
        let share = f64::from(self.between(1, 20)) / 20.0;
        if self.chance(50) { json!({"uniform": {"min": share / 2.0, "max": share}}) } else { json!(share) }
    }

    /// An instant around the start, before or after it.
    fn alert(&mut self) -> Value {
        let hours = self.hours(60);
        match self.below(4) {
            0 => json!({"at": format!("2022-01-0{}T{:02}:00:00Z", self.between(4, 7), self.below(24))}),
            1 if !self.whole_hours => json!({"after_h": {"uniform": {"min": -hours, "max": hours}}}),
            2 => json!({"after_h": hours}),
            _ => json!({"after_h": -hours}),
        }
    }

    /// Sets a key with some probability.
    fn maybe(&mut self, percent: u32, to: &mut Value, key: &str, value: impl FnOnce(&mut Self) -> Value) {
        if self.chance(percent) {
            to[key] = value(self);
        }
    }

    fn terminal(&mut self, number: u32, places: u32) -> Value {
        let mut terminal = json!({});
        let t = &mut terminal;
        self.maybe(40, t, "stands", |g| json!(g.between(2, 5)));
        self.maybe(40, t, "working_spots", |g| json!(g.between(1, 3)));
        self.maybe(20, t, "loading_teams", |g| json!(g.between(1, 2)));
        self.maybe(20, t, "unloading_teams", |g| json!(g.between(1, 2)));
        self.maybe(20, t, "fuel_points", |g| json!(g.between(1, 2)));
        self.maybe(20, t, "cranes", |g| json!(g.between(1, 2)));
        self.maybe(25, t, "by_mode", |g| {
            let mut own = json!({});
            for mode in ["air", "road", "rail", "sea"] {
                g.maybe(40, &mut own, mode, |g| json!({"working_spots": g.between(1, 2)}));
            }
            own
        });
        self.maybe(15, t, "fuel", |g| {
            json!({"stock_t": g.between(10, 60), "capacity_t": 60, "resupply_t": g.between(10, 40),
                   "resupply_every_h": g.hours(24)})
        });
        self.maybe(20, t, "runway_interval_h", |g| json!(if g.whole_hours { 1.0 } else { 0.25 }));
        self.maybe(15, t, "slot_interval_h", |g| json!(if g.whole_hours { 1.0 } else { 0.75 }));
        self.maybe(10, t, "daily_limit", Self::daily);
        self.maybe(10, t, "daily_landings", Self::daily);
        if t.get("daily_limit").is_some() {
            self.maybe(40, t, "slot_use", Self::share);
        }
        self.maybe(15, t, "opening_hours", |g| {
            let from = g.below(24);
            json!({"from_h": from, "to_h": (from + g.between(4, 20)) % 24})
        });
        self.maybe(15, t, "closures", |g| {
            let from = g.between(1, 60);
            json!([{"from": {"after_h": from}, "to": {"after_h": from + g.between(1, 24)}}])
        });
        self.maybe(15, t, "weather", |g| json!({"open_h": g.duration(60), "closed_h": g.duration(12)}));
        self.maybe(10, t, "deicing_h", |g| g.duration(3));
        if number > 0 {
            self.maybe(8, t, "opens", |g| json!({"after_h": g.duration(40)}));
            if self.chance(30) {
                t["max_air_hold_h"] = json!(if self.chance(10) { 0.0 } else { self.hours(6) });
                let other = (number + self.between(1, places - 1)) % places;
                t["alternate"] = json!(format!("p{other}"));
            }
        }
        terminal
    }

    fn places(&mut self, count: u32) -> Value {
        let mut places = Map::new();
        for number in 0..count {
            let mut place = json!({
                "lat": 40 + self.below(20), "lon": 40 + 3 * number, "utc_offset_h": self.below(7),
                "terminal": self.terminal(number, count),
            });
            let p = &mut place;
            self.maybe(15, p, "mobilisation_teams", |g| json!(g.between(1, 3)));
            self.maybe(25, p, "reception", |g| {
                let mut reception = json!({"process_h": g.handling(4)});
                g.maybe(70, &mut reception, "teams", |g| json!(g.between(1, 2)));
                reception
            });
            self.maybe(
                20,
                p,
                "site",
                |g| json!({"required_personnel": g.between(0, 40), "takeover_h": g.duration(4)}),
            );
            places.insert(format!("p{number}"), place);
        }
        Value::Object(places)
    }

    fn carrier_type(&mut self, mode: &str) -> Value {
        let mut carrier = json!({
            "mode": mode, "seats": self.between(20, 120), "payload_t": self.between(20, 60),
            "hold_length_m": self.between(12, 30), "hold_width_m": 3.4, "speed_kmh": 600,
            "load_h": self.handling(6), "unload_h": self.handling(6),
            "after_unload": self.one_of(&["return", "next_load"]),
        });
        let c = &mut carrier;
        self.maybe(20, c, "seats_with_vehicles", |g| json!(g.between(10, 30)));
        self.maybe(20, c, "vehicle_gap_m", |_| json!(0.5));
        self.maybe(25, c, "person_mass_t", |_| json!(0.1));
        self.maybe(25, c, "planned_fill", Self::share);
        self.maybe(20, c, "min_fill", |g| json!(f64::from(g.between(1, 10)) / 10.0));
        self.maybe(30, c, "refuel_h", |g| g.duration(4));
        self.maybe(25, c, "fuel_uplift_t", |g| json!(g.between(1, 9)));
        self.maybe(25, c, "service_h", |g| g.duration(4));
        self.maybe(20, c, "stand_size", |_| json!(2));
        self.maybe(25, c, "travel_factor", |_| json!({"uniform": {"min": 0.9, "max": 1.2}}));
        self.maybe(
            30,
            c,
            "breakdown",
            |g| json!({"probability": 0.3, "repair_h": g.duration(12), "holds_stand": g.chance(50)}),
        );
        if mode == "air" && self.chance(30) {
            c["payload_range"] =
                json!([{"distance_km": 800, "payload_t": 50}, {"distance_km": 5000, "payload_t": 15}]);
            self.maybe(50, c, "refuel_stop_h", |g| g.duration(3));
        }
        carrier
    }

    fn routes(&mut self, places: u32) -> Value {
        let mut routes = Map::new();
        for from in 0..places {
            for to in from + 1..places {
                for mode in ["air", "rail", "road"] {
                    if mode == "air" && self.chance(70) {
                        continue;
                    }
                    let mut route = json!({"from": format!("p{from}"), "to": format!("p{to}"), "mode": mode,
                                           "travel_h": self.duration(20)});
                    self.maybe(25, &mut route, "echelons_per_day", |g| json!(g.between(4, 24)));
                    self.maybe(20, &mut route, "border_delay_h", |g| g.duration(6));
                    routes.insert(format!("{mode}{from}{to}"), route);
                }
            }
        }
        Value::Object(routes)
    }

    fn fleets(&mut self, places: u32, types: u32) -> Value {
        let mut fleets = Map::new();
        for number in 0..self.between(1, 3) {
            let mut fleet = json!({
                "carrier_type": format!("c{}", if number == 0 { 0 } else { self.below(types) }),
                "count": self.between(1, 4), "base": format!("p{}", self.below(places)),
            });
            let f = &mut fleet;
            if number > 0 {
                self.maybe(15, f, "serviceability", |_| json!(0.8));
            }
            self.maybe(15, f, "available_from", |g| g.moment(30));
            self.maybe(20, f, "availability", |g| {
                json!([{"from": {"after_h": g.hours(60)}, "count": g.between(0, 2)},
                       {"from": {"after_h": 100 + g.between(0, 50)}, "count": 4}])
            });
            self.maybe(10, f, "daily_limit", Self::daily);
            self.maybe(25, f, "crews", |g| {
                let mut crews = json!({"duty_h": g.between(8, 30), "rest_h": g.between(4, 12)});
                g.maybe(40, &mut crews, "staged", |_| json!({"p1": 1}));
                crews
            });
            fleets.insert(format!("f{number}"), fleet);
        }
        Value::Object(fleets)
    }

    fn lift(&mut self, from: u32, places: u32) -> (Value, u32) {
        let to = (from + self.between(1, places - 1)) % places;
        let mut lift = json!({"to": format!("p{to}")});
        let other = (to + 1) % places;
        if other != from && self.chance(20) {
            lift["to"] = json!([format!("p{to}"), format!("p{other}")]);
        }
        let l = &mut lift;
        self.maybe(40, l, "rule", |g| json!(g.one_of(&["mixed", "vehicles_first", "people_first"])));
        self.maybe(40, l, "share", |g| json!(g.one_of(&["none", "unit", "contingent"])));
        self.maybe(10, l, "planned_fill", Self::share);
        self.maybe(10, l, "daily_limit", Self::daily);
        self.maybe(20, l, "marry_up", |_| json!(true));
        self.maybe(15, l, "by", |_| json!(["f0"]));
        (json!({"lift": lift}), to)
    }

    fn march(&mut self, from: u32, places: u32) -> (Value, u32) {
        let to = (from + self.between(1, places - 1)) % places;
        let mut march = json!({"to": format!("p{to}"), "speed_kmh": self.between(20, 60), "distance_km": self.between(20, 900)});
        let m = &mut march;
        self.maybe(30, m, "night_speed_kmh", |g| json!(g.below(2) * 20));
        self.maybe(30, m, "halt_every_h", |g| json!(g.hours(12)));
        if m.get("halt_every_h").is_some() {
            m["halt_h"] = json!(1.0);
        }
        self.maybe(30, m, "vehicles_per_km", |_| json!(10));
        self.maybe(20, m, "travel_h", |g| g.duration(40));
        self.maybe(20, m, "breakdown", |g| json!({"probability": 0.3, "repair_h": g.duration(8)}));
        self.maybe(20, m, "marry_up", |_| json!(true));
        (json!({"march": march}), to)
    }

    fn unit(&mut self, places: u32) -> Value {
        let home = self.below(places);
        let mut here = home;
        let mut itinerary = Vec::new();
        for _ in 0..self.between(1, 3) {
            let (leg, to) = if self.chance(70) { self.lift(here, places) } else { self.march(here, places) };
            itinerary.push(leg);
            here = to;
        }
        let mut unit = json!({
            "copies": self.between(1, 4), "personnel": self.between(12, 80), "home": format!("p{home}"),
            "itinerary": itinerary,
        });
        let u = &mut unit;
        self.maybe(70, u, "vehicles", |g| {
            let mut vehicles = Map::new();
            for number in 0..g.between(1, 2) {
                vehicles.insert(format!("v{number}"), json!(g.between(1, 5)));
            }
            Value::Object(vehicles)
        });
        self.maybe(30, u, "cargo_t", |g| json!(f64::from(g.between(1, 400)) / 4.0));
        self.maybe(15, u, "alerted", Self::alert);
        self.maybe(50, u, "notice_h", |g| g.duration(12));
        self.maybe(60, u, "prepare_h", |g| g.duration(40));
        self.maybe(25, u, "parts", |g| {
            json!([{"share": 0.5}, {"share": 0.3, "after_h": g.duration(12)}, {"share": 0.2, "after_h": g.duration(24)}])
        });
        self.maybe(40, u, "priority", |g| json!(g.between(1, 5)));
        self.maybe(20, u, "earliest_h", |g| json!(g.between(10, 90)));
        self.maybe(30, u, "required_h", |g| json!(g.between(10, 120)));
        self.maybe(20, u, "operational_share", |_| json!(0.8));
        unit
    }

    fn contingents(&mut self, places: u32) -> Value {
        let mut contingents = Map::new();
        for number in 0..self.between(1, 2) {
            let mut units = Map::new();
            for unit in 0..self.between(1, 3) {
                units.insert(format!("u{unit}"), self.unit(places));
            }
            let mut contingent = json!({ "units": units });
            let c = &mut contingent;
            // Disruptions may delay the mandate of the first.
            let share = if number == 0 { 60 } else { 30 };
            self.maybe(share, c, "mandate", |g| g.moment(30));
            self.maybe(10, c, "alerted", Self::alert);
            self.maybe(25, c, "mobilisation_teams", |g| json!(g.between(1, 3)));
            self.maybe(20, c, "common_factor", |_| json!({"uniform": {"min": 0.8, "max": 1.3}}));
            contingents.insert(format!("k{number}"), contingent);
        }
        Value::Object(contingents)
    }

    fn disruptions(&mut self) -> Value {
        let mut disruptions = Map::new();
        for number in 0..self.between(1, 2) {
            let what = match self.below(4) {
                0 => json!({"terminal_closed": "p1"}),
                1 => json!({"route_blocked": "rail01"}),
                2 => json!({"fleet_cut": {"fleet": "f0", "carriers": 1}}),
                _ => json!({"mandate_late": "k0"}),
            };
            let probability = if self.chance(50) { 0.5 } else { 1.0 };
            let disruption = json!({"probability": probability, "begins": self.moment(40),
                                    "lasts_h": self.duration(30), "what": what});
            disruptions.insert(format!("d{number}"), disruption);
        }
        Value::Object(disruptions)
    }

    /// A whole scenario.
    pub(crate) fn scenario(&mut self) -> Value {
        let places = self.between(2, 4);
        let types = self.between(1, 3);
        let modes = ["air", "rail", "air"];
        let carrier_types: Map<String, Value> = (0..types)
            .map(|number| (format!("c{number}"), self.carrier_type(modes[number as usize])))
            .collect();
        let mut scenario = json!({
            "format_version": 1, "title": "a random scenario", "start": "2022-01-06T05:00:00Z", "horizon_h": 3000,
            "places": self.places(places),
            "vehicle_types": {
                "v0": {"mass_t": 8, "length_m": 6, "width_m": 2.4, "crew": self.below(3)},
                "v1": {"mass_t": 3, "length_m": 4, "width_m": 1.6},
            },
            "carrier_types": carrier_types,
            "routes": self.routes(places),
            "fleets": self.fleets(places, types),
            "contingents": self.contingents(places),
            "dispatch": self.one_of(&["first_come", "priority", "required", "shortest_cycle", "most_waiting", "most_uncovered"]),
            "slot_policy": self.one_of(&["fly", "fly", "ground_hold"]),
        });
        let s = &mut scenario;
        self.maybe(20, s, "common_factors", |g| {
            let mut factors = Map::new();
            for number in 0..g.between(1, 2) {
                let on = g.one_of(&[
                    "loading",
                    "unloading",
                    "turnaround",
                    "travel",
                    "weather_open",
                    "weather_closed",
                ]);
                let factor =
                    if g.whole_hours { json!(2) } else { json!({"lognormal": {"mean": 1, "cv": 0.3}}) };
                let mut spec = json!({"factor": factor, "on": [on, "loading"]});
                g.maybe(40, &mut spec, "at", |_| json!(["p1"]));
                if !on.starts_with("weather") {
                    g.maybe(30, &mut spec, "by", |_| json!(["f0"]));
                }
                factors.insert(format!("g{number}"), spec);
            }
            Value::Object(factors)
        });
        self.maybe(20, s, "reporting_interval_h", |g| json!(g.hours(12)));
        self.maybe(30, s, "authorisation", |g| json!({"decision": g.moment(12)}));
        self.maybe(30, s, "disruptions", Self::disruptions);
        self.maybe(
            20,
            s,
            "civilians",
            |g| json!({"guests": {"at": "p1", "people": g.between(10, 200), "board_h": g.duration(2)}}),
        );
        if self.chance(30) {
            let mut withdrawal = json!({});
            let w = &mut withdrawal;
            self.maybe(60, w, "hold_h", |g| g.duration(40));
            self.maybe(15, w, "begins", |g| g.moment(80));
            self.maybe(60, w, "handover_h", |g| g.duration(8));
            self.maybe(40, w, "handover_teams", |g| json!(g.between(1, 2)));
            self.maybe(40, w, "daily_limit", |g| json!(g.between(1, 4)));
            s["withdrawal"] = withdrawal;
        }
        scenario
    }
}
