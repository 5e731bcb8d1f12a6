//! Scenarios compared with the first, by one instance of the engine or by several.

use forceflow::Loaded;
use forceflow::internals::experiment::{
    CompareOptions, Keeper, Kept, StudyOptions, System, USUAL_REPLICATIONS, compare,
};
use forceflow::internals::report::{Asked as AskedOf, Compared, Kind, Report, to_json};
use serde_json::{Value, json};

use super::{Asked, drawings, nothing_yet, texts};
use crate::request::Request;
use crate::scenario::Failure;

/// Scenarios compared with the first.
pub struct Compare {
    named: Vec<(String, Loaded)>,
    systems: Vec<System>,
    asked: Asked,
    others: Vec<String>,
}

impl Compare {
    pub fn new(named: Vec<(String, Loaded)>, request: &Request) -> Result<Self, Failure> {
        if named.len() < 2 {
            let help = "give changes in `set`, or other scenarios in `others`";
            return Err(Failure::said("a comparison needs two scenarios", Some(help)));
        }
        let of: Vec<(&str, &Loaded)> = named.iter().map(|(name, loaded)| (name.as_str(), loaded)).collect();
        Ok(Self {
            systems: System::all(&of, request.uncertain)?,
            named,
            asked: Asked::of(request, USUAL_REPLICATIONS),
            others: request.others.iter().map(|other| other.name.clone()).collect(),
        })
    }

    fn study(&self, replications: u32) -> StudyOptions<'static> {
        let &Asked { seed, uncertain, .. } = &self.asked;
        StudyOptions { seed, replications, uncertain, threads: 0, keeper: Keeper::nothing() }
    }

    /// Replications that every scenario has.
    fn done(&self) -> u32 {
        self.systems.iter().map(System::made).min().unwrap_or(0)
    }

    pub fn go_on(&mut self, count: u32) -> Result<(), Failure> {
        let target = self.done().saturating_add(count).min(self.asked.replications);
        let study = self.study(target);
        for system in &mut self.systems {
            system.extend(target, &study, &mut || {})?;
        }
        Ok(())
    }

    pub fn progress(&self) -> (usize, usize) {
        (self.done() as usize, self.asked.replications as usize)
    }

    pub fn is_over(&self) -> bool {
        self.done() >= self.asked.replications
    }

    /// Makes replications of a scenario without adding them.
    pub fn part(&self, request: &Request) -> Result<Value, Failure> {
        let most = self.asked.replications;
        let first = request.first.unwrap_or(1);
        let count = request.count.unwrap_or(most);
        if first == 0 || first > most {
            return Err(Failure::said(&format!("replications are numbered from 1 to {most}"), None));
        }
        let count = count.min(most - first + 1);
        let part = self.systems.get(request.system).ok_or_else(|| no_system(request.system))?;
        let made = part.part((first, count), &self.study(most), &mut || {})?;
        Ok(json!({"first": first, "part": made}))
    }

    /// Adds what another instance made of a scenario.
    pub fn join(&mut self, request: &Request) -> Result<(), Failure> {
        let part = request.part.as_ref().ok_or_else(|| Failure::said("the key `part` is missing", None))?;
        let part: Vec<Kept> = serde_json::from_str(part.get())
            .map_err(|error| Failure::said(&format!("the part cannot be read: {error}"), None))?;
        let system = self.systems.get_mut(request.system).ok_or_else(|| no_system(request.system))?;
        Ok(system.join(request.first.unwrap_or(1), part)?)
    }

    pub fn read(&mut self, pages: bool) -> Result<Value, Failure> {
        let replications = self.done();
        if replications == 0 {
            return Err(nothing_yet());
        }
        let options =
            CompareOptions { study: self.study(replications), precision_h: None, select_best_h: None };
        let comparison = compare(&mut self.systems, &options, |_| {})?;
        let asked = AskedOf {
            kind: Kind::Compare,
            command: &self.asked.command("compare", &self.others, replications),
            seed: self.asked.seed,
            replications,
            uncertain: self.asked.uncertain,
            scenarios: &self.named.iter().map(|(name, loaded)| (name.as_str(), loaded)).collect::<Vec<_>>(),
        };
        let compared = Compared { comparison, systems: std::mem::take(&mut self.systems) };
        let files = if pages {
            compared.files(&asked, Some(&drawings())).map_err(Failure::from).and_then(|all| texts(&all))
        } else {
            texts(&[("comparison.json".to_owned(), to_json(&compared.comparison).into())].into())
        };
        let (text, verdicts) = (compared.text(), compared.verdicts());
        self.systems = compared.systems;
        Ok(json!({"replications": replications, "text": text, "verdicts": verdicts, "files": files?}))
    }
}

fn no_system(number: usize) -> Failure {
    Failure::said(&format!("there is no scenario {number} in this comparison"), Some("the first is 0"))
}
