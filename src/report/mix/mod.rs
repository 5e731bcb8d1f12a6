//! The cheapest mix for readers: the answer in sentences, what it rests on, the mixes simulated, and the frontier of closure
//! against cost.

mod table;
mod words;

use super::content::Files;
use super::data::Resource;
use super::json::to_json;
use super::names::Names;
use super::page::study::{Finding, table_of, tabled};
use super::study::{Report, provenance};
use crate::chart::{AnyChart, FrontierChart, FrontierPoint, Meta};
use crate::experiment::mix::{Mix, Tried};
use crate::experiment::size::Answer;
use crate::experiment::statistics::proportion::Verdict;
use crate::experiment::study::bands;

/// A search for the cheapest mix, and the title of its scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Mixed {
    /// Title of the scenario.
    pub title: String,
    /// What was found.
    pub mix: Mix,
    /// The names of what is varied.
    pub names: Names,
}

impl Report for Mixed {
    fn text(&self) -> String {
        let (mix, names) = (&self.mix, &self.names);
        let answer = words::answer(mix, names).join("\n");
        let (near, frontier) = (table::near(mix), table::frontier(mix));
        let remarks = words::remarks(mix).join("\n");
        let letters = words::letters(mix, names);
        format!(
            "{}\n{answer}\n\n{letters}\n{near}\nThe frontier of closure against cost, among those simulated\n{frontier}\n{remarks}\n",
            self.title
        )
    }

    fn json(&self) -> Vec<u8> {
        to_json(&self.mix)
    }

    fn csv(&self) -> Vec<u8> {
        table::csv(&self.mix, &self.names, |_| true)
    }

    fn bands(&self) -> Option<&str> {
        Some(bands(self.mix.uncertain))
    }

    fn documents(&self) -> Files<'static> {
        let frontier = table::csv(&self.mix, &self.names, |tried| tried.on_frontier);
        Files::from([
            ("mix.json".to_owned(), self.json().into()),
            ("mix.csv".to_owned(), self.csv().into()),
            ("frontier.csv".to_owned(), frontier.into()),
        ])
    }

    fn tables(&self) -> Vec<Resource> {
        let fields = || table::fields(&self.mix, &self.names);
        let all = "A row for each mix that was simulated, the cheapest first";
        let frontier =
            "Mixes of which no other that was simulated is both cheaper and earlier, the cheapest first";
        vec![
            Resource::new("mix.csv", "Mixes", all, fields()),
            Resource::new("frontier.csv", "Frontier of closure against cost", frontier, fields()),
        ]
    }

    fn finding(&self) -> Finding {
        let (mix, names) = (&self.mix, &self.names);
        let goals: Vec<&str> = mix.goals.iter().map(|asked| asked.goal.as_str()).collect();
        let paths: Vec<String> = mix.settings.iter().map(|one| names.with_path(&one.path)).collect();
        let near = table_of(
            "The answer, mixes beside it, and others judged on fresh replications",
            &table::near(mix),
        );
        let frontier = table_of("The frontier; mix.csv holds all mixes", &table::frontier(mix));
        Finding {
            title: self.title.clone(),
            question: format!(
                "Which mix of {} meets {} at the least cost?",
                paths.join(", "),
                goals.join(" and ")
            ),
            verdict: words::answer(mix, names),
            motion: None,
            details: vec![
                tabled("tried", "What the answer rests on", words::remarks(mix).join(" "), near),
                tabled("frontier", "Closure against cost", words::letters(mix, names), frontier),
            ],
        }
    }

    fn figures(&self) -> Vec<AnyChart> {
        let mix = &self.mix;
        let provenance = provenance(&self.title, (mix.seed, mix.replications), mix.uncertain);
        let answer = |tried: &Tried| mix.answer != Answer::OutOfReach && tried.values == mix.values;
        let point = |tried: &Tried| {
            Some(FrontierPoint {
                name: words::named(&tried.values),
                cost: tried.cost?,
                closure_h: tried.closure_h.value?,
                interval: tried.closure_h.interval_95,
                met: meets(tried),
                on_frontier: tried.on_frontier,
                is_answer: answer(tried),
            })
        };
        let chart = FrontierChart {
            meta: Meta::new("frontier", "Closure against cost", "Mean closure [h]", provenance),
            cost: words::cost_axis(mix, &self.names),
            settings: mix.settings.iter().map(|one| self.names.path(&one.path)).collect(),
            points: mix.tried.iter().filter_map(point).collect(),
        };
        vec![chart.into()]
    }
}

/// Whether a mix meets the goals: as fresh replications say, and else as it looks.
fn meets(tried: &Tried) -> bool {
    tried.verdict.map_or(tried.looks_met, |verdict| verdict == Verdict::Certified)
}
