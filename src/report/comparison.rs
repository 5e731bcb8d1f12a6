//! A comparison for readers: text, Markdown and CSV tables.

use super::compared::{Compared, is_many, mean_and_width};
use super::compared_page::finding;
use super::comparison_table::{FIELDS, csv};
use super::comparison_words::{push_changes, push_selection};
use super::content::Files;
use super::data::Resource;
use super::differences::{figures, overlay};
use super::interaction::{push_interactions, sentence};
use super::json::to_json;
use super::moves::{table, verdict};
use super::numbers::{hours_or_dash, percent, thousands};
use super::padded::{Column, Padded};
use super::page::study::Finding;
use super::pasted;
use super::ranking::{HEAD, cells, changed, push_brief, push_ranking, push_remarks};
use super::study::Report;
use crate::chart::AnyChart;
use crate::escape;
use crate::experiment::compare::{Comparison, Seeds};

/// The answer of `compare`: several scenarios against the first, or one under several seeds.
#[derive(Debug)]
pub enum CompareAnswer {
    Systems(Box<Compared>),
    Seeds(Seeds),
}

impl CompareAnswer {
    fn report(&self) -> &dyn Report {
        match self {
            Self::Systems(compared) => compared.as_ref(),
            Self::Seeds(seeds) => seeds,
        }
    }
}

impl Report for CompareAnswer {
    fn text(&self) -> String {
        self.report().text()
    }

    fn json(&self) -> Vec<u8> {
        self.report().json()
    }

    fn csv(&self) -> Vec<u8> {
        self.report().csv()
    }

    fn markdown(&self) -> String {
        self.report().markdown()
    }

    fn bands(&self) -> Option<&str> {
        self.report().bands()
    }

    fn documents(&self) -> Files<'_> {
        self.report().documents()
    }

    fn tables(&self) -> Vec<Resource> {
        self.report().tables()
    }

    fn finding(&self) -> Finding {
        self.report().finding()
    }

    fn figures(&self) -> Vec<AnyChart> {
        self.report().figures()
    }
}

impl Report for Compared {
    fn text(&self) -> String {
        format!("{}\n", text(self))
    }

    fn json(&self) -> Vec<u8> {
        to_json(&self.comparison)
    }

    fn csv(&self) -> Vec<u8> {
        csv(&self.comparison)
    }

    fn markdown(&self) -> String {
        markdown(self)
    }

    fn bands(&self) -> Option<&str> {
        Some(self.comparison.bands)
    }

    fn finding(&self) -> Finding {
        finding(self)
    }

    fn documents(&self) -> Files<'_> {
        let table = ("comparison.csv".to_owned(), self.csv().into());
        Files::from([("comparison.json".to_owned(), self.json().into()), table])
    }

    fn tables(&self) -> Vec<Resource> {
        let description =
            "A row for each scenario, the earliest closure first, with its difference to the baseline";
        vec![Resource::new("comparison.csv", "Ranked scenarios", description, FIELDS.to_vec())]
    }

    fn figures(&self) -> Vec<AnyChart> {
        let differences = figures(self).into_iter().map(AnyChart::from);
        differences.chain(overlay(self).map(AnyChart::from)).collect()
    }
}

