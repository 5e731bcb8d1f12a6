//! One run told backwards, and what would help.

use forceflow::Loaded;
use forceflow::internals::experiment::{Inquiry, Sample, WHY_REPLICATIONS};
use forceflow::internals::report::{Asked as AskedOf, Kind, Names, Report, Told, calendar};
use serde_json::{Value, json};

use super::{Asked, drawings, texts};
use crate::request::Request;
use crate::scenario::Failure;

/// One run told backwards, and what would help.
pub struct Why {
    loaded: Loaded,
    inquiry: Inquiry,
    asked: Asked,
}

impl Why {
    pub fn new(loaded: Loaded, request: &Request) -> Result<Self, Failure> {
        let asked = Asked::of(request, WHY_REPLICATIONS);
        let sample = Sample { seed: asked.seed, replications: asked.replications, threads: 0 };
        let inquiry = Inquiry::new(&loaded, request.unit.as_deref(), request.show, sample)?;
        Ok(Self { loaded, inquiry, asked })
    }

    pub fn go_on(&mut self, count: u32) -> Result<(), Failure> {
        for _ in 0..count {
            if !self.inquiry.try_next()? {
                break;
            }
        }
        Ok(())
    }

    pub fn progress(&self) -> (usize, usize) {
        self.inquiry.progress().unwrap_or((0, 0))
    }

    pub fn is_over(&self) -> bool {
        self.inquiry.progress().is_none_or(|(done, of)| done == of)
    }

    pub fn read(&self, pages: bool) -> Result<Value, Failure> {
        let scenario = &self.loaded.scenario;
        let calendar = calendar(&scenario.start, &self.inquiry.world);
        let told = Told::of(&self.inquiry, scenario, Names::of(&self.loaded.resolved), calendar);
        let files = if pages {
            let replications = self.asked.replications;
            let asked = AskedOf {
                kind: Kind::Why,
                command: &self.asked.command("why", &[], replications),
                seed: self.asked.seed,
                replications,
                uncertain: false,
                scenarios: &[(&self.asked.name, &self.loaded)],
            };
            texts(&told.files(&asked, Some(&drawings()))?)?
        } else {
            texts(&[("why.json".to_owned(), told.json().into())].into())?
        };
        Ok(json!({"text": told.text(), "files": files}))
    }
}
