//! A story in plain sentences.

use super::bottlenecks::of_story;
use super::content::Files;
use super::data::Resource;
use super::gains::{capacity, nothing_helps, set};
use super::json::to_json;
use super::map;
use super::names::Names;
use super::numbers::{Calendar, hours, moved, percent};
use super::padded::{Column, Padded};
use super::page::document::Section;
use super::page::playback::{Played, playback};
use super::page::study::{Finding, table_of, tabled};
use super::study::Report;
use super::table::{csv_below, decimal};
use crate::chart::{AnyChart, MapChart, Provenance, upper_first};
use crate::experiment::improve::TOO_LITTLE_H;
use crate::experiment::story::{Meanwhile, Step};
use crate::experiment::why::{Inquiry, Why};
use crate::field::Field;
use crate::model::Category;
use crate::scenario::Scenario;

/// Steps shorter than this are left out of the text: hours have one decimal [h].
pub(super) const TOO_SHORT_H: f64 = 0.05;

/// The answer of `why`, with what its readers need beside `why.json`.
#[derive(Debug, Clone)]
pub struct Told {
    /// What was found.
    pub why: Why,
    /// Turns hours into dates.
    pub calendar: Option<Calendar>,
    /// The names of what the story tells of.
    pub names: Names,
    /// The run in motion.
    pub motion: Section,
    /// Where it went.
    pub map: MapChart,
}

impl Told {
    /// What an inquiry into a scenario found.
    pub fn of(inquiry: &Inquiry, scenario: &Scenario, names: Names, calendar: Option<Calendar>) -> Self {
        let why = inquiry.answer();
        let (world, shown) = (&inquiry.world, &inquiry.shown);
        let motion = playback(&Played {
            scenario,
            names: &names,
            world,
            shown,
            label: &why.shown,
            subject: &inquiry.subject,
            deadline: world.deadline,
            calendar,
        });
        let map = map::of_told(scenario, (world, shown), &why.shown, provenance(&why));
        Self { why, calendar, names, motion, map }
    }
}

/// What the figures rest on: one run.
fn provenance(why: &Why) -> Provenance {
    Provenance {
        scenario: why.title.clone(),
        replications: 1,
        seed: why.seed,
        level: None,
        note: String::new(),
    }
}

/// The columns of what would help.
const FIELDS: [Field; 7] = [
    Field::text("what", "The duration or capacity"),
    Field::text("path", "Its path in the scenario, where there is one"),
    Field::text("value", "The value that was tried there"),
    Field::number("saved_h", "h", "By how much the force closes earlier"),
    Field::number("low_95", "h", "Low end of its 95 % interval"),
    Field::number("high_95", "h", "High end of its 95 % interval"),
    Field::number("difference_h", "h", "By how much closure moves: below 0 is earlier"),
];

impl Report for Told {
    fn text(&self) -> String {
        let subject = self.subject();
        // What would help is measured for the force alone, and says so when the story is of a part of it.
        let part = (self.why.story.subject != self.why.gains_of).then_some(subject.as_str());
        format!("{}\n{}{}", self.why.title, self.tell(&subject), self.help(part))
    }

    fn json(&self) -> Vec<u8> {
        to_json(&self.why)
    }

    /// One row a duration or capacity that would help, the largest gain of each kind first.
    fn csv(&self) -> Vec<u8> {
        let durations = self.why.durations.iter().map(|gain| {
            let (path, value) = gain
                .change
                .as_ref()
                .map_or_else(Default::default, |change| (change.path.clone(), change.value.to_string()));
            let what = format!("a tenth less {} of {}", gain.cause, gain.whose);
            let moves = decimal(Some(gain.difference_h));
            let [empty, other] = [String::new(), String::new()];
            [what, path, value, decimal(Some(gain.saved_h)), empty, other, moves]
        });
        let capacities = self.why.capacities.iter().map(|gain| {
            let proposal = &gain.proposal;
            let ends = [decimal(gain.low_95), decimal(gain.high_95)];
            let [low, high] = ends;
            let value = proposal.value.to_string();
            let moves = decimal(gain.difference_h.map(|moves| moves.mean));
            [
                proposal.what.clone(),
                proposal.path.clone(),
                value,
                decimal(Some(gain.saved_h)),
                low,
                high,
                moves,
            ]
        });
        csv_below(&FIELDS, durations.chain(capacities))
    }

