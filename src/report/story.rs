//! A story in plain sentences.

use std::fmt::Write as _;

use serde::Serialize;

use super::bottlenecks::story_charts;
use super::content::Files;
use super::manifest::to_json;
use super::numbers::{Calendar, hours, percent};
use super::study::Report;
use super::table::{csv_of, decimal};
use crate::chart::{ChartError, Provenance, upper_first};
use crate::experiment::improve::{CapacityGain, Change, DurationGain};
use crate::experiment::rank::Rank;
use crate::experiment::story::{Meanwhile, Step, Story};
use crate::model::Category;

/// Steps shorter than this are left out of the text [h].
pub(super) const TOO_SHORT_H: f64 = 0.005;

/// Why one seeded run closed when it did, and what would help: `why.json`.
#[derive(Debug, Clone, Serialize)]
pub struct Why {
    /// Version of the file.
    pub format_version: u32,
    /// Title of the scenario.
    pub title: String,
    /// The seed.
    pub seed: u64,
    /// The replication that is told.
    pub replication: u32,
    /// Where its closure stands among those that it was chosen from; `None` for one that is not among them.
    pub rank: Option<Rank>,
    /// Replication and rank in words.
    pub shown: String,
    /// The story of its closure.
    pub story: Story,
    /// Replications behind what would help.
    pub replications: u32,
    /// Whose closure the gains are of: always the force's.
    pub gains_of: String,
    /// What a tenth less of each duration saves.
    pub durations: Vec<DurationGain>,
    /// What one more of each capacity saves.
    pub capacities: Vec<CapacityGain>,
    /// Turns hours into dates in the text.
    #[serde(skip)]
    pub calendar: Option<Calendar>,
}

impl Report for Why {
    fn text(&self) -> String {
        // What would help is measured for the force alone, and says so when the story is of a part of it.
        let part = (self.story.subject != self.gains_of).then_some(self.story.subject.as_str());
        format!(
            "{}\n{}{}",
            self.title,
            tell(&self.story, &self.shown, self.calendar.as_ref()),
            help(&self.durations, &self.capacities, self.replications, part)
        )
    }

    fn json(&self) -> Vec<u8> {
        to_json(self)
    }

    /// One row a duration or capacity that would help, the largest gain of each kind first.
    fn csv(&self) -> Vec<u8> {
        let durations = self.durations.iter().map(|gain| {
            let (path, value) = gain
                .change
                .as_ref()
                .map_or_else(Default::default, |change| (change.path.clone(), change.value.to_string()));
            let what = format!("a tenth less {} of {}", gain.cause, gain.whose);
            [what, path, value, decimal(Some(gain.saved_h)), String::new(), String::new()]
        });
        let capacities = self.capacities.iter().map(|gain| {
            let proposal = &gain.proposal;
            let ends = [decimal(gain.low_95), decimal(gain.high_95)];
            let [low, high] = ends;
            let value = proposal.value.to_string();
            [proposal.what.clone(), proposal.path.clone(), value, decimal(Some(gain.saved_h)), low, high]
        });
        let head = ["what", "path", "value", "saved_h", "low_95", "high_95"].map(str::to_owned);
        csv_of(std::iter::once(head).chain(durations).chain(capacities))
    }

    fn documents(&self) -> Files<'static> {
        let text = ("why.txt".to_owned(), self.text().into_bytes().into());
        Files::from([("why.json".to_owned(), self.json().into()), text])
    }

    fn charts(&self) -> Result<Files<'static>, ChartError> {
        let provenance = Provenance {
            scenario: self.title.clone(),
            replications: 1,
            seed: self.seed,
            level: None,
            note: String::new(),
        };
        story_charts(&self.story, &self.shown, provenance)
    }
}

/// The story, from the last arrival back to the appeal.
fn tell(story: &Story, shown: &str, calendar: Option<&Calendar>) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_story(&mut text, story, shown, calendar);
    text
}

