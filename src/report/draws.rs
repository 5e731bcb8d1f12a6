//! `draws.csv`: what each replication drew from the ranges of assumptions.

use std::io::{self, Write};

use super::table::CsvTable;
use crate::experiment::uncertainty::{Assumption, Drawable};
use crate::field::{Field, Holds, head};

/// The columns: the replication, then each assumption by its path.
pub fn draw_fields(assumptions: &[Assumption]) -> Vec<Field> {
    let mut fields = vec![Field::integer("replication", "", "Number of the replication")];
    fields.extend(assumptions.iter().map(|one| {
        let holds = if one.whole && !one.is_factor() { Holds::Integer } else { Holds::Number };
        let what = if one.is_factor() { "Factor on every number of the value" } else { "Value drawn" };
        let description = format!("{what}, from {} to {}", one.number_at(0.0), one.number_at(1.0));
        Field::named(one.path.clone(), holds, "", description)
    }));
    fields
}

/// One row for each replication. Numbers have the digits that give them back to the last bit.
///
/// # Errors
/// What the writer refuses.
pub fn draws(drawable: &Drawable, seed: u64, replications: u32, out: &mut dyn Write) -> io::Result<()> {
    let mut table = CsvTable::new(out);
    table.row(head(&draw_fields(drawable.assumptions())))?;
    for replication in 1..=replications {
        let values = drawable.draws(seed, replication).map(|value| value.to_string());
        table.row(std::iter::once(replication.to_string()).chain(values))?;
    }
    table.finish()
}
