//! The log in the status: how much there is, and what is still open.

use serde_json::Value;
use serde_json::json;

use crate::records::log::Told;
use crate::reports::human::number;
use crate::reports::text::Ink;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::reports::text::one_line;
use crate::reports::text::wrap;

/// The lines of the log; none where nothing was logged and no condition was set.
pub fn lines(told: &Told, ink: Ink) -> Text {
    let mut text = Text::new();
    if told.is_empty() {
        return text;
    }
    let mut parts: Vec<String> = Vec::new();
    let mut count = |count: usize, word: &str| {
        if count > 0 {
            parts.push(number(count, word));
        }
    };
    count(told.incidents.len(), "incident");
    count(told.deviations.len(), "departure");
    count(told.reviews.len(), "review");
    let met = told.conditions.iter().filter(|condition| condition.met.is_some()).count();
    if !told.conditions.is_empty() {
        parts.push(format!("{met} of {} conditions met", told.conditions.len()));
    }
    text = text.normal(format!("Log:      {}", parts.join(", "))).line();
    for matter in told.unreported() {
        let line = format!("{}: {} {}", matter.id, matter.on, one_line(&matter.note));
        text = text.normal("  ").with(Role::Warning, "not reported  ").normal(fitting(&line, ink)).line();
    }
    for condition in told.open_conditions() {
        let line = format!("{}: {}", one_line(&condition.id), one_line(&condition.text));
        text = text.normal("  ").with(Role::Warning, "not met yet   ").normal(fitting(&line, ink)).line();
    }
    text
}

fn fitting(line: &str, ink: Ink) -> String {
    wrap(line, ink.width, &" ".repeat(16)).trim_start().to_owned()
}

/// The log for scripts.
pub fn json(told: &Told) -> Value {
    let unreported: Vec<&str> = told.unreported().map(|matter| matter.id.as_str()).collect();
    json!({
        "incidents": told.incidents,
        "deviations": told.deviations,
        "reviews": told.reviews,
        "conditions": told.conditions,
        "unreported": unreported,
    })
}
