//! What the columns of tables hold. A table takes its head from its fields, so that each column is described where it is
//! defined, and `datapackage.json` says of every file what stands in it.

use std::borrow::Cow;

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Words.
    Text,
    /// `true` or `false`.
    Flag,
}

impl Holds {
    /// The name of the type in a table schema.
    pub fn name(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Text => "string",
            Self::Flag => "boolean",
        }
    }
}

/// A column of a table. An empty cell means that there is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in the first row.
    pub name: Cow<'static, str>,
    /// What its cells are.
    pub holds: Holds,
    /// The unit of its numbers: `h`, `t`, `people`, `share`; empty where there is none.
    pub unit: &'static str,
    /// What it says, in a sentence without its stop.
    pub description: Cow<'static, str>,
}

impl Field {
    const fn of(name: &'static str, holds: Holds, unit: &'static str, description: &'static str) -> Self {
        Self { name: Cow::Borrowed(name), holds, unit, description: Cow::Borrowed(description) }
    }

    /// Numbers in a unit.
    pub(crate) const fn number(name: &'static str, unit: &'static str, description: &'static str) -> Self {
        Self::of(name, Holds::Number, unit, description)
    }

    /// Whole numbers in a unit.
    pub(crate) const fn integer(name: &'static str, unit: &'static str, description: &'static str) -> Self {
        Self::of(name, Holds::Integer, unit, description)
    }

    /// Words.
    pub(crate) const fn text(name: &'static str, description: &'static str) -> Self {
        Self::of(name, Holds::Text, "", description)
    }

    /// `true` or `false`.
    pub(crate) const fn flag(name: &'static str, description: &'static str) -> Self {
        Self::of(name, Holds::Flag, "", description)
    }

    /// A column whose name is known when it is written.
    pub(crate) fn named(name: String, holds: Holds, unit: &'static str, description: String) -> Self {
        Self { name: Cow::Owned(name), holds, unit, description: Cow::Owned(description) }
    }
}

/// The names of columns: the first row of their table.
pub(crate) fn head(fields: &[Field]) -> Vec<String> {
    fields.iter().map(|field| field.name.clone().into_owned()).collect()
}
