//! Causes: no effect before its cause, chains that lead to the start, activities that begin when their cause ended.

use super::{Audit, Promise};
use crate::kernel::{Causes as _, Node, NodeId, Time};
use crate::model::blame::{View, walk};
use crate::model::category::Category;

pub(super) fn check(audit: &mut Audit<'_>) {
    nodes_follow_their_causes(audit);
    activities_are_as_their_nodes(audit);
    closures_tile(audit);
}

fn nodes_follow_their_causes(audit: &mut Audit<'_>) {
    let nodes = audit.run.causes.nodes();
    for (id, node) in nodes.iter().enumerate().skip(1) {
        let (Some(cause), Some(own)) = (nodes.get(node.cause as usize), nodes.get(node.own as usize)) else {
            audit.report(Promise::Cause, node.end(), format!("node {id} follows from nothing"));
            continue;
        };
        let category = Category::from_number(node.category);
        if node.cause as usize >= id || node.own as usize >= id {
            audit.report(Promise::Cause, node.end(), format!("{} knows its cause too late", category.id()));
        }
        if cause.end() > node.end() || own.end() > cause.end() {
            let message = format!(
                "{} ends before its cause ({}), or its owner was busy until {}",
                category.id(),
                cause.end(),
                own.end()
            );
            audit.report(Promise::Cause, node.end(), message);
        }
        if category.is_wait() && cause.end() != node.end() {
            let message = format!(
                "{} is a wait that took {} ms on a causal chain, after {}",
                category.id(),
                node.end() - cause.end(),
                Category::from_number(cause.category).id()
            );
            audit.report(Promise::Cause, node.end(), message);
        }
    }
}

/// What was seen of an activity is what its node says: it ended then, and began when its cause ended.
fn activities_are_as_their_nodes(audit: &mut Audit<'_>) {
    let run = audit.run;
    let nodes = run.causes.nodes();
    let end_of = |id: NodeId| nodes.get(id as usize).map(Node::end);
    for activity in run.trace.activities.iter().filter(|activity| activity.node != 0) {
        // A wait may be shown for each of several who share a node.
        if activity.category == Category::WaitCarrier || activity.category == Category::WaitMarryUp {
            continue;
        }
        let Some(node) = nodes.get(activity.node as usize) else { continue };
        // A terminal that a unit's arrival opened: the time until then is explained by the unit.
        let opened = activity.category == Category::NotOpened && end_of(node.cause) == Some(node.end());
        // A crew may have begun to rest before its carrier came to wait for it: its rest is a node of its own.
        let rested = activity.category == Category::CrewRest;
        let waited = activity.category.is_wait() || opened || rested;
        let began = if waited { end_of(node.own) } else { end_of(node.cause) };
        // Only the last of several holds is a cause of its own, and its node begins with the hold.
        let sound = node.end() == activity.to
            && began.is_some_and(|began| began == activity.from || (waited && began <= activity.from));
        if !sound && node.category == activity.category as u8 {
            let message = format!(
                "{} from {} to {} has a node from {} to {}",
                activity.category.id(),
                activity.from,
                activity.to,
                began.unwrap_or(Time::ZERO),
                node.end()
            );
            audit.report(Promise::Cause, activity.from, message);
        }
    }
}

/// Both views of each closure add up to it.
fn closures_tile(audit: &mut Audit<'_>) {
    let run = audit.run;
    for phase in &run.outcome.phases {
        let ends = phase.units.iter().chain(&phase.contingents).chain([&phase.closure]);
        for end in ends {
            let Some(at) = end.at else { continue };
            for view in [View::Chain, View::Diary] {
                let sum: i64 = walk(run.causes.nodes(), end.node, view).map(|link| link.to - link.from).sum();
                if sum != at.as_ms() {
                    let message =
                        format!("the {view:?} of a closure adds up to {sum} ms of {} ms", at.as_ms());
                    audit.report(Promise::Cause, at, message);
                }
            }
        }
    }
}