/// The readable comparison.
fn text(compared: &Compared) -> String {
    let comparison = &compared.comparison;
    let mut text = format!("Baseline    {}\n", comparison.baseline);
    push_as_run(&mut text, comparison);
    text.push_str(&format!(
        "{} replication{} each, seed {}, the same draws for all\n",
        thousands(comparison.replications as f64),
        if comparison.replications == 1 { "" } else { "s" },
        comparison.seed
    ));
    if let Some(reached) = comparison.precision_reached {
        let word = match (reached, comparison.replications_needed) {
            (true, _) => "reached".to_owned(),
            (false, Some(needed)) => {
                format!("not reached: about {} replications would", thousands(needed as f64))
            }
            (false, None) => "not reached".to_owned(),
        };
        text.push_str(&format!("The precision asked for was {word}.\n"));
    }
    if comparison.differences.len() > 1 {
        text.push_str(
            "The intervals of the differences hold jointly (Bonferroni), for one measure at a time.\n",
        );
    }
    let ranked =
        comparison.ranking.len() > 2 || comparison.ranking.iter().any(|ranked| ranked.not_closed > 0);
    if is_many(comparison) {
        push_ranking(&mut text, compared);
        push_brief(&mut text, compared);
    } else {
        for (index, one) in comparison.differences.iter().enumerate() {
            let names = compared.names(index);
            let name = names.alternative(&one.alternative, &comparison.baseline);
            text.push_str(&format!("\n{name}\n  {}\n", verdict(one, comparison.replications)));
            push_changes(&mut text, comparison, one, &names);
            if !one.same {
                text.push_str(&table(one, &names).to_string());
            }
        }
        if ranked {
            push_ranking(&mut text, compared);
        } else {
            push_remarks(&mut text, compared);
        }
    }
    push_interactions(&mut text, compared);
    if let Some(selection) = &comparison.selection {
        push_selection(&mut text, comparison, selection);
    }
    text
}

/// Folders that were not made as they are compared here, each as it was made.
fn push_as_run(text: &mut String, comparison: &Comparison) {
    use Column::{Number, Text, Words};
    let Some((first, others)) = comparison.as_run.split_first() else { return };
    let differ = others.iter().any(|one| one.seed != first.seed);
    let title = if differ { "The seeds of the folders differ" } else { "The folders were made otherwise" };
    text.push_str(&format!("{title}. Each as it was made:\n"));
    let mut table = Padded::new(&[Words, Number, Number, Number, Number, Number, Text]).indented(2);
    table.row(["", "seed", "replications", "closure [h]", "mean arrival [h]", "on time", ""]);
    for one in &comparison.as_run {
        let closure = match one.closure_h {
            None => format!("{} did not close", one.not_closed),
            Some(closure) => mean_and_width(&closure),
        };
        table.row([
            one.name.clone(),
            one.seed.to_string(),
            thousands(f64::from(one.replications)),
            closure,
            hours_or_dash(one.mean_arrival_h),
            one.on_time.map_or_else(|| "–".to_owned(), |on_time| percent(on_time.probability)),
            if one.uncertain { "ranges of assumptions drawn" } else { "" }.to_owned(),
        ]);
    }
    text.push_str(&format!("{table}Below, all are run again alike: "));
}

/// The ranked table and the verdicts as Markdown.
fn markdown(compared: &Compared) -> String {
    let comparison = &compared.comparison;
    let mut text = format!("| {} |\n|{}\n", HEAD.join(" | "), "---|".repeat(HEAD.len()));
    let escape = |cell: &String| escape::markdown_cell(cell);
    for ranked in &comparison.ranking {
        let cells: Vec<String> = cells(compared, ranked).iter().map(escape).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text.push_str(&format!(
        "\nAgainst {}, {} replications each, seed {}, the same draws for all:\n\n",
        escape::markdown(&comparison.baseline),
        comparison.replications,
        comparison.seed
    ));
    for (index, one) in comparison.differences.iter().enumerate() {
        let name = compared.names(index).alternative(&one.alternative, &comparison.baseline);
        let name = escape::markdown(&name);
        text.push_str(&format!("- {name}: {}\n", verdict(one, comparison.replications)));
    }
    for one in &comparison.interactions {
        text.push_str(&format!("- {}\n", escape::markdown(&sentence(compared, one))));
    }
    text.push_str(&format!("\n{}", pasted::markdown(&changed(compared))));
    for one in &comparison.not_ranked {
        let (name, reason) = (escape::markdown(&one.name), escape::markdown(&one.reason));
        text.push_str(&format!("\n- not ranked: {name}: {reason}\n"));
    }
    if !comparison.as_run.is_empty() {
        text.push_str("\nAs the folders were made:\n\n");
    }
    for one in &comparison.as_run {
        let closure = one.closure_h.as_ref().map_or_else(|| "no mean".to_owned(), mean_and_width);
        text.push_str(&format!(
            "- {}: seed {}, {} replications, closure {closure} h\n",
            escape::markdown(&one.name),
            one.seed,
            one.replications
        ));
    }
    text
}
