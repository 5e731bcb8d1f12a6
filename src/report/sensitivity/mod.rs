//! Sensitivity for readers: a table for stdout, `sensitivity.csv`, and the charts.

mod csv;
mod discovery;
mod figures;
mod given_data;
mod words;

use serde::Serialize;

use super::content::Files;
use super::data::Resource;
use super::json::to_json;
use super::names::Names;
use super::numbers::{percent, width};
use super::page::study::{Finding, table_of, tabled};
use super::study::{Report, provenance};
use crate::chart::AnyChart;
use crate::experiment::sensitivity::{Method, Sensitivity as Found, WIDEST};
use crate::experiment::study::bands;

/// Most rows of a table on stdout; the files hold all.
const MOST_ROWS: usize = WIDEST;

/// A study of assumptions: `sensitivity.json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sensitivity {
    /// Version of the file.
    pub format_version: u32,
    /// How assumptions were studied.
    pub method: Method,
    /// Title of the scenario.
    pub title: String,
    /// The seed.
    pub seed: u64,
    /// Replications at each point.
    pub replications: u32,
    /// Whether the ranges of all other assumptions were drawn.
    pub uncertain: bool,
    /// What was found.
    pub result: Found,
    /// The names of the assumptions.
    #[serde(skip)]
    pub names: Names,
}

impl Report for Sensitivity {
    fn text(&self) -> String {
        let found = match &self.result {
            Found::Tornado(found) => words::tornado_text(found, &self.names),
            Found::Morris(found) => words::morris_text(found, &self.names),
            Found::Sobol(found) => words::sobol_text(found, &self.names),
            Found::GivenData(found) => given_data::text(found, &self.names),
            Found::Discover(found) => discovery::text(found, &self.names),
        };
        let Self { title, replications, seed, uncertain, .. } = self;
        let bands = bands(*uncertain);
        let per_point = if self.method.draws_all() { "" } else { " per point" };
        format!("{title}\n{replications} replications{per_point}, seed {seed}: {bands}\n{found}\n")
    }

    fn json(&self) -> Vec<u8> {
        to_json(self)
    }

    fn csv(&self) -> Vec<u8> {
        match &self.result {
            Found::Tornado(found) => csv::tornado_csv(found),
            Found::Morris(found) => csv::morris_csv(found),
            Found::Sobol(found) => csv::sobol_csv(found),
            Found::GivenData(found) => given_data::csv(found),
            Found::Discover(found) => discovery::csv(found),
        }
    }

    fn documents(&self) -> Files<'static> {
        let table = ("sensitivity.csv".to_owned(), self.csv().into());
        Files::from([("sensitivity.json".to_owned(), self.json().into()), table])
    }

    fn tables(&self) -> Vec<Resource> {
        let fields = match &self.result {
            Found::Tornado(found) => csv::tornado_fields(found),
            Found::Morris(_) => csv::MORRIS.to_vec(),
            Found::Sobol(_) => csv::SOBOL.to_vec(),
            Found::GivenData(_) => given_data::FIELDS.to_vec(),
            Found::Discover(_) => discovery::FIELDS.to_vec(),
        };
        let description = "A row for each assumption, or for each end of its range";
        vec![Resource::new("sensitivity.csv", "Assumptions", description, fields)]
    }

    fn finding(&self) -> Finding {
        let names = &self.names;
        let (verdict, table, remarks) = match &self.result {
            Found::Tornado(found) => (
                words::most_moving(found, names),
                words::tornado_table(found, names),
                words::tornado_remarks(found, names),
            ),
            Found::Morris(found) => {
                let first = found.effects.first();
                let largest = first.map(|one| (names.path(&one.path), width(one.effect.mu_star)));
                let verdict = largest.map(|(name, h)| {
                    format!("{name} has the largest effect: over its whole range it moves mean closure by {h} h on average.")
                });
                (
                    verdict.into_iter().collect(),
                    words::morris_table(found, names),
                    words::morris_remarks(found),
                )
            }
            Found::Sobol(found) => {
                let first = found.shares.first();
                let largest =
                    first.map(|one| (names.path(&one.path), percent(one.index.total.clamp(0.0, 1.0))));
                let verdict = largest.map(|(name, share)| {
                    format!("{name} matters most: with all it acts with, it makes {share} of the variance of the mean closure.")
                });
                (
                    verdict.into_iter().collect(),
                    words::sobol_table(found, names),
                    words::sobol_remarks(found, names),
                )
            }
            Found::GivenData(found) => (
                given_data::verdict(found, names).into_iter().collect(),
                given_data::table(found, names),
                given_data::remarks(found),
            ),
            Found::Discover(found) => (
                discovery::verdict(found, names),
                discovery::table(found, names),
                discovery::remarks(found, names),
            ),
        };
        let table = table_of(format!("The {MOST_ROWS} strongest; sensitivity.csv holds all"), &table);
        Finding {
            title: self.title.clone(),
            question: match self.method {
                Method::Discover => {
                    "Which assumptions, within their ranges, do the late runs have in common?"
                }
                _ => "Which assumptions, within their ranges, move closure most?",
            }
            .to_owned(),
            verdict,
            motion: None,
            details: vec![tabled("assumptions", "Assumption by assumption", remarks, table)],
        }
    }

    fn figures(&self) -> Vec<AnyChart> {
        let provenance = provenance(&self.title, (self.seed, self.replications), self.uncertain);
        match &self.result {
            Found::Tornado(found) => {
                let cost = figures::tornado_of_cost(found, &self.names, provenance.clone());
                let closure = figures::tornado(found, &self.names, provenance);
                [closure].into_iter().chain(cost).map(AnyChart::from).collect()
            }
            Found::Morris(found) => vec![
                figures::morris(found, &self.names, provenance.clone()).into(),
                figures::morris_scatter(found, &self.names, provenance).into(),
            ],
            Found::Sobol(found) => vec![figures::sobol(found, &self.names, provenance).into()],
            Found::GivenData(found) => vec![given_data::figure(found, &self.names, provenance).into()],
            Found::Discover(found) => {
                discovery::figure(found, &self.names, provenance).into_iter().map(AnyChart::from).collect()
            }
        }
    }
}
