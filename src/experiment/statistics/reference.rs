//! Published data sets that several tests use.

/// Law (2013), *Simulation Modeling and Analysis*, 5th edition, example 4.27.
pub(super) const LAW_4_27: [f64; 10] = [1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09];

/// Law (2013), table 9.1: average delays in a bank, minutes.
pub(super) const LAW_BANK: [f64; 10] = [1.53, 1.66, 1.24, 2.34, 2.00, 1.69, 2.69, 2.86, 1.70, 2.60];

/// Twenty unsorted values with a known set of quantile estimates.
pub(super) const TWENTY: [f64; 20] = [
    12.0, 15.0, 9.0, 22.0, 31.0, 18.0, 27.0, 14.0, 40.0, 25.0, 33.0, 19.0, 21.0, 16.0, 29.0, 24.0, 11.0,
    37.0, 20.0, 23.0,
];

/// Four systems of ten replications each: Banks et al., *Discrete-Event System Simulation*, chapter 12, as used in
/// Rossetti's open textbook on the Kotlin Simulation Library.
pub(super) const FOUR_SYSTEMS: [[f64; 10]; 4] = [
    [63.72, 32.24, 40.28, 36.94, 36.29, 56.94, 34.10, 63.36, 49.29, 87.20],
    [63.06, 31.78, 40.32, 37.71, 36.79, 57.93, 33.39, 62.92, 47.67, 80.79],
    [57.74, 29.65, 36.52, 35.71, 33.81, 51.54, 31.39, 57.24, 42.63, 67.27],
    [62.63, 31.56, 39.87, 37.35, 36.65, 57.15, 33.30, 62.21, 47.46, 79.60],
];

/// The four systems as slices.
pub(super) fn four_systems() -> [&'static [f64]; 4] {
    [&FOUR_SYSTEMS[0], &FOUR_SYSTEMS[1], &FOUR_SYSTEMS[2], &FOUR_SYSTEMS[3]]
}
