//! The mixes simulated, as tables.

use super::super::measured::{in_unit, unit};
use super::super::names::Names;
use super::super::numbers::{hours, thousands, width};
use super::super::padded::{Column, Padded};
use super::super::sweep_table::{holds, word};
use super::super::table::{csv_below, decimal};
use super::meets;
use super::words::{cost, named};
use crate::experiment::mix::{Estimate, Judged, Mix, Tried};
use crate::experiment::statistics::proportion::Verdict;
use crate::field::{Field, Holds};

/// Rows that a table of the text has at most; the files hold all.
const MOST_ROWS: usize = 30;

/// The answer, those beside it, and all that were judged on fresh replications; the cheapest first.
pub(super) fn near(mix: &Mix) -> Padded {
    use Column::{Number, Text};
    let goals = vec![Number; mix.goals.len()];
    let mut table = Padded::new(&[&[Text, Number], goals.as_slice(), &[Number, Text]].concat());
    let head = ["Mix".to_owned(), "cost".to_owned()].into_iter();
    let measures = mix.goals.iter().map(|asked| asked.measure.clone());
    table.row(head.chain(measures).chain(["replications".to_owned(), "Verdict".to_owned()]));
    let shown = |tried: &&Tried| tried.beside || tried.verdict.is_some() || tried.values == mix.values;
    for tried in mix.tried.iter().filter(shown).take(MOST_ROWS) {
        // The fresh replications where there are some.
        let of = |judged: &Judged| {
            if tried.confirmed_with > 0 { judged.confirmed.value } else { judged.searched.value }
        };
        let measured = mix.goals.iter().zip(&tried.goals).map(|(asked, judged)| {
            of(judged).map_or_else(|| "–".to_owned(), |value| in_unit(&asked.measure, value))
        });
        let count = match tried.confirmed_with {
            0 => thousands(tried.replications as f64),
            fresh => format!("{} fresh", thousands(fresh as f64)),
        };
        let last = [count, verdict(tried).to_owned()];
        table.row([named(&tried.values), cost(mix, tried.cost)].into_iter().chain(measured).chain(last));
    }
    table
}

/// What is said of a mix.
fn verdict(tried: &Tried) -> &'static str {
    match (tried.verdict, tried.looks_met) {
        (Some(Verdict::Certified), _) => "meets the goals",
        (Some(Verdict::Refuted), _) => "misses",
        (Some(Verdict::Undecided), _) => "undecided",
        (None, true) => "meets them in the search alone",
        (None, false) => "misses in the search alone",
    }
}

/// The frontier, the cheapest first.
pub(super) fn frontier(mix: &Mix) -> Padded {
    use Column::{Number, Text};
    let mut table = Padded::new(&[Text, Number, Number, Number, Text]);
    table.row(["Mix", "cost", "closure", "95 %", "Goals"]);
    for tried in mix.tried.iter().filter(|tried| tried.on_frontier).take(MOST_ROWS) {
        let Estimate { value, interval_95 } = tried.closure_h;
        let half = interval_95.map(|(low, high)| (high - low) / 2.0).filter(|half| *half > 0.0);
        table.row([
            named(&tried.values),
            cost(mix, tried.cost),
            value.map_or_else(|| "–".to_owned(), |h| format!("{} h", hours(h))),
            half.map_or_else(|| "–".to_owned(), |half| format!("± {} h", width(half))),
            if meets(tried) { "met" } else { "missed" }.to_owned(),
        ]);
    }
    table
}

/// The columns: the settings, what a mix costs and when it closes, then each goal.
pub(super) fn fields(mix: &Mix, names: &Names) -> Vec<Field> {
    let setting = |(index, one): (usize, &crate::experiment::mix::Varied)| {
        let values: Vec<_> = mix.tried.iter().filter_map(|tried| tried.values.get(index)).collect();
        let description = format!("Value of {}", names.path(&one.path));
        Field::named(one.path.clone(), holds(&values.iter().copied()), "", description)
    };
    let mut fields: Vec<Field> = mix.settings.iter().enumerate().map(setting).collect();
    fields.extend([
        Field::number("cost", "", "What the mix costs; none where replications do not close"),
        Field::number("cost_low_95", "", "Low end of the 95 % interval of a cost that was simulated"),
        Field::number("cost_high_95", "", "High end of it"),
        Field::number("closure_h_mean", "h", "Mean closure; none where replications do not close"),
        Field::number("closure_h_low_95", "h", "Low end of its 95 % interval"),
        Field::number("closure_h_high_95", "h", "High end of its 95 % interval"),
        Field::integer("not_closed", "replications", "Replications of the search that do not close"),
        Field::integer("replications", "replications", "Replications of the search"),
        Field::integer("confirmed_with", "replications", "Fresh replications; 0 where there were none"),
        Field::text("verdict", "What fresh replications say: `certified`, `refuted` or `undecided`"),
        Field::flag("looks_met", "Whether all goals look met in the search"),
        Field::flag("on_frontier", "Whether no other is both cheaper and earlier"),
        Field::flag("beside", "Whether it is a neighbour of the answer"),
    ]);
    for (index, asked) in mix.goals.iter().enumerate() {
        let unit = unit(&asked.measure);
        let name = |what: &str| format!("goal_{}{what}", index + 1);
        let of = |what: &str| format!("{what} {}, for {}", asked.measure, asked.goal);
        fields.push(Field::named(name(""), Holds::Number, unit, of("In the search:")));
        fields.push(Field::named(name("_confirmed"), Holds::Number, unit, of("On fresh replications:")));
        fields.push(Field::named(name("_verdict"), Holds::Text, "", of("What fresh replications say of")));
    }
    fields
}

/// A row for each of these mixes, the cheapest first.
pub(super) fn csv(mix: &Mix, names: &Names, which: impl Fn(&Tried) -> bool) -> Vec<u8> {
    let verdict = |verdict: Option<Verdict>| {
        let word = match verdict {
            Some(Verdict::Certified) => "certified",
            Some(Verdict::Refuted) => "refuted",
            Some(Verdict::Undecided) => "undecided",
            None => "",
        };
        word.to_owned()
    };
    let ends = |interval: Option<(f64, f64)>| {
        [decimal(interval.map(|(low, _)| low)), decimal(interval.map(|(_, high)| high))]
    };
    let rows = mix.tried.iter().filter(|tried| which(tried)).map(|tried| {
        let mut row: Vec<String> = tried.values.iter().map(word).collect();
        row.push(decimal(tried.cost));
        row.extend(ends(tried.cost_interval_95));
        row.push(decimal(tried.closure_h.value));
        row.extend(ends(tried.closure_h.interval_95));
        row.extend(
            [tried.not_closed, tried.replications, tried.confirmed_with].map(|count| count.to_string()),
        );
        row.push(verdict(tried.verdict));
        row.extend([tried.looks_met, tried.on_frontier, tried.beside].map(|flag| flag.to_string()));
        for judged in &tried.goals {
            row.extend([judged.searched.value, judged.confirmed.value].map(decimal));
            row.push(verdict(judged.verdict));
        }
        row
    });
    csv_below(&fields(mix, names), rows)
}
