//! The files of a run, but for its manifest: the same bytes for the same scenario, seed and version.

use std::rc::Rc;

use super::content::{Content, Files};
use super::csv::{TIMELINE, arrival_fields};
use super::data::{About, Resource, described, geojson, trace};
use super::draw::{CHARTS, DATA, FigureData, Printing, draw};
use super::draws::{draw_fields, draws};
use super::figures;
use super::kind::Kind;
use super::map;
use super::material::Material;
use super::names::Names;
use super::numbers::Calendar;
use super::page::{self, Told};
use super::replications;
use super::tables::tables;
use super::values;
use crate::chart::{ChartError, Pace};
use crate::experiment::levers::Levers;
use crate::experiment::record::reference_local_start;
use crate::experiment::uncertainty::Drawable;
use crate::experiment::varies::Varies;
use crate::experiment::{Results, Summary};
use crate::kernel::hours;
use crate::model::{Options, ShownRun, World};
use crate::scenario::Loaded;

/// With more replications than these, what is kept of them takes so much memory that figures are drawn in turn.
const MANY: u32 = 100_000;

/// The figure of carriers is left out of pages, of whose size it would be a sixth; `charts/` holds it.
const BESIDE: &str = "gantt-carriers";

/// What a run has made.
#[derive(Debug, Clone, Copy)]
pub struct Made<'a> {
    /// The scenario as it was run.
    pub loaded: &'a Loaded,
    /// The command that gives these results, without folders.
    pub command: &'a str,
    /// What was simulated.
    pub world: &'a World,
    /// The world of the replication that is shown: another one when ranges of assumptions are drawn.
    pub shown_world: &'a World,
    /// Over replications.
    pub summary: &'a Summary,
    /// What `result.json` holds.
    pub results: &'a Results,
    /// The replication that timeline, figures and report show.
    pub show: u32,
    /// How charts are drawn, if they are.
    pub charts: Option<&'a Printing>,
    /// What makes replications differ.
    pub varies: Varies,
    /// The ranges whose draws `draws.csv` keeps; none to keep nothing.
    pub keep_draws: Option<&'a Drawable>,
    /// Whether `replications.parquet` holds the table of replications, too; only what was built with the feature `parquet`
    /// writes it.
    pub parquet: bool,
    /// What a reader may change in the page, if it is to hold the engine.
    pub live: Option<&'a Levers>,
}

/// All files by name. The tables are written when the files are, and never held whole.
///
/// # Errors
/// A chart that cannot be drawn.
pub fn result_files<'a>(made: &Made<'a>) -> Result<Files<'a>, ChartError> {
    let &Made { loaded, command, world, shown_world, summary, results, show, charts, varies, .. } = made;
    let options = Options { seed: summary.seed, ..Options::default() };
    let shown = Rc::new(ShownRun::new(shown_world, options, show));
    let calendar = calendar(&loaded.scenario.start, world);
    let mut files = Files::new();
    let material = Material {
        scenario: &loaded.scenario,
        world,
        shown_world,
        summary,
        results,
        shown: &shown,
        calendar,
        varies,
    };
    let chart = map::of_run(&material);
    let figures = figures::of_run(&material, &chart);
    let mut on_page = Vec::new();
    let mut tables_of = resources(world, summary, show);
    if let Some(drawable) = made.keep_draws {
        let fields = draw_fields(drawable.assumptions());
        let description = "What each replication drew, a column for each assumption with a range";
        tables_of.push(Resource::new("draws.csv", "Draws", description, fields));
        let (seed, replications) = (summary.seed, summary.replications);
        let table = Content::streamed(move |out| draws(drawable, seed, replications, out));
        files.insert("draws.csv".to_owned(), table);
    }
    if let Some(printing) = charts {
        let pace = if summary.replications > MANY { Pace::InTurn } else { Pace::Together };
        let drawn = draw(&figures, CHARTS, printing, (pace, true))?;
        files.extend(drawn.files);
        tables_of.extend(drawn.tables);
        on_page = drawn.on_page;
        on_page.retain(|figure| figure.id != BESIDE);
    }
    files.insert(DATA.to_owned(), FigureData::new(figures).content());
    let names = Names::of(&loaded.resolved);
    let told = Told {
        loaded,
        command,
        varies,
        names: &names,
        world,
        shown_world,
        summary,
        results,
        shown: &shown,
        calendar,
        live: made.live,
    };
    let report = page::of_run(&told, on_page);
    files.insert("report.html".to_owned(), page::html::render(&report).into());
    files.insert("report.md".to_owned(), page::markdown::render(&report).into());
    let named = values::of_run(results, varies, show, &summary.deployment.closure_h);
    files.insert("values.json".to_owned(), values::json(&named).into());
    files.insert("values.tex".to_owned(), values::tex(&named).into());
    files.insert("values.typ".to_owned(), values::typst(&named).into());
    let about = About {
        kind: Kind::Run,
        title: &loaded.scenario.title,
        seed: summary.seed,
        replications: summary.replications,
        scenarios: vec![(None, loaded)],
    };
    files.extend(described(&about, tables_of));
    let seen = Rc::clone(&shown);
    let map = Content::streamed(move |out| geojson(&loaded.scenario, &chart, (shown_world, &seen), out));
    files.insert("map.geojson".to_owned(), map);
    let seen = Rc::clone(&shown);
    files.insert(
        "timeline.trace.json".to_owned(),
        Content::streamed(move |out| trace(shown_world, &seen, out)),
    );
    files.extend(tables((world, summary, results), (shown_world, shown)));
    #[cfg(feature = "parquet")]
    if made.parquet {
        let table = Content::streamed(move |out| super::parquet::replications(world, summary, out));
        files.insert("replications.parquet".to_owned(), table);
    }
    Ok(files)
}

/// What the tables of a run hold.
fn resources(world: &World, summary: &Summary, show: u32) -> Vec<Resource> {
    let timeline = format!("Every activity and wait of replication {show}, in order");
    vec![
        Resource::new(
            "replications.csv",
            "Replications",
            "A row for each replication",
            replications::fields(world, summary),
        ),
        Resource::new(
            "arrivals.csv",
            "Arrivals",
            "Quantiles over the replications of what is in place, by hour and contingent",
            arrival_fields(world, summary),
        ),
        Resource::new("timeline.csv", "Timeline", timeline, TIMELINE.to_vec()),
    ]
}

/// The calendar of the place where most of the force ends.
pub fn calendar(start: &str, world: &World) -> Option<Calendar> {
    let at_start: jiff::Timestamp = start.parse().ok()?;
    Calendar::new(start, hours(reference_local_start(world) - at_start.as_millisecond()))
}

#[cfg(test)]
mod tests;
