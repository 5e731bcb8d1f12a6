//! What moves from a baseline to an alternative, in words: the verdict in a sentence, and a table of all that moves.

use super::names::Names;
use super::numbers::{
    earlier_or_later, hours, mean_count, moved, moved_between, percent, signed, signed_count, signed_points,
};
use super::padded::{Column, Padded};
use super::spending::amount;
use crate::experiment::compare::{
    CONFIDENCE, ContingentShift, Difference, MeanDifference, Moved, Moves, QuantileMoved, UnitShift,
};
use crate::experiment::statistics::mcnemar::McNemar;
use crate::numbers::with_plus;

/// Rows of a kind that the text shows; the file holds all.
const MOST_ROWS: usize = 8;

/// What a number that moves is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// A time in hours: it comes earlier or later.
    Hours,
    /// A share of the replications.
    Share,
    /// A mean number of things.
    Things,
    /// A mean amount of money.
    Amount,
}

impl Counted {
    fn value(self, value: f64) -> String {
        match self {
            Self::Hours => hours(value),
            Self::Share => percent(value),
            Self::Things => mean_count(value),
            Self::Amount => amount(value, ""),
        }
    }

    pub(super) fn difference(self, value: f64) -> String {
        match self {
            Self::Hours => signed(value),
            Self::Share => format!("{} %", signed_points(value)),
            Self::Things => signed_count(value),
            Self::Amount => signed_amount(value),
        }
    }

    /// Which way it moves.
    fn way(self, value: f64) -> &'static str {
        match self {
            Self::Hours => earlier_or_later(value),
            _ if value < 0.0 => "less",
            _ => "more",
        }
    }

    /// Whether and which way a difference moves, as far as its interval tells.
    pub(super) fn verdict(self, difference: &MeanDifference, same: bool) -> &'static str {
        match (difference.low_95, same) {
            (_, true) => "the same",
            (None, _) => "no interval",
            _ if difference.is_distinguishable() => self.way(difference.mean),
            _ => "not distinguishable",
        }
    }
}

/// A difference of hours in words with its interval: `1.11 h earlier (95 % interval 0.29 to 1.94 h earlier)`.
pub(super) fn in_words(difference: &MeanDifference) -> String {
    let interval = difference.low_95.zip(difference.high_95);
    let interval = interval.map_or_else(String::new, |(low, high)| {
        let open = if difference.is_distinguishable() { "" } else { ", spans zero" };
        format!(" (95 % interval {}{open})", moved_between(low, high))
    });
    moved(difference.mean) + &interval
}

/// The verdict on one alternative in a sentence.
pub(super) fn verdict(one: &Difference, replications: usize) -> String {
    let Some(closure) = one.closure_h else {
        return format!(
            "no mean difference: of {replications} replications, {} of the baseline and {} of the alternative did not \
             close by the horizon",
            one.baseline_not_closed, one.alternative_not_closed
        );
    };
    if one.same {
        return "no difference in any replication".to_owned();
    }
    if closure_is_same(&closure) {
        return format!("closes at the same hour in every replication, but {}", what_else(one).join(", "));
    }
    let arrival = one.mean_arrival_h.filter(|arrival| arrival.difference.is_distinguishable());
    let arrival = arrival
        .map_or_else(String::new, |arrival| format!("; mean arrival {}", in_words(&arrival.difference)));
    let closure = match closure.low_95 {
        None => format!("closes {} in a single replication; no interval", moved(closure.mean)),
        Some(_) if one.distinguishable => format!("closes {}", in_words(&closure)),
        Some(_) => format!("not distinguishable: closes {}", in_words(&closure)),
    };
    closure + &arrival + &tail_in_words(one)
}

/// What the late tail and the deadline say beyond the mean, in words; nothing where they say the same.
fn tail_in_words(one: &Difference) -> String {
    let mut words = String::new();
    let mean = one.closure_h.map_or(0.0, |closure| closure.mean);
    let ends = |tail: &QuantileMoved| tail.low_95.zip(tail.high_95);
    if let Some((tail, (low, high))) = one.closure_quantiles.p90.and_then(|tail| Some((tail, ends(&tail)?))) {
        let is_clear = low > 0.0 || high < 0.0;
        // A tail that moves as the mean does is no news.
        let is_news = !one.distinguishable || !(low..=high).contains(&mean);
        if is_clear && is_news {
            let interval = moved_between(low, high);
            words.push_str(&format!(
                "; late tail (p90) {} (95 % interval {interval})",
                moved(tail.difference)
            ));
        }
    }
    let clear = one.on_time_test.filter(|test| test.is_clear(CONFIDENCE));
    if let (Some(test), Some(share)) = (clear, one.on_time) {
        let often = if share.mean > 0.0 { "more" } else { "less" };
        words.push_str(&format!("; in time {often} often ({})", in_counts(&test)));
    }
    words
}

