//! A sweep: design points over one or more factors, each simulated once and kept as a file of its own.
//!
//! A point is known by the hash of what decides its figures (resolved scenario, seed, replications, program version,
//! layout of streams). It is written beside its place and renamed, so that it is there whole or not at all; a sweep that
//! was stopped goes on with what is missing, and two sweeps share the points that they have in common. The Latin
//! hypercube is that of M. `McKay`, Beckman and Conover (1979), over the listed values of each factor.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::factor::Factor;
use super::results::OnTime;
use super::runner::{Next, Plan};
use super::statistics::describe;
use super::statistics::lhs::latin_hypercube;
use super::uncertainty::{Point as System, UncertaintyError};
use super::unfinished;
use crate::kernel::hours;

/// Version of the layout of random streams; a change of it changes every result.
pub const STREAM_LAYOUT: u32 = 1;

/// Design points that a sweep may have: more is most likely a slip.
pub const MOST_POINTS: usize = 100_000;

/// The figures of one design point, as its file holds them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Version of the file.
    pub format_version: u32,
    /// What the point is known by.
    pub key: PointKey,
    /// Closure; none when a replication did not close.
    pub closure_h: Option<PointClosure>,
    /// Replications that did not close.
    pub not_closed: usize,
    /// In time; none without a deadline.
    pub on_time: Option<OnTime>,
    /// Mean of loaded trips.
    pub sorties: f64,
}

/// What decides the figures of a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointKey {
    /// Hash of the resolved scenario.
    pub scenario_hash: String,
    /// The seed.
    pub seed: u64,
    /// Replications.
    pub replications: u32,
    /// Version of the program.
    pub version: String,
    /// Version of the layout of random streams.
    pub stream_layout: u32,
    /// Where ranges of assumptions are drawn: the paths that are not, because they are varied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn_without: Option<Vec<String>>,
}

impl PointKey {
    /// The name that the point goes by: a BLAKE3 hash in hexadecimal digits.
    pub fn hash(&self) -> String {
        let Self { scenario_hash, seed, replications, version, stream_layout, drawn_without } = self;
        let mut text = format!("{scenario_hash} {seed} {replications} {version} {stream_layout}");
        if let Some(paths) = drawn_without {
            text.push_str(&format!(" drawn without {}", paths.join(" ")));
        }
        blake3::hash(text.as_bytes()).to_hex().to_string()
    }
}

/// Closure at a point [h].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PointClosure {
    /// Mean.
    pub mean: f64,
    /// Half-width of its 95 % interval; none for one replication.
    pub half_width_95: Option<f64>,
    /// Median.
    pub p50: f64,
    /// 90 % quantile.
    pub p90: f64,
}

/// The values of each factor at every design point: a full grid, the last factor running fastest; `None` when there
/// are more points than [`MOST_POINTS`].
pub fn grid(factors: &[Factor]) -> Option<Vec<Vec<Value>>> {
    let mut points = vec![Vec::new()];
    for factor in factors {
        if points.len().saturating_mul(factor.values.len()) > MOST_POINTS {
            return None;
        }
        points = points
            .iter()
            .flat_map(|point: &Vec<Value>| {
                factor.values.iter().map(|value| point.iter().cloned().chain([value.clone()]).collect())
            })
            .collect();
    }
    Some(points)
}

/// As [`grid`], a Latin hypercube of so many points over the listed values.
pub fn hypercube(factors: &[Factor], points: usize, seed: u64) -> Vec<Vec<Value>> {
    let at = |factor: &Factor, unit: f64| {
        let index = ((unit * factor.values.len() as f64) as usize).min(factor.values.len().saturating_sub(1));
        factor.values.get(index).cloned().unwrap_or_default()
    };
    let design = latin_hypercube(points, factors.len(), seed);
    design
        .iter()
        .map(|place| factors.iter().zip(place).map(|(factor, unit)| at(factor, *unit)).collect())
        .collect()
}

/// Simulates a point; nothing when `stop` says so before it is finished.
///
/// # Errors
/// A drawn scenario that cannot be simulated.
pub fn simulate_point(
    system: &System,
    key: &PointKey,
    threads: usize,
    mut stop: impl FnMut() -> bool,
) -> Result<Option<Point>, UncertaintyError> {
    let plan = Plan { threads, causes: false, ..Plan::new(key.seed, key.replications) };
    let (mut closures, mut sorties) = (Vec::new(), 0_u64);
    system.run(&plan, |record| {
        closures.push(record.deployment.closure_ms.map_or(f64::INFINITY, hours));
        sorties += u64::from(record.deployment.sorties);
        if stop() { Next::Stop } else { Next::More }
    })?;
    if closures.len() < key.replications as usize {
        return Ok(None);
    }
    let not_closed = closures.iter().filter(|h| h.is_infinite()).count();
    let found = (not_closed == 0).then(|| describe(&closures)).flatten();
    Ok(Some(Point {
        format_version: 1,
        key: key.clone(),
        closure_h: found.map(|found| PointClosure {
            mean: found.mean,
            half_width_95: found.half_width_95,
            p50: found.p50,
            p90: found.p90,
        }),
        not_closed,
        on_time: OnTime::of(&closures, system.world().deadline),
        sorties: sorties as f64 / closures.len() as f64,
    }))
}

/// A folder of points that sweeps share.
#[derive(Debug, Clone)]
pub struct PointStore {
    folder: PathBuf,
}

impl PointStore {
    /// Points in a folder, which is made when the first one is written.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Where they are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn path(&self, key: &PointKey) -> PathBuf {
        self.folder.join(format!("{}.json", key.hash()))
    }

    /// The point, if it is there, readable, and the one that is asked for.
    pub fn read(&self, key: &PointKey) -> Option<Point> {
        let bytes = fs::read(self.path(key)).ok()?;
        serde_json::from_slice::<Point>(&bytes).ok().filter(|point| point.key == *key)
    }

    /// Makes the folder and removes what an earlier program left half-written when it was stopped.
    ///
    /// # Errors
    /// What the file system refuses.
    pub fn prepare(&self) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        unfinished::remove(&self.folder, "")
    }

    /// Writes a point whole or not at all.
    ///
    /// # Errors
    /// What the file system refuses.
    pub fn write(&self, point: &Point) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let target = self.path(&point.key);
        let fresh = self.folder.join(format!(".{}.{}.new", point.key.hash(), std::process::id()));
        let mut bytes = serde_json::to_vec_pretty(point)?;
        bytes.push(b'\n');
        fs::write(&fresh, bytes)?;
        fs::rename(&fresh, &target)
    }
}
