//! The figure of what closure consists of: over replications for a run, of one replication for a story.

use super::material::activity_of;
use crate::chart::{Activity, BottlenecksChart, Meta, Provenance, Segment};
use crate::experiment::Results;
use crate::experiment::results::Bottleneck;
use crate::experiment::story::{Step, Story};
use crate::model::Category;

/// A bar shows no category of less than this share of it.
const VISIBLE: f64 = 0.002;

/// Over the replications of a run.
pub(super) fn of_results(results: &Results, provenance: Provenance) -> BottlenecksChart {
    let bar = |hours: fn(&Bottleneck) -> f64| {
        let named = results.bottlenecks.iter().map(|one| (Category::named(&one.cause), hours(one)));
        segments(named.filter_map(|(category, hours)| Some((category?, hours))).collect())
    };
    let mean = results.closure_h.mean.unwrap_or(0.0);
    let half_width = results.closure_h.half_width_95.filter(|_| provenance.level.is_some());
    BottlenecksChart {
        meta: Meta::new("bottlenecks", "Where the hours to closure went", "", provenance),
        diary: bar(|bottleneck| bottleneck.diary_h),
        chain: bar(|bottleneck| bottleneck.chain_h),
        told: None,
        closure_h: mean,
        interval_h: half_width.map(|half| (mean - half, mean + half)),
    }
}

/// Of one run that is told, with the name of its subject and its rank in words.
pub(super) fn of_story(
    story: &Story,
    subject: &str,
    shown: &str,
    provenance: Provenance,
) -> BottlenecksChart {
    let bar = |steps: &[Step]| {
        let hours = |category: Category| {
            steps.iter().filter(|step| step.category() == category).map(Step::hours).sum::<f64>()
        };
        segments(Category::ALL.into_iter().map(|category| (category, hours(category))).collect())
    };
    let title = format!("Where the hours went: {subject}, {shown}");
    BottlenecksChart {
        meta: Meta::new("bottlenecks", title, "", provenance),
        diary: bar(&story.diary),
        chain: bar(&story.chain),
        told: Some(format!("{subject} in {shown}")),
        closure_h: story.closure_h,
        interval_h: None,
    }
}

fn segments(hours: Vec<(Category, f64)>) -> Vec<Segment> {
    let mut segments: Vec<Segment> = hours
        .into_iter()
        .filter(|(_, hours)| *hours > 0.0)
        .map(|(category, hours)| Segment {
            label: category.label().to_owned(),
            activity: activity_of(category),
            hours,
        })
        .collect();
    segments.sort_by(|a, b| b.hours.total_cmp(&a.hours));
    // What no reader could see is put together, so that the bar still ends at the closure.
    let total: f64 = segments.iter().map(|segment| segment.hours).sum();
    let visible = segments.iter().filter(|segment| segment.hours >= VISIBLE * total).count();
    let rest: f64 = segments[visible..].iter().map(|segment| segment.hours).sum();
    if segments.len() > visible + 1 {
        segments.truncate(visible);
        segments.push(Segment { label: "all else".to_owned(), activity: Activity::Rest, hours: rest });
    }
    segments
}