    fn documents(&self) -> Files<'static> {
        let text = ("why.txt".to_owned(), self.text().into_bytes().into());
        Files::from([("why.json".to_owned(), self.json().into()), text])
    }

    /// None: what would help is in `why.json`, and as a table on stdout alone.
    fn tables(&self) -> Vec<Resource> {
        Vec::new()
    }

    fn finding(&self) -> Finding {
        finding(self)
    }

    fn figures(&self) -> Vec<AnyChart> {
        let provenance = provenance(&self.why);
        let story = of_story(&self.why.story, &self.subject(), &self.why.shown, provenance);
        vec![story.into(), self.map.clone().into()]
    }
}

impl Told {
    /// Whose closure it is, for readers.
    fn subject(&self) -> String {
        let subject = &self.why.story.subject;
        if subject.contains('/') { self.names.unit(subject) } else { subject.clone() }
    }

    fn at(&self, h: f64) -> String {
        self.calendar.as_ref().map_or_else(|| format!("at {} h", hours(h)), |calendar| calendar.instant(h))
    }

    /// The story, from the last arrival back to the appeal.
    fn tell(&self, subject: &str) -> String {
        let (story, total) = (&self.why.story, hours(self.why.story.closure_h));
        let last = story.last_unit.as_ref();
        let last =
            last.map_or_else(String::new, |unit| format!("; the last load was of {}", self.names.unit(unit)));
        format!(
            "{}: {subject} was in place {total} h after the appeal, {}{last}.\n\n\
             The last load's own clock, backwards (adds up to {total} h)\n{}\n\
             Causes only, waits replaced by what was waited for (adds up to {total} h)\n{}",
            upper_first(&self.why.shown),
            self.at(story.closure_h),
            self.steps(&story.diary),
            self.steps(&story.chain)
        )
    }

    fn steps(&self, steps: &[Step]) -> Padded {
        let mut table = Padded::new(&[Column::Number, Column::Number, Column::Text]).indented(2);
        self.step_rows(&mut table, steps);
        table
    }

    /// The steps that last, latest first, each with what it was for.
    fn step_rows(&self, table: &mut Padded, steps: &[Step]) {
        for step in self.names.steps(steps).iter().rev().filter(|step| step.hours() >= TOO_SHORT_H) {
            table.row([self.at(step.from_h), format!("{} h", hours(step.hours())), sentence(step)]);
            let meanwhile = meanwhile(&step.meanwhile);
            if !meanwhile.is_empty() {
                table.row([String::new(), String::new(), format!("  because {meanwhile}")]);
            }
        }
    }
}

