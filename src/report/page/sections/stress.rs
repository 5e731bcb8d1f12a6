//! The reporting guideline STRESS-DES (Monks et al., 2019), item by item: what a program can say, and blanks for its
//! author.

use super::super::Told;
use super::super::document::{Block, Section, Span, Table, text};
use super::super::words::{counted, listed, with_unit};
use super::inputs::inputs_of;
use crate::experiment::varies::Varies;
use crate::model::Facility;
use crate::report::manifest::{GENERATOR, STREAM_LAYOUT};
use crate::scenario::{Dispatch, SlotPolicy};

/// An item of the guideline: its number and name, and what is reported.
type Item = (&'static str, Vec<Span>);

/// The twenty-four entries of the guideline, in its six groups.
pub(in super::super) fn stress(told: &Told<'_>) -> Section {
    let mut section = Section::new("stress", "STRESS-DES checklist");
    section.paragraph(vec![
        Span::Text("The guideline for reporting discrete-event simulations (Monks, Currie, Onggo, Robinson, Kunc and Taylor, 2019, ".to_owned()),
        Span::Link("doi:10.1080/17477778.2018.1442155".to_owned(), "https://doi.org/10.1080/17477778.2018.1442155".to_owned()),
        Span::Text("), filled in as far as a program can. What only the author knows is marked.".to_owned()),
    ]);
    let groups: [(&str, Vec<Item>); 6] = [
        ("1. Objectives", objectives(told)),
        ("2. Logic", logic(told)),
        ("3. Data", data(told)),
        ("4. Experimentation", experimentation(told)),
        ("5. Implementation", implementation()),
        ("6. Code access", access(told)),
    ];
    for (group, items) in groups {
        let mut table = Table::new(group, &["Item", "Report"]);
        table.rows = items.into_iter().map(|(item, report)| vec![text(item), report]).collect();
        section.blocks.push(Block::Table(table));
    }
    section
}

fn blank(what: &str) -> Vec<Span> {
    vec![Span::Blank(what.to_owned())]
}

fn linked(before: &str, words: &str, to: &str) -> Vec<Span> {
    vec![
        Span::Text(before.to_owned()),
        Span::Link(words.to_owned(), to.to_owned()),
        Span::Text(".".to_owned()),
    ]
}

fn objectives(told: &Told<'_>) -> Vec<Item> {
    let mut purpose = text("Closure of the deployment, its chance to be in time, and where its hours go. ");
    purpose.extend(blank("why the study is made, and for whom"));
    let outputs = "Closure (mean with the 95 % interval of Student, quantiles between order statistics, the interval of Willink in \
                   result.json), probability to be in time (95 % interval of Wilson; of Clopper and Pearson in result.json), mean hours of \
                   each cause with their 95 % intervals, use of fleets and terminals, coverage of sites. Replications are independent.";
    let aims = if told.varies == Varies::Ranges {
        "One scenario, with the ranges of its assumptions drawn once per replication."
    } else {
        "One scenario; no alternatives are compared in this report."
    };
    vec![
        ("1.1 Purpose of the model", purpose),
        ("1.2 Model outputs", text(outputs)),
        ("1.3 Experimentation aims", text(aims)),
    ]
}

fn logic(told: &Told<'_>) -> Vec<Item> {
    let steps = "Appeal, decision, mandate, notice, preparation, march to the port, lift (a carrier is assigned, positions, is loaded, \
                 departs, travels, parks, is unloaded, is serviced and returns), reception, onward march, in place, site covered; then, \
                 where the scenario has it, operation, hand-over and the way home.";
    let mut logic = text(steps);
    logic.push(Span::Text(" ".to_owned()));
    logic.extend(blank("what is particular to this case"));
    vec![
        ("2.1 Base model overview diagram", blank("a diagram; the map of this report may serve")),
        ("2.2 Base model logic", logic),
        (
            "2.3 Scenario logic",
            text(
                "None: one scenario. Changes on the command line stand in the command under \u{201c}Reproduce and cite\u{201d}.",
            ),
        ),
        ("2.4 Algorithms", text(algorithms(told))),
        ("2.5.1 Entities", text(entities(told))),
        ("2.5.2 Activities", linked("Those of the tables in ", "Why", "#why")),
        ("2.5.3 Resources", text(resources(told))),
        ("2.5.4 Queues", text(queues(told))),
        ("2.5.5 Entry and exit points", text(entry(told))),
    ]
}

fn algorithms(told: &Told<'_>) -> String {
    let rule = match told.loaded.scenario.dispatch {
        Dispatch::FirstCome => "the load that has waited longest",
        Dispatch::Priority => "the load with the lowest priority number",
        Dispatch::Required => "the load with the earliest required date",
        Dispatch::ShortestCycle => "the load whose round trip is shortest for it",
        Dispatch::MostWaiting => "a load at the place where most loads wait",
        Dispatch::MostUncovered => "a load at the place with most loads that no carrier is at or bound for",
    };
    format!(
        "A free carrier takes {rule}; ties go first come, first served. Loads are filled with whole vehicles and people under payload, \
         hold length and width, and seats. A longer account is in docs/model.md of the program."
    )
}

fn entities(told: &Told<'_>) -> String {
    let world = told.world;
    let copies: u32 = world.units.iter().map(|unit| unit.copies).sum();
    let carriers: u32 = world.fleets.iter().map(|fleet| fleet.count).sum();
    format!(
        "{} of {}, their vehicles and people one by one; {} of {}.",
        counted(copies as usize, "unit"),
        counted(world.contingents.len(), "contingent"),
        counted(carriers as usize, "carrier"),
        counted(world.fleets.len(), "fleet")
    )
}

fn resources(told: &Told<'_>) -> String {
    let limited = |facility: Facility| {
        let places = told.results.terminals.values().filter(|terminal| {
            terminal.facilities.get(facility.id()).is_some_and(|it| it.capacity.is_some())
        });
        let number = places.count();
        (number > 0)
            .then(|| format!("{} at {}", facility.id().replace('_', " "), counted(number, "terminal")))
    };
    let mut found: Vec<String> = Facility::ALL.into_iter().filter_map(limited).collect();
    let crewed = told.loaded.scenario.fleets.values().filter(|fleet| fleet.crews.is_some()).count();
    if crewed > 0 {
        found.push(format!("crews of {}", counted(crewed, "fleet")));
    }
    if found.is_empty() {
        return "Carriers alone; no terminal has a limit.".to_owned();
    }
    format!("Carriers; with a limit: {}. Capacities stand under Use of fleets and terminals.", listed(&found))
}

fn queues(told: &Told<'_>) -> String {
    let policy = match told.loaded.scenario.slot_policy {
        SlotPolicy::Fly => {
            "a carrier flies, holds at the destination and diverts where an alternate is given"
        }
        SlotPolicy::GroundHold => {
            "a carrier waits on the ground until a stand at the destination is kept for it"
        }
    };
    format!(
        "Loads wait for carriers under the rule of 2.4; every other queue (stands, working spots, teams, fuel points, reception, runway) \
         is first come, first served. Where no stand is free, {policy}."
    )
}

fn entry(told: &Told<'_>) -> String {
    let way_home =
        if told.world.withdrawal.is_some() { ", and leaves at home after the withdrawal" } else { "" };
    format!(
        "All units are at their homes at the appeal; each leaves the deployment where its itinerary ends{way_home}."
    )
}

fn data(told: &Told<'_>) -> Vec<Item> {
    let sources = told.loaded.scenario.sources.len();
    let mut origin = if sources == 0 {
        text("The scenario names no document. ")
    } else {
        let before = format!("{}, listed under ", counted(sources, "document"));
        let mut words = linked(&before, "Assumptions and sources", "#inputs");
        words.push(Span::Text(" ".to_owned()));
        words
    };
    origin.extend(blank("how the figures were found, and who checked them"));
    let inputs = inputs_of(told);
    let random = inputs.iter().filter(|input| input.random).count();
    vec![
        ("3.1 Data sources", origin),
        ("3.2 Pre-processing", blank("how figures were worked out from the sources")),
        (
            "3.3 Input parameters",
            linked(
                &format!(
                    "{}, {random} of them distributions, listed one by one under ",
                    counted(inputs.len(), "value")
                ),
                "Assumptions and sources",
                "#inputs",
            ),
        ),
        ("3.4 Assumptions", {
            let mut words = linked(
                "Every value without a source is one; their ranges are under ",
                "Assumptions and sources",
                "#inputs",
            );
            words.push(Span::Text(" ".to_owned()));
            words.extend(blank("assumptions that are in no value: what is left out, and why"));
            words
        }),
    ]
}

fn experimentation(told: &Told<'_>) -> Vec<Item> {
    let results = told.results;
    let horizon = with_unit(told.loaded.scenario.horizon_h);
    let rule = match results.precision_reached {
        Some(true) => {
            ", a number found by a sequential rule with a look-ahead: the half-width asked for was reached and stayed so"
        }
        Some(false) => ", the most that were allowed: the half-width asked for was not reached",
        None => ", a number fixed beforehand",
    };
    let warm_up = "Terminating: a replication begins with the appeal, nothing under way, and needs no warm-up. Weather begins in its \
                   stationary state.";
    vec![
        ("4.1 Initialisation", text(warm_up)),
        (
            "4.2 Run length",
            text(format!(
                "Until the last element is in place (and, with a withdrawal, home), at most {horizon}. Time is in hours from the appeal, \
                 kept in whole milliseconds. {} of {} did not close.",
                results.not_closed, results.replications
            )),
        ),
        (
            "4.3 Estimation approach",
            text(format!("{}{rule}.", counted(results.replications as usize, "independent replication"))),
        ),
    ]
}

fn implementation() -> Vec<Item> {
    let sampling = format!(
        "{GENERATOR}, one uniform variate per draw by inversion. Draws are keyed by replication, entity and purpose, so that alternatives \
         share them (common random numbers); layout {STREAM_LAYOUT} of the streams."
    );
    let execution = "Event scheduling. Events are ordered by time, then by sequence; all of one instant are handled before anything is \
                     granted, and requests of one instant go by entity. Replications run in parallel; results do not depend on the number \
                     of threads.";
    vec![
        (
            "5.1 Software or programming language",
            text(concat!("forceflow ", env!("CARGO_PKG_VERSION"), ", written in Rust.")),
        ),
        ("5.2 Random sampling", text(sampling)),
        ("5.3 Model execution", text(execution)),
        (
            "5.4 System specification",
            text(
                "Processor, operating system, threads and run time stand in manifest.json under environment; results do not depend on them.",
            ),
        ),
    ]
}

fn access(told: &Told<'_>) -> Vec<Item> {
    let mut sharing = vec![
        Span::Text("The program is under the MIT licence. The scenario as it was run is in manifest.json, with hash ".to_owned()),
        Span::Code(told.loaded.hash().chars().take(16).collect()),
        Span::Text(". ".to_owned()),
    ];
    sharing.extend(blank("where program and results can be had, and the licence of the scenario"));
    vec![("6.1 Computer model sharing statement", sharing)]
}
