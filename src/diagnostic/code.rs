//! The codes of diagnostics. A number is never used again for something else.

use std::fmt;
use std::str::FromStr;

macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident,)*) => {
        /// The kind of a diagnostic. What it means is in the [`register`](super::register).
        ///
        /// E00 files and JSON, E10 places and terminals, E11 routes, E12 units and loads, E13 carriers and fleets,
        /// E14 times and schedule, E15 distributions, E16 evidence, E17 tables of units, W2 warnings, E3 run time, E4 output.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $code,)*
        }

        impl Code {
            /// All codes, in order.
            pub const ALL: &'static [Code] = &[$(Code::$code,)*];

            /// Returns the code as it is written, such as `E1203`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Code::$code => stringify!($code),)*
                }
            }
        }
    };
}

codes! {
    /// A file cannot be read.
    E0001,
    /// A file is too large.
    E0002,
    /// A file is not UTF-8.
    E0003,
    /// A file begins with a byte order mark.
    E0004,
    /// A text is not valid JSON.
    E0005,
    /// A text is nested too deeply.
    E0006,
    /// A key stands twice in an object.
    E0007,
    /// A number is too large.
    E0008,
    /// A format version that this program does not know.
    E0009,
    /// A value of the wrong type.
    E0010,
    /// A key is missing.
    E0011,
    /// A key is unknown.
    E0012,
    /// A name is not one of the choices.
    E0013,
    /// The base of a variant cannot be read.
    E0014,
    /// Variants are based on each other.
    E0015,
    /// A path leads nowhere.
    E0016,
    /// `notes` stands where an id is expected.
    E0017,
    /// An id holds characters that it may not hold.
    E0018,
    /// A number is out of its range.
    E0019,
    /// A library cannot be read.
    E0020,
    /// Libraries include each other.
    E0021,
    /// An included file is no library.
    E0022,
    /// A library stands for a scenario.
    E0023,
    /// An unknown place.
    E1001,
    /// Coordinates that are not on the globe.
    E1002,
    /// A place that carriers use has no terminal.
    E1003,
    /// A capacity of zero.
    E1004,
    /// Opening hours that are never open.
    E1005,
    /// A closure that ends before it begins.
    E1006,
    /// A terminal waits for a unit that needs the terminal.
    E1007,
    /// A terminal waits for an unknown unit.
    E1008,
    /// A fuel stock that does not add up.
    E1009,
    /// An alternate that cannot be used.
    E1010,
    /// A share of slots without slots.
    E1011,
    /// An unknown route.
    E1101,
    /// A route from a place to itself.
    E1102,
    /// No route for a lift.
    E1103,
    /// A lift whose travel time is unknown.
    E1104,
    /// A march whose travel time is unknown.
    E1105,
    /// A point of a route that stands twice in a row.
    E1106,
    /// An unknown vehicle type.
    E1201,
    /// A unit without an itinerary.
    E1202,
    /// A leg to where the unit already is.
    E1203,
    /// A vehicle that fits no carrier.
    E1204,
    /// People and no seats.
    E1205,
    /// A crew that does not fit beside its vehicle.
    E1206,
    /// Crews that are more than the personnel.
    E1207,
    /// Parts that do not add up to 1.
    E1208,
    /// A unit with nothing in it.
    E1209,
    /// More than the program can hold.
    E1210,
    /// A critical vehicle type that the unit does not have.
    E1211,
    /// An unknown contingent.
    E1212,
    /// A scenario that moves nobody.
    E1213,
    /// Cargo that fits no carrier.
    E1214,
    /// An unknown carrier type.
    E1301,
    /// An unknown fleet.
    E1302,
    /// No fleet that can serve a lift.
    E1303,
    /// Carriers that need more stands than there are.
    E1304,
    /// A payload-range curve out of order.
    E1305,
    /// Crews that can never work.
    E1306,
    /// A list of fleets or destinations that is empty.
    E1307,
    /// A trip that no duty of a crew has room for.
    E1308,
    /// A date and time that cannot be read.
    E1401,
    /// An instant before the start.
    E1402,
    /// A withdrawal that never begins, or begins twice.
    E1403,
    /// Steps of availability out of order.
    E1404,
    /// A unit that is required before it may arrive.
    E1405,
    /// A day that cannot be read.
    E1406,
    /// Something that repeats too often.
    E1407,
    /// A mandate that cannot be late.
    E1408,
    /// Bounds of a distribution out of order.
    E1501,
    /// Parameters of a lognormal distribution that do not belong together.
    E1502,
    /// A parameter of a distribution that must be positive.
    E1503,
    /// An empirical distribution without values.
    E1504,
    /// A negative duration.
    E1505,
    /// A normal distribution of which nothing is left after truncation.
    E1506,
    /// A duration longer than a century.
    E1507,
    /// A common factor that multiplies nothing.
    E1508,
    /// An unknown source.
    E1601,
    /// Evidence of a path that leads nowhere.
    E1602,
    /// A range whose ends are out of order or incomplete.
    E1603,
    /// A range of something that is not a number.
    E1604,
    /// An observation of a group that does not exist.
    E1605,
    /// An author without a name, or with something that is no ORCID iD.
    E1606,
    /// A licence that is no SPDX id.
    E1607,
    /// An observed figure that says two things, or nothing.
    E1608,
    /// A range whose way of being drawn makes no sense.
    E1609,
    /// A column of a table of units that is unknown, missing or there twice.
    E1701,
    /// A row of a table with too many or too few cells.
    E1702,
    /// A cell of a table that cannot be read.
    E1703,
    /// A unit that stands twice.
    E1704,
    /// A row whose unit goes nowhere.
    E1705,
    /// A table without rows.
    E1706,
    /// A file that units cannot be imported into.
    E1707,
    /// A required time or deadline after the horizon.
    W2001,
    /// A range that does not hold the value.
    W2002,
    /// A definition that nothing uses.
    W2003,
    /// A site that can never have its strength.
    W2004,
    /// A named fleet that cannot serve the lift.
    W2005,
    /// Loads that hang on the order in which vehicles are listed.
    W2006,
    /// An unusual speed.
    W2007,
    /// An unusual payload.
    W2008,
    /// An unusual duration.
    W2009,
    /// An unusual mass or size.
    W2010,
    /// An unusual distance.
    W2011,
    /// An unusual price or consumption.
    W2012,
    /// No replication closed.
    E3001,
    /// The audit of a run failed.
    E3002,
    /// A folder holds files that are not results.
    E4001,
    /// A result cannot be written.
    E4002,
}

impl Code {
    /// Returns whether it is a warning, which stops nothing.
    pub fn is_warning(self) -> bool {
        self.as_str().starts_with('W')
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Code {
    type Err = ();

    /// Reads a code as it is written, in capitals or not.
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(text)).ok_or(())
    }
}
