//! Libraries inside the program, so that a scenario that includes them needs no folder beside it.

/// How their names begin.
pub(super) const SCHEME: &str = "library:";

/// Names and texts.
const LIBRARIES: [(&str, &str); 5] = [
    ("library:aircraft", include_str!("../../../scenarios/library/aircraft.json")),
    ("library:airfields", include_str!("../../../scenarios/library/airfields.json")),
    ("library:railways", include_str!("../../../scenarios/library/railways.json")),
    ("library:sources", include_str!("../../../scenarios/library/sources.json")),
    ("library:vehicles", include_str!("../../../scenarios/library/vehicles.json")),
];

/// The text of a library.
pub(super) fn text(name: &str) -> Option<&'static str> {
    LIBRARIES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The names of all libraries.
pub(super) fn names() -> impl Iterator<Item = &'static str> + Clone {
    LIBRARIES.iter().map(|(name, _)| *name)
}
