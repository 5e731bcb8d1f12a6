//! Who is to be cited, and under which licence.

use crate::scenario::Author;

/// Authors and licence of the scenarios behind a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Credits {
    /// The authors of all scenarios, each once, in the order in which they are named.
    pub(super) authors: Vec<Author>,
    /// The licence, where all scenarios have the same: of several none holds for all results.
    pub(super) licence: Option<String>,
}

impl Credits {
    /// Puts together what scenarios say.
    pub(super) fn of<'a>(scenarios: impl Iterator<Item = (&'a [Author], Option<&'a str>)>) -> Self {
        let mut authors: Vec<Author> = Vec::new();
        let mut licences: Vec<Option<&str>> = Vec::new();
        for (named, licence) in scenarios {
            for author in named {
                let same = |known: &Author| match (known.address(), author.address()) {
                    (Some(one), Some(other)) => one == other,
                    (None, None) => known.name() == author.name(),
                    _ => false,
                };
                if !authors.iter().any(same) {
                    authors.push(author.clone());
                }
            }
            licences.push(licence);
        }
        licences.dedup();
        let licence = match licences[..] {
            [licence] => licence.map(str::to_owned),
            _ => None,
        };
        Self { authors, licence }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_stand_once_and_a_licence_holds_for_all_or_for_none() {
        let (ada, josiah) = (Author::Name("Ada".to_owned()), Author::Name("Josiah".to_owned()));
        let (one, other) = ([ada.clone(), josiah.clone()], [josiah.clone()]);
        let credits = |second| Credits::of([(&one[..], Some("MIT")), (&other[..], second)].into_iter());
        assert_eq!(credits(Some("MIT")).authors, [ada, josiah]);
        assert_eq!(credits(Some("MIT")).licence.as_deref(), Some("MIT"));
        assert_eq!((credits(None).licence, credits(Some("CC0-1.0")).licence), (None, None));
    }
}