/// A difference of amounts with its sign.
fn signed_amount(value: f64) -> String {
    with_plus(value, amount(value, ""))
}

/// Whether closure is equal in every replication.
pub(super) fn closure_is_same(closure: &MeanDifference) -> bool {
    closure.mean == 0.0 && closure.low_95 == closure.high_95
}

/// What moves beside closure, in the words of a sentence.
fn what_else(one: &Difference) -> Vec<String> {
    let moving = |of: &Option<Moved>| of.filter(|of| !of.same);
    let mut parts = Vec::new();
    for (words, of) in [
        ("mean arrival is", &one.mean_arrival_h),
        ("the last site is covered", &one.covered_h),
        ("the withdrawal ends", &one.withdrawal_h),
    ] {
        parts.extend(moving(of).map(|of| format!("{words} {}", in_words(&of.difference))));
    }
    let late =
        moving(&one.late_h).map(|of| format!("it is {} against the deadline", in_words(&of.difference)));
    parts.extend(late);
    if let Some(trips) = moving(&one.sorties) {
        parts.push(format!("it takes {} loaded trips", signed_count(trips.difference.mean)));
    }
    if let Some(cost) = moving(&one.cost) {
        parts.push(format!("it costs {}", signed_amount(cost.difference.mean)));
    }
    match one.units.len() {
        0 => {}
        1 => parts.push("one unit closes at another hour".to_owned()),
        count => parts.push(format!("{count} units close at another hour")),
    }
    parts
}

/// The table of all that moves: measures of the force, contingents, units, and where the hours of closure went.
pub(super) fn table(one: &Difference, names: &Names) -> Padded {
    let mut table = headed();
    measures(&mut table, &one.moves());
    for (label, count) in [
        ("not closed, baseline", one.baseline_not_closed),
        ("not closed, alternative", one.alternative_not_closed),
    ] {
        if count > 0 {
            table.row([label.to_owned(), count.to_string()]);
        }
    }
    contingents(&mut table, one);
    units(&mut table, one, names);
    causes(&mut table, one);
    table
}

/// The measures of the force alone.
pub fn table_of(moves: &Moves) -> String {
    let mut table = headed();
    measures(&mut table, moves);
    table.to_string()
}

fn headed() -> Padded {
    use Column::{Number, Text, Words};
    let mut table = Padded::new(&[Words, Number, Number, Number, Number, Text]).indented(2);
    table.row(["", "baseline", "alternative", "difference", "95 % interval", ""]);
    table
}

fn row(label: &str, of: &Moved, counted: Counted) -> [String; 6] {
    let Moved { baseline, alternative, difference, same } = of;
    let ends = difference.low_95.zip(difference.high_95);
    let interval = ends.filter(|_| !same).map_or_else(String::new, |(low, high)| {
        format!("{} to {}", counted.difference(low), counted.difference(high))
    });
    [
        label.to_owned(),
        counted.value(*baseline),
        counted.value(*alternative),
        counted.difference(difference.mean),
        interval,
        counted.verdict(difference, *same).to_owned(),
    ]
}

/// Whether either side is late in some replication.
fn is_late(late: &Moved) -> bool {
    late.baseline > 0.0 || late.alternative > 0.0
}

fn measures(table: &mut Padded, moves: &Moves) {
    use Counted::{Amount, Hours, Share, Things};
    let moving = |of: Option<Moved>| of.filter(|of| !of.same);
    for (label, of, counted) in [
        ("closure [h]", moves.closure_h, Hours),
        ("  median (p50)", moving(moves.closure_p50_h), Hours),
        ("  late tail (p90)", moving(moves.closure_p90_h), Hours),
        ("mean arrival [h]", moves.mean_arrival_h, Hours),
        ("closed by the deadline", moves.on_time, Share),
        ("late against it [h]", moves.late_h.filter(is_late), Hours),
        ("last site covered [h]", moving(moves.covered_h), Hours),
        ("loaded trips", moving(moves.sorties), Things),
        ("cost", moving(moves.cost), Amount),
        ("withdrawal ends [h]", moving(moves.withdrawal_h), Hours),
    ] {
        if let Some(of) = of {
            let mut cells = row(label, &of, counted);
            if let (Share, Some(test)) = (counted, moves.on_time_test.filter(|_| !of.same)) {
                cells[5] = judged(&test, &of);
            }
            table.row(cells);
        }
    }
}

