//! `values.tex`: `\input` it, then `\ffvalue{closure_h.mean}` writes the number and `\ffinterval{...}` its interval.

use super::{Named, Unit};

/// Looks a name up; a name that is not there is written as `??` with a warning, as a lost reference is.
const HEAD: &str = r"% Written by forceflow. \ffvalue{NAME}, \ffinterval{NAME}, \ffquantity{NAME}: number, 95 % interval, both with unit.
\makeatletter
\def\ff@get#1#2{\ifcsname ff@#1@#2\endcsname\csname ff@#1@#2\endcsname\else\textbf{??}\@latex@warning{forceflow has no #1 of #2}\fi}
\def\ffvalue#1{\ff@get{value}{#1}}
\def\ffinterval#1{\ff@get{interval}{#1}}
\def\ffunit#1{\ff@get{unit}{#1}}
\def\ffquantity#1{\ffvalue{#1}\ffunit{#1}\ifcsname ff@interval@#1\endcsname\ (95\,\% interval \ffinterval{#1}\ffunit{#1})\fi}
\def\ff@set#1#2#3{\expandafter\def\csname ff@#1@#2\endcsname{#3}}
";

/// All values as TeX. Names hold letters, digits and `._/-`, which a control sequence by name takes as they are.
pub fn tex(values: &[Named]) -> Vec<u8> {
    let mut text = HEAD.to_owned();
    for named in values {
        let mut set = |what: &str, written: &str| {
            text.push_str(&format!("\\ff@set{{{what}}}{{{}}}{{{}}}\n", named.name, escaped(written)));
        };
        set("value", &named.text());
        set(
            "unit",
            match named.unit {
                Unit::Hours => "~h",
                Unit::Tonnes => "~t",
                // A share is written with its sign, a count has no unit.
                Unit::Share | Unit::Count => "",
            },
        );
        if let Some(interval) = named.interval_text() {
            set("interval", &interval);
        }
    }
    text.push_str("\\makeatother\n");
    text.into_bytes()
}

/// Per cent with a thin space before it, as the signs of TeX.
fn escaped(written: &str) -> String {
    written.replace(" %", "\\,\\%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_tex_are_escaped() {
        let share = Named {
            name: "on_time.probability".to_owned(),
            value: 0.96,
            unit: Unit::Share,
            interval: Some((0.923, 0.98)),
        };
        let text = String::from_utf8(tex(&[share])).expect("utf-8");
        assert!(text.contains("\\ff@set{value}{on_time.probability}{96\\,\\%}\n"), "{text}");
        assert!(text.contains("\\ff@set{interval}{on_time.probability}{92.3\\,\\% to 98\\,\\%}\n"), "{text}");
        assert!(text.contains("\\ff@set{unit}{on_time.probability}{}\n"), "{text}");
    }
}
