//! Figures, drawn from made-up data, plain and hard, and measured: nothing clipped, nothing on top of anything else,
//! the right density, and the same bytes every time.

mod cases;
mod effects;
mod experiments;
mod force;
mod map;
mod measure;
mod runs;
mod studies;

use forceflow::internals::chart::{self, Chart, Meta, Pace, Style, Theme};

#[test]
fn no_label_is_clipped_or_covered_in_any_case() {
    let cases = cases::all();
    let faults: String = cases.iter().map(|(name, chart)| measure::faults(name, chart.as_ref())).collect();
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_number_of_threads() {
    let cases = cases::all();
    let charts: Vec<&dyn Chart> = cases.iter().take(6).map(|(_, chart)| chart.as_ref()).collect();
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| chart::render(&charts, &Style::default(), Pace::Together)).expect("figures")
    };
    let (one, three) = (on(1), on(3));
    assert_eq!(one.len(), charts.len());
    assert!(one == three);
    assert!(one == chart::render(&charts, &Style::default(), Pace::InTurn).expect("figures"));
}

#[test]
fn a_style_sets_width_theme_and_words_of_every_figure() {
    let dark =
        Style { width_mm: Some(89.0), theme: Theme::Dark, title: false, footer: false, ..Style::default() };
    let slide = Style { width_mm: Some(254.0), zoom: 2.0, ..Style::default() };
    for (name, chart) in cases::all() {
        let figure = chart.figure(&dark).expect(name);
        assert!(
            figure.svg.contains("width=\"89mm\"") && figure.svg.contains("viewBox=\"0 0 8900 "),
            "{name}"
        );
        assert!(figure.svg.contains("#16181C") && !figure.svg.contains(" · seed "), "{name}");
        let figure = chart.figure(&slide).expect(name);
        assert!(
            figure.svg.contains("width=\"254mm\"") && figure.svg.contains("viewBox=\"0 0 12700 "),
            "{name}"
        );
        let simulated = chart.meta().provenance.replications > 0;
        assert_eq!(figure.svg.contains(" · seed "), simulated, "{name}");
    }
}

#[test]
fn a_title_of_any_length_and_in_any_script_is_drawn() {
    let titled = |title: String| {
        let plain = cases::plain_arrivals();
        let chart = chart::ArrivalsChart { meta: Meta { title, ..plain.meta.clone() }, ..plain };
        chart.figure(&Style::default()).expect("a figure")
    };
    let endless = titled("endless ".repeat(12_500));
    assert!(endless.svg.contains('…') && endless.height_mm < 120.0);
    let (han, blank) = (titled("集体安全".to_owned()), titled("\u{a0}\u{a0}".to_owned()));
    assert!(han.caption.contains("boxes in the PNG") && !blank.caption.contains("boxes"));
    assert!(han.svg.contains("集体安全"));
    // Squares of the embedded typeface, and not nothing.
    let without = chart::Figure { svg: han.svg.replace("集体安全", " "), ..han.clone() };
    let pixels = |figure: &chart::Figure| figure.png().expect("a picture");
    assert_ne!(pixels(&han), pixels(&without));
}