fn write_story(
    text: &mut String,
    story: &Story,
    shown: &str,
    calendar: Option<&Calendar>,
) -> std::fmt::Result {
    let at = |h: f64| calendar.map_or_else(|| format!("at {} h", hours(h)), |calendar| calendar.instant(h));
    let last =
        story.last_unit.as_ref().map_or_else(String::new, |unit| format!("; the last load was of {unit}"));
    writeln!(
        text,
        "{}: {} was in place {} h after the appeal, {}{last}.",
        upper_first(shown),
        story.subject,
        hours(story.closure_h),
        at(story.closure_h)
    )?;
    writeln!(text, "\nThe last load's own clock, backwards (adds up to {} h)", hours(story.closure_h))?;
    for step in story.diary.iter().rev().filter(|step| step.hours() >= TOO_SHORT_H) {
        writeln!(text, "  {:>13}  {:>7} h  {}", at(step.from_h), hours(step.hours()), sentence(step))?;
        let meanwhile = meanwhile(&step.meanwhile);
        if !meanwhile.is_empty() {
            writeln!(text, "  {:>13}  {:>7}    because {meanwhile}", "", "")?;
        }
    }
    writeln!(
        text,
        "\nCauses only, waits replaced by what was waited for (adds up to {} h)",
        hours(story.closure_h)
    )?;
    for step in story.chain.iter().rev().filter(|step| step.hours() >= TOO_SHORT_H) {
        writeln!(text, "  {:>13}  {:>7} h  {}", at(step.from_h), hours(step.hours()), sentence(step))?;
    }
    Ok(())
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

/// The option that tries a change, quoted for a shell where its value is no number.
fn set(change: &Change) -> String {
    let Change { path, value } = change;
    if value.is_number() { format!("--set {path}={value}") } else { format!("--set '{path}={value}'") }
}

/// What would help the force, as two tables; `told` names the subject of the story unless that is the force.
fn help(
    durations: &[DurationGain],
    capacities: &[CapacityGain],
    replications: u32,
    told: Option<&str>,
) -> String {
    let mut text = String::new();
    let _ = write_help(&mut text, durations, capacities, replications, told);
    text
}

fn write_help(
    text: &mut String,
    durations: &[DurationGain],
    capacities: &[CapacityGain],
    replications: u32,
    told: Option<&str>,
) -> std::fmt::Result {
    let s = if replications == 1 { "" } else { "s" };
    let whom = told.map_or_else(String::new, |told| {
        format!(" the force: hours of its closure, not of that of {told} alone")
    });
    writeln!(text, "\nWhat would help{whom}, over {replications} replication{s}")?;
    writeln!(
        text,
        "  A tenth less of a duration saves about a tenth of its hours on the chain, for small changes:"
    )?;
    for gain in durations.iter().filter(|gain| gain.saved_h >= TOO_SHORT_H).take(8) {
        let known = Category::named(&gain.cause);
        writeln!(
            text,
            "  {:>7} h  {}, {} (on the chain in {} of the runs){}",
            hours(gain.saved_h),
            known.map_or("", Category::label),
            gain.whose,
            percent(gain.criticality),
            gain.change.as_ref().map_or_else(String::new, |change| format!(": {}", set(change)))
        )?;
    }
    if capacities.is_empty() {
        return Ok(());
    }
    writeln!(text, "  One more of a capacity, re-run under the same draws:")?;
    for gain in capacities.iter().filter(|gain| !gain.nothing).take(10) {
        let interval = match (gain.low_95, gain.high_95) {
            (Some(low), Some(high)) => format!(" (95 % interval {low:.2} to {high:.2} h)"),
            _ => String::new(),
        };
        let set = format!("--set {}={}", gain.proposal.path, gain.proposal.value);
        writeln!(text, "  {:>+7.2} h  {}{interval}: {set}", gain.saved_h, gain.proposal.what)?;
    }
    let nothing = capacities.iter().filter(|gain| gain.nothing).count();
    if nothing > 0 {
        let proposals = if nothing == 1 { "proposal" } else { "proposals" };
        writeln!(text, "  Nothing, exactly 0 in every replication, from {nothing} other {proposals}:")?;
        let names: Vec<&str> =
            capacities.iter().filter(|gain| gain.nothing).map(|gain| gain.proposal.what.as_str()).collect();
        writeln!(text, "    {}", names.join("; "))?;
    }
    Ok(())
}
