//! "Did you mean": the nearest of the known words.

/// Below this Jaro-Winkler similarity a suggestion would puzzle more than help.
const LEAST_SIMILARITY: f64 = 0.8;

/// Up to so many known words are listed when none is near.
const MOST_LISTED: usize = 12;

/// Returns the known word that is most like the given one, if any is near enough; the first of equals.
pub fn similar<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(f64, &str)> = None;
    for candidate in known {
        let similarity = strsim::jaro_winkler(word, candidate);
        if similarity >= LEAST_SIMILARITY && best.is_none_or(|(most, _)| similarity > most) {
            best = Some((similarity, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Returns help on an unknown word: the one that was probably meant, or the known ones when they are few.
///
/// `what` names the known words in the plural, such as `places`.
pub fn did_you_mean<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
    what: &str,
) -> Option<String> {
    if let Some(candidate) = similar(word, known.clone()) {
        return Some(format!("did you mean `{candidate}`?"));
    }
    let listed: Vec<String> =
        known.into_iter().take(MOST_LISTED + 1).map(|candidate| format!("`{candidate}`")).collect();
    match listed.len() {
        0 => Some(format!("there are no {what}")),
        1..=MOST_LISTED => Some(format!("known {what}: {}", listed.join(", "))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_word_is_suggested_alone() {
        let known = ["origin", "destination"];
        assert_eq!(
            did_you_mean("destinaton", known, "places").as_deref(),
            Some("did you mean `destination`?")
        );
    }

    #[test]
    fn a_far_word_gets_the_list_when_it_is_short() {
        assert_eq!(
            did_you_mean("zz", ["origin", "port"], "places").as_deref(),
            Some("known places: `origin`, `port`")
        );
        assert_eq!(did_you_mean("zz", std::iter::empty(), "places").as_deref(), Some("there are no places"));
        assert_eq!(did_you_mean("zz", vec!["origin"; 13], "places"), None);
    }
}