/// What the exact test says of a share, and on which replications that rests.
fn judged(test: &McNemar, of: &Moved) -> String {
    let clear = test.is_clear(CONFIDENCE);
    let word = if clear { Counted::Share.way(of.difference.mean) } else { "not distinguishable" };
    format!("{word} ({})", in_counts(test))
}

/// The replications that one side alone has in time, in words.
fn in_counts(test: &McNemar) -> String {
    let p = if test.p_value < 0.001 { "p < 0.001".to_owned() } else { format!("p = {:.3}", test.p_value) };
    format!("{} gained, {} lost, exact {p}", test.gained, test.lost)
}

/// Contingents that close at another time, the most moved first; a single contingent is the force.
fn contingents(table: &mut Padded, one: &Difference) {
    let moves = |shift: &&ContingentShift| !closure_is_same(&shift.difference_h);
    let mut moved: Vec<&ContingentShift> = one.contingents.iter().filter(moves).collect();
    if one.contingents.len() < 2 || moved.is_empty() {
        return;
    }
    moved.sort_by(|a, b| b.difference_h.mean.abs().total_cmp(&a.difference_h.mean.abs()));
    table.row(["closure of each contingent [h]"]);
    for shift in moved.iter().take(MOST_ROWS) {
        let (baseline, alternative) = (shift.baseline_h, shift.alternative_h);
        let of = Moved { baseline, alternative, difference: shift.difference_h, same: false };
        table.row(row(&format!("  {}", shift.name), &of, Counted::Hours));
    }
    more(table, moved.len(), "contingents");
    let still = one.contingents.len() - moved.len();
    if still > 0 {
        table.row(["  as before".to_owned(), still.to_string()]);
    }
}

fn more(table: &mut Padded, all: usize, what: &str) {
    if all > MOST_ROWS {
        table.row([format!("  and {} more {what} in comparison.json", all - MOST_ROWS)]);
    }
}

/// Units that close at another time, the most moved first.
fn units(table: &mut Padded, one: &Difference, names: &Names) {
    // A force that is one unit has its row already.
    let is_force = |unit: &UnitShift| one.closure.is_some() && unit.closure_h == one.closure;
    if one.units.is_empty() || matches!(one.units.as_slice(), [unit] if is_force(unit)) {
        return;
    }
    table.row(["closure of each unit that moves [h]"]);
    for unit in one.units.iter().take(MOST_ROWS) {
        let name = names.unit(&unit.unit);
        match &unit.closure_h {
            Some(closure) => table.row(row(&format!("  {name}"), closure, Counted::Hours)),
            None => table.row([format!("  {name}: {}", open(unit))]),
        }
        if let Some(late) = unit.late_h.filter(is_late) {
            table.row(row("    late against its required date", &late, Counted::Hours));
        }
    }
    more(table, one.units.len(), "units");
}

fn open(unit: &UnitShift) -> String {
    format!(
        "does not close in {} replications of the baseline and {} of the alternative",
        unit.baseline_not_closed, unit.alternative_not_closed
    )
}

/// Where the hours of the difference went, as the causal chain has them.
fn causes(table: &mut Padded, one: &Difference) {
    let shifted: Vec<_> = one.categories.iter().filter(|shift| shift.difference_h != 0.0).collect();
    if shifted.is_empty() {
        return;
    }
    table.row(["where the hours went (causal chain) [h]"]);
    let mut line = |label: &str, [before, after, less]: [f64; 3]| {
        table.row([format!("  {label}"), hours(before), hours(after), signed(less)]);
    };
    for shift in shifted.iter().take(MOST_ROWS) {
        line(shift.label, [shift.baseline_h, shift.alternative_h, shift.difference_h]);
    }
    let sums = |rest: bool| {
        let seen = |cause: &str| shifted.iter().take(MOST_ROWS).any(|seen| seen.cause == cause);
        let parts = one.categories.iter().filter(|shift| !rest || !seen(shift.cause));
        parts.fold([0.0; 3], |[before, after, less], shift| {
            [before + shift.baseline_h, after + shift.alternative_h, less + shift.difference_h]
        })
    };
    let rest = sums(true);
    if rest[0] != 0.0 || rest[1] != 0.0 {
        line("all else", rest);
    }
    line("closure", sums(false));
}
