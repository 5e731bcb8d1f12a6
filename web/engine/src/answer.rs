//! Answers requests, and keeps the open jobs.

use std::collections::BTreeMap;

use forceflow::{Diagnostics, Loaded};
use serde_json::{Value, json};

use crate::job::Job;
use crate::request::{Call, Request, Study};
use crate::scenario::{Failure, check, load, paths};

/// Jobs that may be open at a time: each holds its replications.
const MOST_JOBS: usize = 64;

/// Replications or proposals in a step when no number is given.
const USUAL_STEP: u32 = 16;

/// The engine with its open jobs.
#[derive(Default)]
pub struct Engine {
    jobs: BTreeMap<u32, Job>,
    last: u32,
}

impl Engine {
    /// Answers a request, JSON for JSON: an object with `ok`, or with `error` that holds `text` and `diagnostics`.
    pub fn answer(&mut self, request: &str) -> String {
        let answer = serde_json::from_str::<Request>(request)
            .map_err(|error| Failure::said(&format!("the request cannot be read: {error}"), None))
            .and_then(|request| self.carry_out(&request));
        match answer {
            Ok(found) => json!({"ok": found}).to_string(),
            Err(failure) => json!({"error": failure.to_json()}).to_string(),
        }
    }

    fn carry_out(&mut self, request: &Request) -> Result<Value, Failure> {
        match request.call {
            Call::Version => Ok(json!({"version": env!("CARGO_PKG_VERSION")})),
            Call::Check => Ok(check(loaded(request)?)),
            Call::Paths => Ok(paths(&loaded(request)??)),
            Call::Run => whole(Study::Run, request),
            Call::Compare => whole(Study::Compare, request),
            Call::Why => whole(Study::Why, request),
            Call::Open => self.open(request),
            Call::Step => {
                let count = request.count.unwrap_or(USUAL_STEP);
                let job = self.job(request)?;
                job.step(count)?;
                Ok(job.progress())
            }
            Call::Read => self.job(request)?.read(request.pages),
            Call::Part => self.job(request)?.part(request),
            Call::Join => {
                let job = self.job(request)?;
                job.join(request)?;
                Ok(job.progress())
            }
            Call::Close => {
                self.job(request)?;
                self.jobs.remove(&request.job.unwrap_or_default());
                Ok(json!({}))
            }
        }
    }

    fn open(&mut self, request: &Request) -> Result<Value, Failure> {
        let study = request.study.ok_or_else(|| Failure::said("the key `study` is missing", None))?;
        if self.jobs.len() >= MOST_JOBS {
            let message = format!("{MOST_JOBS} jobs are open");
            return Err(Failure::said(&message, Some("close those that are done with")));
        }
        let (job, warnings) = Job::open(study, request)?;
        self.last = self.last.wrapping_add(1);
        let progress = job.progress();
        self.jobs.insert(self.last, job);
        Ok(json!({"job": self.last, "progress": progress, "warnings": warnings}))
    }

    fn job(&mut self, request: &Request) -> Result<&mut Job, Failure> {
        let number = request.job.ok_or_else(|| Failure::said("the key `job` is missing", None))?;
        self.jobs.get_mut(&number).ok_or_else(|| Failure::said(&format!("there is no job {number}"), None))
    }
}

/// The scenario of a request, or its mistakes.
fn loaded(request: &Request) -> Result<Result<Loaded, Diagnostics>, Failure> {
    let text = request.text.as_deref().ok_or_else(|| Failure::said("the key `text` is missing", None))?;
    Ok(load(&request.name, text, &request.files, &request.set))
}

/// A whole study at once.
fn whole(study: Study, request: &Request) -> Result<Value, Failure> {
    let (mut job, warnings) = Job::open(study, request)?;
    while !job.is_over() {
        job.step(u32::MAX)?;
    }
    let mut found = job.read(request.pages)?;
    found["warnings"] = warnings.into();
    Ok(found)
}
