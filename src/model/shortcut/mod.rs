//! Shortcuts: what is granted, matched or handed over before the general step would do it.
//!
//! Each comes to what the general step comes to, in less time, and nothing hangs on it: a phase asks for one in a single
//! line, and reads correctly without that line. [`Options::shortcuts`](super::Options) switches all of them off, and the
//! wheel of the agenda with them; each tests the switch where it is entered. A test runs every scenario of the repository
//! and thousands of random ones with and without them, and compares all that a replication leaves behind.

mod ahead;
mod direct;
mod grant;
mod sole;
mod whole;
