//! What was observed: figures that can be read, of things that the scenario has.

use super::{Checker, plain};
use crate::diagnostic::Code;
use crate::scenario::{Duration, Figure, Moment, Observed, Subject, When};

pub(super) fn check(checker: &mut Checker<'_>) {
    let Some(observed) = &checker.scenario.observed else {
        return;
    };
    days_can_be_read(checker, observed);
    for (id, figure) in &observed.figures {
        let at = format!("observed.figures.{id}");
        filters_fit(checker, &at, figure);
        window_can_be_read(checker, &at, figure);
        instant_exists(checker, &at, figure);
        day_can_be_read(checker, &format!("{at}.on"), figure.on.as_deref());
    }
}

fn days_can_be_read(checker: &mut Checker<'_>, observed: &Observed) {
    let deployment = observed.daily_sorties.keys().map(|day| ("daily_sorties", day));
    let withdrawal = observed.daily_withdrawal_sorties.keys().map(|day| ("daily_withdrawal_sorties", day));
    for (key, day) in deployment.chain(withdrawal) {
        day_can_be_read(checker, &format!("observed.{key}.{day}"), Some(day));
    }
}

fn day_can_be_read(checker: &mut Checker<'_>, path: &str, day: Option<&str>) {
    if let Some(day) = day.filter(|day| day.parse::<jiff::civil::Date>().is_err()) {
        checker.report(Code::E1406, path, format!("`{day}` is no day"), "write it like `2022-01-13`");
    }
}

/// A filter that cannot apply would leave everything out, or be ignored.
fn filters_fit(checker: &mut Checker<'_>, at: &str, figure: &Figure) {
    let given = [
        ("from", !figure.from.is_empty()),
        ("to", !figure.to.is_empty()),
        ("fleet", !figure.fleet.is_empty()),
        ("mode", figure.mode.is_some()),
        ("contingent", !figure.contingent.is_empty()),
        ("withdrawal", figure.withdrawal),
    ];
    let (out_of_place, why): (&[&str], _) = match figure.of {
        it if it.is_in_place() => {
            (&["from", "fleet", "mode"], "what is in place has left its carriers; `to` says where")
        }
        Subject::FlownH => (
            &["from", "to", "contingent", "withdrawal"],
            "hours are counted of carriers, empty trips and the way home included; `fleet` and `mode` choose them, `after` and `by` a time",
        ),
        _ => return,
    };
    for (key, _) in given.iter().filter(|(key, given)| *given && out_of_place.contains(key)) {
        let message = format!("`{key}` says nothing of this figure");
        checker.report(Code::E1608, format!("{at}.{key}"), message, why);
    }
}

fn window_can_be_read(checker: &mut Checker<'_>, at: &str, figure: &Figure) {
    let ends = [("after", &figure.after), ("by", &figure.by)];
    for (key, moment) in ends {
        if let Some(Moment::AfterH(Duration::Random(_))) = moment {
            let help = "give one number of hours, or a date and time";
            checker.report(
                Code::E1608,
                format!("{at}.{key}"),
                "an instant of the record is not drawn by chance",
                help,
            );
        }
    }
    if figure.on.is_some() && ends.iter().any(|(_, moment)| moment.is_some()) {
        let help = "give a date by `on`, or ends by `after` and `by`";
        checker.report(Code::E1608, format!("{at}.on"), "a date, and the end of a window besides", help);
    }
    let Ok(start) = crate::scenario::time::parse_instant(&checker.scenario.start) else {
        return;
    };
    let fixed = |moment: &Option<Moment>| moment.as_ref().and_then(|moment| moment.fixed_h(start));
    if let (Some(after), Some(by)) = (fixed(&figure.after), fixed(&figure.by))
        && after >= by
    {
        let message = format!("the window begins at {} h and ends at {} h", plain(after), plain(by));
        checker.report(Code::E1608, format!("{at}.by"), message, "swap `after` and `by`");
    }
}

fn instant_exists(checker: &mut Checker<'_>, at: &str, figure: &Figure) {
    let path = format!("{at}.when");
    match figure.when {
        Some(When::Nth(0)) => {
            checker.report(Code::E1608, path, "there is no 0th", "count from 1: `{\"nth\": 1}` is the first");
        }
        Some(_) if figure.of == Subject::FlownH => {
            let help = "leave `when` out: hours flown are a sum";
            checker.report(Code::E1608, path, "a sum of hours has no instant", help);
        }
        _ => {}
    }
}
