//! What was asked: the question, the force in numbers, and what it was asked with.

use super::super::super::numbers::{thousands, tonnes};
use super::super::Told;
use super::super::document::{Block, Section, Span, text};
use super::super::words::{counted, instant, listed};
use crate::scenario::Mode;

/// The question and the force in numbers.
pub(in super::super) fn asked(told: &Told<'_>) -> Section {
    let mut section = Section::new("asked", "What was asked");
    section.blocks.push(Block::Lead(text(question(told))));
    let mut facts = vec![
        ("The force".to_owned(), text(force(told))),
        ("What moves it".to_owned(), text(carriers(told))),
        ("Where".to_owned(), text(places(told))),
        ("Hour 0, the appeal".to_owned(), text(appeal(told))),
        ("How it was answered".to_owned(), text(answered(told))),
    ];
    if told.world.withdrawal.is_some() {
        facts.push((
            "Also simulated".to_owned(),
            vec![Span::Text(
                "the operation and the way home; what is said of closure is about the deployment".to_owned(),
            )],
        ));
    }
    section.blocks.push(Block::Facts(facts));
    section
}

fn question(told: &Told<'_>) -> String {
    match &told.results.on_time {
        Some(on_time) => format!(
            "When is the force in place, is it there within {} after the appeal, and where do the hours go?",
            instant(on_time.deadline_h, told.calendar.as_ref())
        ),
        None => "When is the force in place, and where do the hours go?".to_owned(),
    }
}

fn force(told: &Told<'_>) -> String {
    let world = told.world;
    let copies: u32 = world.units.iter().map(|unit| unit.copies).sum();
    let mut what = vec![format!("{} people", thousands(world.totals.personnel as f64))];
    if world.totals.vehicles > 0 {
        what.push(format!("{} vehicles", thousands(world.totals.vehicles as f64)));
    }
    if world.totals.cargo_kg > 0 {
        what.push(format!("{} t of cargo", tonnes(world.totals.cargo_kg as f64 / 1_000.0)));
    }
    let units = counted(world.units.len(), "unit");
    let units = if copies as usize == world.units.len() {
        units
    } else {
        format!("{units}, {} with their copies", thousands(f64::from(copies)))
    };
    format!("{} in {} ({units})", listed(&what), counted(world.contingents.len(), "contingent"))
}

fn carriers(told: &Told<'_>) -> String {
    let world = told.world;
    if world.fleets.is_empty() {
        return "its own vehicles, on the march".to_owned();
    }
    let mode = |mode: Mode, one: &str, many: &str| {
        let of_mode =
            |fleet: &&crate::model::world::FleetSpec| world.carrier_types[fleet.carrier_type].mode == mode;
        let fleets: Vec<_> = world.fleets.iter().filter(of_mode).collect();
        let carriers: u32 = fleets.iter().map(|fleet| fleet.count).sum();
        let name = if carriers == 1 { one } else { many };
        (!fleets.is_empty()).then(|| {
            format!("{} {name} in {}", thousands(f64::from(carriers)), counted(fleets.len(), "fleet"))
        })
    };
    let modes = [
        mode(Mode::Air, "aircraft", "aircraft"),
        mode(Mode::Rail, "train", "trains"),
        mode(Mode::Sea, "ship", "ships"),
        mode(Mode::Road, "truck company", "truck companies"),
    ];
    listed(&modes.into_iter().flatten().collect::<Vec<String>>())
}

fn places(told: &Told<'_>) -> String {
    let terminals = counted(told.world.terminals.len(), "terminal");
    let sites = match told.results.sites.len() {
        0 => String::new(),
        1 => ", 1 of them to be protected".to_owned(),
        number => format!(", {number} of them to be protected"),
    };
    format!("{} with {terminals}{sites}", counted(told.world.places.len(), "place"))
}

fn appeal(told: &Told<'_>) -> String {
    let local = told.calendar.map_or_else(String::new, |calendar| {
        format!(", {} local time where most of the force ends", calendar.instant(0.0))
    });
    format!("{}{local}", told.loaded.scenario.start)
}

fn answered(told: &Told<'_>) -> String {
    let replications = counted(told.results.replications as usize, "replication");
    let precision = match told.results.precision_reached {
        Some(true) => ", after which the precision asked for was reached",
        Some(false) => ", the precision asked for was not reached",
        None => "",
    };
    format!("{replications} of a discrete-event simulation, seed {}{precision}", told.results.seed)
}