/// What the page of a story says.
fn finding(told: &Told) -> Finding {
    let why = &told.why;
    let (story, subject) = (&why.story, told.subject());
    let total = hours(story.closure_h);
    let mut verdict = vec![format!(
        "{}: {subject} was in place {total} h after the appeal, {}.",
        upper_first(&why.shown),
        told.at(story.closure_h)
    )];
    if let Some(last) = &story.last_unit {
        verdict.push(format!("The last load was of {}.", told.names.unit(last)));
    }
    let helps = why.capacities.iter().find(|gain| gain.surely_helps());
    verdict.extend(helps.map(|gain| {
        format!("What helps the force most: {}, closure {}.", gain.proposal.what, capacity(gain)[0])
    }));
    verdict.extend(why.nothing_helps.iter().flat_map(|nothing| nothing_helps(nothing, &told.names)));
    let steps = |caption: &str, steps: &[Step]| {
        let mut table = Padded::new(&[Column::Number, Column::Number, Column::Text]);
        table.row(["From", "For", "What"]);
        told.step_rows(&mut table, steps);
        table_of(caption, &table)
    };
    let mut details = vec![
        tabled(
            "diary",
            "The last load's own clock",
            format!(
                "From the appeal to the last arrival, waits included; the hours add up to {total}. Read upwards from the arrival."
            ),
            steps("The last load, latest step first", &story.diary),
        ),
        tabled(
            "chain",
            "Causes only",
            format!("Each wait is replaced by what was waited for; the hours add up to {total}."),
            steps("The causal chain, latest step first", &story.chain),
        ),
    ];
    let mut durations = Padded::new(&[Column::Number, Column::Text, Column::Text]);
    durations.row(["Closure", "A tenth less of", "How to try it"]);
    told.duration_rows(&mut durations);
    let mut capacities = Padded::new(&[Column::Number, Column::Text, Column::Text, Column::Text]);
    capacities.row(["Closure", "One more of", "Interval", "How to try it"]);
    told.capacity_rows(&mut capacities);
    let over = format!("Of the force, over {} replications under equal draws.", why.replications);
    let mut help =
        tabled("help", "What would help", over, table_of("Durations, a tenth shorter", &durations));
    help.table(table_of("Capacities, one more", &capacities));
    details.push(help);
    Finding {
        title: why.title.clone(),
        question: format!("Why was {subject} in place when it was, and what would help?"),
        verdict,
        motion: Some(told.motion.clone()),
        details,
    }
}

/// What a step is, in words.
pub(super) fn sentence(step: &Step) -> String {
    use Category as C;
    let carrier = step.carrier.as_deref().unwrap_or("a carrier");
    let unit = step.unit.as_deref().unwrap_or("the load");
    let place = step.place.as_deref().unwrap_or("its place");
    match step.category() {
        C::Start => "the appeal".to_owned(),
        C::Decision => "the organisation decided".to_owned(),
        C::Mandate => format!("{unit} waited for its national mandate"),
        C::Notice => format!("{unit} was given notice"),
        C::Preparation => format!("{unit} prepared"),
        C::EarliestDate => format!("{unit} was held back for its earliest date"),
        C::Reporting => "until the dispatcher was told".to_owned(),
        C::FleetUnavailable => format!("{carrier} was not available"),
        C::EmptyTravel => format!("{carrier} travelled empty to {place}"),
        C::Loading => format!("{carrier} was loaded at {place}, for {unit}"),
        C::CrewRest => format!("the crew of {carrier} rested at {place}"),
        C::Repair => step.carrier.as_ref().map_or_else(
            || format!("a vehicle of {unit} was repaired"),
            |carrier| format!("{carrier} was repaired at {place}"),
        ),
        C::DeIcing => format!("{carrier} was de-iced at {place}"),
        C::LoadedTravel => format!("{carrier} travelled with its load to {place}, for {unit}"),
        C::RefuellingStop => format!("{carrier} stopped to refuel"),
        C::Border => "held up at a border".to_owned(),
        C::Weather => format!("weather closed {place}"),
        C::Closed => format!("{place} or the way there was closed"),
        C::NotOpened => format!("{place} had not opened yet"),
        C::RunwayInterval => format!("interval between two movements at {place}"),
        C::Echelon => "interval between two departures on the route".to_owned(),
        C::DailyLimit => "the day's number of departures was used up".to_owned(),
        C::LandingSlot => format!("no landing slot was free at {place}"),
        C::Diversion => format!("{carrier} was diverted"),
        C::Unloading => format!("{carrier} was unloaded at {place}, for {unit}"),
        C::Refuelling => format!("{carrier} was refuelled at {place}"),
        C::FuelResupply => format!("no fuel at {place} until resupply"),
        C::Service => format!("{carrier} was serviced at {place}"),
        C::Boarding => format!("civilians boarded {carrier} at {place}"),
        C::Reception => format!("{unit} was received at {place}"),
        C::March => format!("{unit} marched to {place}"),
        C::Takeover => format!("{place} was taken over"),
        C::Hold => "the operation".to_owned(),
        C::Handover => format!("{place} was handed over"),
        wait => match &step.place {
            Some(place) => format!("{} at {place}", wait.label()),
            None => wait.label().to_owned(),
        },
    }
}

