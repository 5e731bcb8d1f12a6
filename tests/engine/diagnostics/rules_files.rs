//! Files, JSON and structure: the whole text of each message. The mistakes are those of the register.

use forceflow::internals::diagnostic::Code;

use super::support::says;

#[test]
fn not_valid_json() {
    says(
        Code::E0005,
        r#"
error[E0005]: not valid JSON: a comma with nothing after it, or a value too few
 --> scenario.json:1:24
  |
1 | { "format_version": 1, }
  |                        ^
  |
  = help: remove the comma
"#,
    );
}

#[test]
fn a_key_stands_twice() {
    says(
        Code::E0007,
        r#"
error[E0007]: the key `title` stands twice
 --> scenario.json:1:38
  |
1 | { "format_version": 1, "title": "A", "title": "B" }
  |                                      ^^^^^^^
  |
  = note: it stands first at scenario.json:1:24
  = help: keep one of them, or rename one
"#,
    );
}

#[test]
fn a_number_is_too_large() {
    says(
        Code::E0008,
        r#"
error[E0008]: `1e999` is too large for a number
 --> scenario.json:1:21
  |
1 | { "format_version": 1e999 }
  |                     ^^^^^
  |
  = help: numbers go up to about 1.8e308; leave the key out when there is no limit
"#,
    );
}

#[test]
fn unknown_format_version() {
    says(
        Code::E0009,
        r#"
error[E0009]: format version 2 is not known
 --> scenario.json:3:21
  |
3 |   "format_version": 2,
  |                     ^ format_version
  |
  = help: this program reads version 1
"#,
    );
}

#[test]
fn a_value_of_the_wrong_kind() {
    says(
        Code::E0010,
        r#"
error[E0010]: expected a whole number, found 2.5
  --> scenario.json:52:16
   |
52 |       "count": 2.5,
   |                ^^^ fleets.bridge.count
   |
   = help: write `2` or `3`
"#,
    );
}

#[test]
fn a_key_is_missing() {
    says(
        Code::E0011,
        r#"
error[E0011]: `fleets.bridge` lacks the key `base`
  --> scenario.json:50:5
   |
50 |     "bridge": {
   |     ^^^^^^^^ fleets.bridge.base
   |
   = help: add `"base": "origin"`, with values of your own
"#,
    );
}

#[test]
fn an_unknown_key() {
    says(
        Code::E0012,
        r#"
error[E0012]: unknown key `cuont`
  --> scenario.json:54:7
   |
54 |       "cuont": 12
   |       ^^^^^^^ fleets.bridge.cuont
   |
   = help: did you mean `count`?
"#,
    );
}

#[test]
fn an_unknown_choice() {
    says(
        Code::E0013,
        r#"
error[E0013]: unknown choice `fastest`
  --> scenario.json:77:15
   |
77 |   "dispatch": "fastest"
   |               ^^^^^^^^^ dispatch
   |
   = help: known choices: `first_come`, `priority`, `required`, `shortest_cycle`, `most_waiting`, `most_uncovered`
"#,
    );
}

#[test]
fn the_base_of_a_variant_cannot_be_read() {
    says(
        Code::E0014,
        r#"
error[E0014]: the base `no-such-file.json` cannot be read: there is no such file
 --> scenario.json:1:36
  |
1 | { "format_version": 1, "based_on": "no-such-file.json", "changes": {} }
  |                                    ^^^^^^^^^^^^^^^^^^^ based_on
  |
  = help: the path counts from the folder of the variant
"#,
    );
}

#[test]
fn a_path_leads_nowhere() {
    says(
        Code::E0016,
        r#"
error[E0016]: `fleets` has no key `brige`
 --> scenario.json:2:15
  |
2 |   "changes": {"fleets.brige.count": 12} }
  |               ^^^^^^^^^^^^^^^^^^^^ fleets.brige.count
  |
  = help: did you mean `fleets.bridge.count`?
"#,
    );
}

#[test]
fn notes_is_no_id() {
    says(
        Code::E0017,
        r#"
error[E0017]: `notes` is kept for remarks and cannot be an id
  --> scenario.json:22:5
   |
22 |     "notes": {
   |     ^^^^^^^ places.notes
   |
   = help: use another id
"#,
    );
}

#[test]
fn a_malformed_id() {
    says(
        Code::E0018,
        r#"
error[E0018]: the id `port of entry` holds other characters than letters, digits, `_` and `-`
  --> scenario.json:22:5
   |
22 |     "port of entry": {
   |     ^^^^^^^^^^^^^^^ places.port of entry
   |
   = help: ids are parts of paths; put the full name under `name`
"#,
    );
}

#[test]
fn a_number_out_of_range() {
    says(
        Code::E0019,
        r#"
error[E0019]: `operational_share` is 80, and must be above 0 up to 1
  --> scenario.json:73:32
   |
73 |           "operational_share": 80
   |                                ^^ contingents.force.units.company.operational_share
   |
   = help: it is a share: write `0.8` for 80 %
"#,
    );
}
