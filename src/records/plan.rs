//! The plan by which files of records and of the log are read: like a study's, with the values that only records have.

use serde_json::Value;

use crate::records::Author;
use crate::records::Moment;
use crate::study::Written;
use crate::study::plan::Plan;
use crate::study::schema;
use crate::study::values;

/// The plan of a file with this JSON Schema.
pub(super) fn of(mut file: Value) -> Plan {
    schema::tidy(&mut file);
    Plan::with_values(&file, |name, text| match name {
        "Moment" => Some(Moment::read(text).map(|_| ())),
        "Author" => Some(Author::read(text).map(|_| ())),
        other => values::read_named(other, text),
    })
}
