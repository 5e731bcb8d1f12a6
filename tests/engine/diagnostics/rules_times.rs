//! Times and distributions: the whole text of each message. The mistakes are those of the register.

use forceflow::internals::diagnostic::Code;

use super::support::says;

#[test]
fn a_date_that_cannot_be_read() {
    says(
        Code::E1401,
        r#"
error[E1401]: `2022-01-06 00:00` is no date and time with an offset
 --> scenario.json:5:12
  |
5 |   "start": "2022-01-06 00:00",
  |            ^^^^^^^^^^^^^^^^^^ start
  |
  = help: write `2022-01-06T00:00:00Z`, or with the local offset, such as `+06:00`, in the place of `Z`
"#,
    );
}

#[test]
fn an_instant_before_the_start() {
    says(
        Code::E1402,
        r#"
error[E1402]: the instant lies 4 h before `start`
  --> scenario.json:79:13
   |
79 |       "at": "2022-01-05T20:00:00Z"
   |             ^^^^^^^^^^^^^^^^^^^^^^ authorisation.decision.at
   |
   = help: set `start` to the earliest instant, or write `{"after_h": 0}`
"#,
    );
}

#[test]
fn a_withdrawal_without_one_beginning() {
    says(
        Code::E1403,
        r#"
error[E1403]: the withdrawal has no beginning
  --> scenario.json:77:3
   |
77 |   "withdrawal": {
   |   ^^^^^^^^^^^^ withdrawal
   |
   = help: give either `begins` or `hold_h`
"#,
    );
}

#[test]
fn steps_out_of_order() {
    says(
        Code::E1404,
        "
error[E1404]: the step is not later than the one before it
  --> scenario.json:61:9
   |
61 |         {
   |         ^ fleets.bridge.availability.1
   |
   = help: sort the steps by `from`
",
    );
}

#[test]
fn required_before_it_may_arrive() {
    says(
        Code::E1405,
        r#"
error[E1405]: it is required at 24 h and may not arrive before 48 h
  --> scenario.json:74:25
   |
74 |           "required_h": 24
   |                         ^^ contingents.force.units.company.required_h
   |
   = help: lower `earliest_h` or raise `required_h`
"#,
    );
}

#[test]
fn a_day_that_cannot_be_read() {
    says(
        Code::E1406,
        r#"
error[E1406]: `13 January` is no day
  --> scenario.json:79:7
   |
79 |       "13 January": {
   |       ^^^^^^^^^^^^ observed.daily_withdrawal_sorties.13 January
   |
   = help: write it like `2022-01-13`
"#,
    );
}

#[test]
fn too_many_repeats() {
    says(
        Code::E1407,
        r#"
error[E1407]: it repeats every 0.001 h, too often until the horizon
  --> scenario.json:77:27
   |
77 |   "reporting_interval_h": 0.001
   |                           ^^^^^ reporting_interval_h
   |
   = help: give a longer time, in hours
"#,
    );
}

#[test]
fn bounds_out_of_order() {
    says(
        Code::E1501,
        r#"
error[E1501]: `mode` is 8 and `max` is 6
  --> scenario.json:38:9
   |
38 |         "triangular": {
   |         ^^^^^^^^^^^^ carrier_types.freighter.load_h.triangular
   |
   = help: put them in order: `min` <= `mode` <= `max`
"#,
    );
}

#[test]
fn lognormal_parameters_that_do_not_belong_together() {
    says(
        Code::E1502,
        r#"
error[E1502]: these keys do not fix a lognormal distribution
  --> scenario.json:38:9
   |
38 |         "lognormal": {
   |         ^^^^^^^^^^^ carrier_types.freighter.load_h.lognormal
   |
   = help: give `mean` and `cv`, or `median` and `p90`
"#,
    );
}

#[test]
fn a_parameter_that_must_be_positive() {
    says(
        Code::E1503,
        r#"
error[E1503]: `mean` is 0, and must be above 0
  --> scenario.json:39:19
   |
39 |           "mean": 0
   |                   ^ carrier_types.freighter.load_h.exponential.mean
   |
   = help: write a plain number for a fixed duration
"#,
    );
}

#[test]
fn nothing_to_draw_from() {
    says(
        Code::E1504,
        r#"
error[E1504]: there are no values to draw from
  --> scenario.json:39:11
   |
39 |           "values": []
   |           ^^^^^^^^ carrier_types.freighter.load_h.empirical.values
   |
   = help: list the observed values, or give another distribution
"#,
    );
}

#[test]
fn a_negative_duration() {
    says(
        Code::E1505,
        r#"
error[E1505]: a duration of -3 h is negative
  --> scenario.json:37:17
   |
37 |       "load_h": -3,
   |                 ^^ carrier_types.freighter.load_h
   |
   = help: durations are 0 or more hours
"#,
    );
}

#[test]
fn nothing_left_of_a_normal_distribution() {
    says(
        Code::E1506,
        r#"
error[E1506]: nothing is left of it from 0
  --> scenario.json:38:9
   |
38 |         "normal": {
   |         ^^^^^^^^ carrier_types.freighter.load_h.normal
   |
   = help: move `min` and `max` to where the values are; `min` is 0 when left out
"#,
    );
}

#[test]
fn a_duration_of_a_century() {
    says(
        Code::E1507,
        r#"
error[E1507]: a duration of 3000000 h is longer than a century
  --> scenario.json:37:17
   |
37 |       "load_h": 3000000,
   |                 ^^^^^^^ carrier_types.freighter.load_h
   |
   = help: leave the key out when there is no limit
"#,
    );
}

#[test]
fn a_common_factor_that_multiplies_nothing() {
    says(
        Code::E1508,
        r#"
error[E1508]: the factor multiplies nothing
  --> scenario.json:78:5
   |
78 |     "loading": {
   |     ^^^^^^^^^ common_factors.loading
   |
   = help: name something in `on`, and leave `at` and `by` out for everywhere and all fleets
"#,
    );
}