/// What a wait was for, in words; empty when nothing is known of it.
pub(super) fn meanwhile(parts: &[Meanwhile]) -> String {
    const MOST: usize = 5;
    let long: Vec<&Meanwhile> = parts.iter().filter(|part| part.hours >= TOO_SHORT_H).collect();
    let rest: f64 = long.iter().skip(MOST).map(|part| part.hours).sum();
    let mut told: Vec<String> = long
        .iter()
        .take(MOST)
        .map(|part| {
            let who = part.carrier.as_ref().map_or_else(String::new, |carrier| format!("{carrier}: "));
            format!("{who}{}, {} h", part.category().label(), hours(part.hours))
        })
        .collect();
    if rest > 0.0 {
        told.push(format!("and before that {} h more", hours(rest)));
    }
    told.join("; ")
}

impl Told {
    /// What would help the force, as two tables; `told` names the subject of the story unless that is the force.
    fn help(&self, told: Option<&str>) -> String {
        let Why { capacities, replications, .. } = &self.why;
        let s = if *replications == 1 { "" } else { "s" };
        let whom = told.map_or_else(String::new, |told| {
            format!(" the force: hours of its closure, not of that of {told} alone")
        });
        let mut text = format!(
            "\nWhat would help{whom}, over {replications} replication{s}\n{}  \
             A tenth less of a duration moves closure by about a tenth of its hours on the chain, for small changes:\n",
            self.nothing()
        );
        let mut table = Padded::new(&[Column::Number, Column::Text, Column::Text]).indented(2);
        self.duration_rows(&mut table);
        text.push_str(&table.to_string());
        if capacities.is_empty() {
            return text;
        }
        let mut table = Padded::new(&[Column::Number, Column::Text, Column::Text, Column::Text]).indented(2);
        self.capacity_rows(&mut table);
        text.push_str(&format!("  One more of a capacity, re-run under the same draws:\n{table}"));
        let nothing: Vec<&str> =
            capacities.iter().filter(|gain| gain.nothing).map(|gain| gain.proposal.what.as_str()).collect();
        if !nothing.is_empty() {
            let proposals = if nothing.len() == 1 { "proposal" } else { "proposals" };
            text.push_str(&format!(
                "  Nothing, exactly 0 in every replication, from {} other {proposals}:\n    {}\n",
                nothing.len(),
                nothing.join("; ")
            ));
        }
        text
    }

    /// Two lines where nothing helps of what was tried, else none.
    fn nothing(&self) -> String {
        let Some(nothing) = &self.why.nothing_helps else { return String::new() };
        let [tried, bounds] = nothing_helps(nothing, &self.names);
        format!("  {tried}\n  {bounds}\n")
    }

    /// What a tenth less of each duration saves, the most first.
    fn duration_rows(&self, table: &mut Padded) {
        for gain in self.why.durations.iter().filter(|gain| gain.saved_h >= TOO_LITTLE_H).take(8) {
            let label = Category::named(&gain.cause).map_or("", Category::label);
            let whose = self.names.owner(&gain.whose);
            let share = percent(gain.criticality);
            let what = format!("{label}, {whose} (on the chain in {share} of the runs)");
            table.row([moved(gain.difference_h), what, gain.change.as_ref().map_or_else(String::new, set)]);
        }
    }

    /// What one more of each capacity saves, the most first.
    fn capacity_rows(&self, table: &mut Padded) {
        for gain in self.why.capacities.iter().filter(|gain| !gain.nothing).take(10) {
            table.row(capacity(gain));
        }
    }
}
