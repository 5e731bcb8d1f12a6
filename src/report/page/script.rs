//! The script of a page that plays a run, its controls and their styles: `assets/page/`. Nothing of it comes from a
//! scenario.

/// The id of the element that holds what the script reads.
pub(super) const DATA: &str = "playback-data";

/// The controls, hidden until the script shows them.
pub(super) const PLAYER: &str = include_str!("../../../assets/page/player.html");

/// Their styles: light, dark and print.
pub(super) const STYLE: &str = include_str!("../../../assets/page/player.css");

/// The parts of the script, in order; each uses what the ones before it define.
const PARTS: [&str; 6] = [
    include_str!("../../../assets/page/state.js"),
    include_str!("../../../assets/page/labels.js"),
    include_str!("../../../assets/page/paint.js"),
    include_str!("../../../assets/page/words.js"),
    include_str!("../../../assets/page/curve.js"),
    include_str!("../../../assets/page/player.js"),
];

/// The script as one text.
pub(super) fn text() -> String {
    scoped(&PARTS)
}

/// Parts of a script as one with a scope of its own. Line feeds stay as they are on every system: a browser reads them so
/// before it takes the hash.
pub(super) fn scoped(parts: &[&str]) -> String {
    format!("(() => {{\n\"use strict\";\n{}}})();\n", parts.concat()).replace('\r', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::escape::visible;

    #[test]
    fn a_page_holds_the_script_whose_hash_it_names() {
        let script = text();
        assert_eq!(visible(&script), script, "no tabs and no letters that a page would show instead");
        assert!(!script.contains("</script") && !script.contains("<!--"));
    }

    #[test]
    fn nothing_is_loaded_or_sent() {
        for part in [text(), PLAYER.to_owned(), STYLE.to_owned()] {
            for word in ["http:", "https:", "import", "fetch(", "XMLHttp", "url(", "innerHTML", "eval("] {
                assert!(!part.contains(word), "{word}");
            }
        }
    }
}
