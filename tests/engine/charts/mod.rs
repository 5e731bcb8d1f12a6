//! Figures, drawn from made-up data, plain and hard, and measured: nothing clipped, nothing on top of anything else,
//! the right density, and the same bytes every time.

mod cases;
mod effects;
mod experiments;
mod force;
mod map;
mod means;
mod measure;
mod runs;
mod studies;

use forceflow::internals::chart::{self, AnyChart, Chart, Format, Meta, Pace, Style, Theme};

/// What is wrong with all cases in a style.
fn faults(style: &Style, folder: &str) -> String {
    cases::all().iter().map(|(name, any)| measure::faults(name, any.chart(), style, folder)).collect()
}

#[test]
fn no_label_is_clipped_or_covered_in_any_case() {
    let faults = faults(&Style::default(), "charts");
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn no_label_is_clipped_or_covered_in_one_column_of_a_journal() {
    let column = Style { width_mm: Some(89.0), theme: Theme::Print, ..Style::default() };
    let faults = faults(&column, "charts-89mm");
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn no_label_is_clipped_or_covered_in_two_columns_and_on_a_slide() {
    let columns = Style { width_mm: Some(183.0), ..Style::default() };
    let slide = Style { width_mm: Some(320.0), zoom: 2.0, theme: Theme::Dark, ..Style::default() };
    let faults = faults(&columns, "charts-183mm") + &faults(&slide, "charts-slide");
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_number_of_threads() {
    let cases = cases::all();
    let charts: Vec<AnyChart> = cases.into_iter().take(6).map(|(_, any)| any).collect();
    let encoded = |chart: &dyn Chart| {
        let figure = chart.figure(&Style::default())?;
        let files =
            [Format::Png, Format::Svg, Format::Pdf].map(|format| figure.encoded(format).expect("a file"));
        Ok((figure, files))
    };
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| chart::each(&charts, Pace::Together, encoded)).expect("figures")
    };
    let (one, three) = (on(1), on(3));
    assert_eq!(one.len(), charts.len());
    assert!(one == three);
    assert!(one == chart::each(&charts, Pace::InTurn, encoded).expect("figures"));
}

#[test]
fn a_figure_is_drawn_alike_from_what_is_kept_of_it() {
    for (name, any) in cases::all() {
        let kept = serde_json::to_string(&any).expect(name);
        let read: AnyChart = serde_json::from_str(&kept).unwrap_or_else(|error| panic!("{name}: {error}"));
        let drawn = |any: &AnyChart| any.chart().figure(&Style::default()).expect(name);
        assert!(drawn(&any) == drawn(&read), "{name}");
    }
}

#[test]
fn every_figure_has_its_numbers_as_a_table() {
    for (name, any) in cases::all() {
        let table = any.chart().table();
        let mut rows = 0;
        let counted = table.each_row(&mut |row| {
            rows += 1;
            assert_eq!(row.len(), table.fields().len(), "{name}");
            Ok(())
        });
        counted.expect(name);
        let shows_nothing = any.chart().texts().alt.contains("Nothing");
        assert!(
            rows > 0
                || shows_nothing
                || ["-none", "-unused", "-before"].iter().any(|end| name.ends_with(end)),
            "{name}"
        );
    }
}

#[test]
fn a_page_of_a_figure_holds_its_words_and_no_clock() {
    let figure = cases::plain_arrivals().figure(&Style::default()).expect("a figure");
    let pdf = figure.encoded(Format::Pdf).expect("a page");
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.starts_with("%PDF-1.7") && text.contains("/StructTreeRoot"), "tagged");
    assert!(!text.contains("CreationDate") && text.contains("People in place"), "metadata");
    // 160 mm are 453.5 points.
    assert!(text.contains("[0 0 453.5"), "its size");
}

#[test]
fn a_style_sets_width_theme_and_words_of_every_figure() {
    let dark =
        Style { width_mm: Some(89.0), theme: Theme::Dark, title: false, footer: false, ..Style::default() };
    let slide = Style { width_mm: Some(254.0), zoom: 2.0, ..Style::default() };
    for (name, any) in cases::all() {
        let chart = any.chart();
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
