//! `replications.parquet`: the table of replications in columns, with every digit of its numbers.

use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use parquet::basic::{Compression, Repetition, Type as Physical};
use parquet::data_type::{DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};

use super::replications::{self, Cell};
use crate::experiment::Summary;
use crate::field::{Field, Holds};
use crate::model::World;

/// Rows that are held before they are written: a group of the file.
const GROUP: usize = 1 << 17;

/// Writes the table: a group of rows after another, so that it is never held whole.
///
/// # Errors
/// What the writer refuses, and replications that cannot be read again.
pub(super) fn replications(world: &World, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let fields = replications::fields(world, summary);
    let properties = WriterProperties::builder()
        .set_created_by(concat!("forceflow version ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::SNAPPY);
    let made = Made::default();
    let schema = schema(&fields).map_err(failed)?;
    let mut file =
        SerializedFileWriter::new(made.clone(), schema, Arc::new(properties.build())).map_err(failed)?;
    let mut columns: Vec<Column> = fields.iter().map(Column::of).collect();
    let mut rows = 0;
    replications::each_row(world, summary, &mut |row| {
        columns.iter_mut().zip(row).for_each(|(column, cell)| column.push(*cell));
        rows += 1;
        if rows % GROUP == 0 {
            write_group(&mut file, &mut columns).map_err(failed)?;
            made.hand_on(out)?;
        }
        Ok(())
    })?;
    if rows % GROUP > 0 {
        write_group(&mut file, &mut columns).map_err(failed)?;
    }
    file.close().map_err(failed)?;
    made.hand_on(out)
}

fn failed(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

/// Columns by name: whole numbers are always there, others may be missing.
fn schema(fields: &[Field]) -> Result<TypePtr, ParquetError> {
    let column = |field: &Field| {
        let (physical, repetition) = match field.holds {
            Holds::Integer => (Physical::INT64, Repetition::REQUIRED),
            _ => (Physical::DOUBLE, Repetition::OPTIONAL),
        };
        let column = Type::primitive_type_builder(&field.name, physical).with_repetition(repetition);
        column.build().map(Arc::new)
    };
    let columns = fields.iter().map(column).collect::<Result<Vec<TypePtr>, ParquetError>>()?;
    Ok(Arc::new(Type::group_type_builder("replications").with_fields(columns).build()?))
}

/// A column of the group that is under way.
enum Column {
    /// Whole numbers.
    Integers(Vec<i64>),
    /// Numbers, and for each row 1 where it has one and 0 where not.
    Numbers(Vec<f64>, Vec<i16>),
}

impl Column {
    fn of(field: &Field) -> Self {
        match field.holds {
            Holds::Integer => Self::Integers(Vec::new()),
            _ => Self::Numbers(Vec::new(), Vec::new()),
        }
    }

    fn push(&mut self, cell: Cell) {
        match (self, cell) {
            (Self::Integers(all), Cell::Integer(count)) => all.push(i64::try_from(count).unwrap_or(i64::MAX)),
            (Self::Numbers(all, there), Cell::Number(number) | Cell::Tonnes(number)) => {
                all.extend(Some(number).filter(|number| number.is_finite()));
                there.push(i16::from(number.is_finite()));
            }
            _ => debug_assert!(false, "columns and cells are of one list"),
        }
    }
}

/// Writes the rows that are held, and empties the columns.
fn write_group(file: &mut SerializedFileWriter<Made>, columns: &mut [Column]) -> Result<(), ParquetError> {
    let mut group = file.next_row_group()?;
    for column in columns {
        let Some(mut writer) = group.next_column()? else { break };
        match column {
            Column::Integers(all) => {
                writer.typed::<Int64Type>().write_batch(all, None, None)?;
                all.clear();
            }
            Column::Numbers(all, there) => {
                writer.typed::<DoubleType>().write_batch(all, Some(there), None)?;
                all.clear();
                there.clear();
            }
        }
        writer.close()?;
    }
    group.close().map(drop)
}

/// Bytes of the file that are made and not handed on: its writer wants to own where they go.
#[derive(Clone, Default)]
struct Made(Arc<Mutex<Vec<u8>>>);

impl Made {
    fn hand_on(&self, out: &mut dyn Write) -> io::Result<()> {
        let bytes = mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        out.write_all(&bytes)
    }
}

impl Write for Made {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
