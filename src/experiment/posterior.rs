//! Samples of parameters from a calibration, from which a replication draws one jointly.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::assumption::Assumption;
use crate::kernel::streams::{Streams, stream_id};

/// The stream that says which sample a replication takes.
const STREAM: &str = "posterior";

/// Joint samples of parameters, each with a weight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Posterior {
    /// Parameters, by their name or path.
    pub parameters: Vec<String>,
    /// The samples: a weight, and a value or factor for each parameter.
    pub samples: Vec<Sample>,
}

/// One sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Its weight, in proportion.
    pub weight: f64,
    /// A value or factor for each parameter.
    pub values: Vec<f64>,
}

/// Why a table of samples cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PosteriorError {
    /// The line of the table, from 1, where there is one.
    pub line: Option<u64>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for PosteriorError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "line {line}: {}", self.message),
            None => formatter.write_str(&self.message),
        }
    }
}

impl Posterior {
    /// Reads `posterior.csv`: columns `sample` and `weight`, then one for each parameter.
    ///
    /// # Errors
    /// Another head, a row of another length, something that is no number, a weight below zero, or no sample with a weight.
    pub fn read(text: &str) -> Result<Self, PosteriorError> {
        let at = |line: u64, message: String| PosteriorError { line: Some(line), message };
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let head = reader.headers().map_err(|error| at(1, error.to_string()))?.clone();
        let mut columns = head.iter();
        if (columns.next(), columns.next()) != (Some("sample"), Some("weight")) {
            return Err(at(1, "the columns do not begin with `sample` and `weight`".to_owned()));
        }
        let parameters: Vec<String> = columns.map(str::to_owned).collect();
        if parameters.is_empty() {
            return Err(at(1, "there is no column of a parameter".to_owned()));
        }
        let mut samples = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| PosteriorError {
                line: error.position().map(csv::Position::line),
                message: "a row has another number of cells than the head, or is no text".to_owned(),
            })?;
            let line = record.position().map_or(0, csv::Position::line);
            let number = |cell: &str| {
                let number = cell.trim().parse::<f64>().ok().filter(|number| number.is_finite());
                number.ok_or_else(|| at(line, format!("`{}` is no number", cell.escape_debug())))
            };
            let values = record.iter().skip(1).map(number).collect::<Result<Vec<f64>, _>>()?;
            let (weight, values) =
                values.split_first().map_or((0.0, Vec::new()), |(weight, values)| (*weight, values.to_vec()));
            if weight < 0.0 {
                return Err(at(line, format!("the weight {weight} is below 0")));
            }
            samples.push(Sample { weight, values });
        }
        let posterior = Self { parameters, samples };
        match posterior.fault() {
            Some(fault) => Err(PosteriorError { line: None, message: fault.to_owned() }),
            None => Ok(posterior),
        }
    }

    /// Why no sample can be drawn by its weight.
    pub fn fault(&self) -> Option<&'static str> {
        if self.samples.iter().all(|sample| sample.weight == 0.0) {
            return Some("no sample has a weight");
        }
        if self.samples.iter().any(|sample| sample.weight < 0.0) {
            return Some("a weight is below 0");
        }
        // Their sum or their squares leave the numbers that there are.
        let effective = self.effective();
        let may_add = effective.is_finite() && effective > 0.5;
        (!may_add).then_some("the weights are too large or too small to be added up")
    }

    /// What decides the draws, as text.
    pub(super) fn fingerprint(&self) -> String {
        let mut text = format!(" posterior {}", self.parameters.join(" "));
        for sample in &self.samples {
            text.push_str(&format!(" {} {:?}", sample.weight, sample.values));
        }
        text
    }

    /// The effective number of samples: the square of the sum of weights over the sum of their squares (Kish 1965).
    pub fn effective(&self) -> f64 {
        let (sum, squares) = self.samples.iter().fold((0.0, 0.0), |(sum, squares), sample| {
            (sum + sample.weight, squares + sample.weight * sample.weight)
        });
        if squares > 0.0 { sum * sum / squares } else { 0.0 }
    }

    /// Those of these assumptions that it gives a value, by its name or its path, with the column.
    pub fn columns<'a>(&self, assumptions: &'a [Assumption]) -> Vec<(usize, &'a Assumption, usize)> {
        let column = |one: &Assumption| {
            self.parameters.iter().position(|name| *name == one.parameter || *name == one.path)
        };
        let given = |(index, one): (usize, &'a Assumption)| Some((index, one, column(one)?));
        assumptions.iter().enumerate().filter_map(given).collect()
    }

    /// Puts the shares of one sample, drawn by weight, over those of the assumptions that it gives a value.
    pub(super) fn put(&self, assumptions: &[Assumption], shares: &mut [f64], streams: &mut Streams) {
        let heavy = || self.samples.iter().filter(|sample| sample.weight > 0.0);
        let sum: f64 = heavy().map(|sample| sample.weight).sum();
        let mut left = streams.open(stream_id(STREAM), 0).uniform() * sum;
        let chosen = heavy().find(|sample| {
            left -= sample.weight;
            left < 0.0
        });
        let Some(sample) = chosen.or_else(|| heavy().next_back()) else { return };
        for (index, assumption, column) in self.columns(assumptions) {
            if let Some(value) = sample.values.get(column) {
                shares[index] = assumption.share_of(*value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_with_its_weights() {
        let posterior =
            Posterior::read("sample,weight,a,fleets.x.count\n1,1,0.5,3\n2,3,0.75,4\n").expect("a table");
        assert_eq!(posterior.parameters, ["a", "fleets.x.count"]);
        assert_eq!(posterior.samples[1], Sample { weight: 3.0, values: vec![0.75, 4.0] });
        assert!((posterior.effective() - 1.6).abs() < 1e-12);
    }

    #[test]
    fn mistakes_name_their_line() {
        let error = |text: &str| Posterior::read(text).expect_err("a mistake").to_string();
        assert_eq!(error("a,b\n"), "line 1: the columns do not begin with `sample` and `weight`");
        assert_eq!(error("sample,weight\n"), "line 1: there is no column of a parameter");
        assert_eq!(error("sample,weight,a\n1,1,0.5\n2,1,x\n"), "line 3: `x` is no number");
        assert_eq!(error("sample,weight,a\n1,-1,0.5\n"), "line 2: the weight -1 is below 0");
        assert_eq!(error("sample,weight,a\n1,0,0.5\n"), "no sample has a weight");
        for weight in ["1e308", "1e-200"] {
            let table = format!("sample,weight,a\n1,{weight},0.5\n2,{weight},1\n");
            assert_eq!(error(&table), "the weights are too large or too small to be added up");
        }
        assert!(error("sample,weight,a\n1,1\n").starts_with("line 2: a row has another number of cells"));
    }
}
