//! Statistical methods: pure functions on slices, each with its source.
