//! After a decision: offers to write it into the study's own `review` fields, the rest of the file untouched.

use serde_json::Value;

use crate::commands::edge;
use crate::commands::find::StudyPlace;
use crate::commands::problem::WithNext;
use crate::records::approval::Approval;
use crate::records::approval::Decision;
use crate::records::write;
use crate::reports::text::Text;
use crate::study;
use crate::study::LoadedStudy;
use crate::study::splice;
use crate::terminal::Terminal;
use crate::terminal::ask::Question;
use crate::terminal::ask::Reply;
use crate::terminal::ask::yes_no;
use crate::yaml::path::Path;

/// Shows what the decision would change in `study.yaml` and asks whether to write it. Without a terminal it is only shown.
pub fn offer(place: &StudyPlace, approval: &Approval, terminal: &mut Terminal) -> anyhow::Result<()> {
    let bytes = edge::read(&place.file)?;
    let loaded = study::load_bytes(&edge::shown(&place.file), &bytes);
    let edits = edits(&loaded, approval);
    if edits.is_empty() {
        return Ok(());
    }
    let mut shown = Text::new().normal("In study.yaml, this decision would be written as").line();
    for (path, before, after) in &edits {
        let before = if before.is_null() { String::new() } else { format!("{} -> ", plain(before)) };
        shown = shown.normal(format!("  {path}: {before}")).strong(plain(after)).line();
    }
    let Some(mut asker) = terminal.asker(None) else {
        shown =
            shown.normal("Nobody can be asked here, so study.yaml is as it was. Write these lines yourself.").line();
        terminal.say(shown);
        return Ok(());
    };
    let question = Question {
        key: "write-review".to_owned(),
        text: shown,
        label: "Write it into study.yaml?".to_owned(),
        help: Text::new().normal("Only these values change; comments and everything else stay as you wrote them."),
        ..Question::default()
    };
    let wanted = matches!(asker.choice(&question, &yes_no(), 0), Ok(Reply::Answer(0)));
    drop(asker);
    if !wanted {
        terminal.say(Text::new().normal("study.yaml is as it was.").line());
        return Ok(());
    }
    let _lock = write::lock(&place.folder)?;
    let mut text = edge::read(&place.file)?;
    if text != bytes {
        return Err(anyhow::anyhow!("study.yaml was changed meanwhile, so nothing was written into it"))
            .next_step("the decision itself is recorded; write the `review` fields yourself");
    }
    for (path, _, after) in &edits {
        text = splice::splice_bytes("study.yaml", &text, path, after)
            .next_step("the decision itself is recorded; write the `review` fields yourself")?;
    }
    edge::save(&place.file, &text)?;
    terminal.say(Text::new().normal("Written.").line());
    Ok(())
}

/// The fields that would change, for every setting that this committee reviews: path, value before, value after.
fn edits(loaded: &LoadedStudy, approval: &Approval) -> Vec<(Path, Value, Value)> {
    let status = match approval.decision {
        Decision::Approved => "approved",
        Decision::WithConditions => "approved-with-conditions",
        Decision::Revisions => "submitted",
        Decision::Rejected => "rejected",
    };
    let settings = &loaded.study.settings;
    let alone = settings.len() == 1;
    let mut edits = Vec::new();
    for (index, setting) in settings.iter().enumerate() {
        let review = &setting.review;
        let ours = review.body.as_ref().is_none_or(|body| body.trim() == approval.body.trim()) || alone;
        if !ours {
            continue;
        }
        let base = Path::root().key("settings").index(index).key("review");
        let text = |value: &Option<String>| value.clone().map_or(Value::Null, Value::String);
        let date = |value: Option<study::Date>| value.map_or(Value::Null, |date| Value::String(date.to_string()));
        let before_status = serde_json::to_value(review.status).unwrap_or(Value::Null);
        let mut add = |key: &str, before: Value, after: Value| {
            if before != after && !after.is_null() {
                edits.push((base.key(key), before, after));
            }
        };
        add("body", text(&review.body), Value::String(approval.body.clone()));
        add("status", before_status, Value::String(status.to_owned()));
        add("reference", text(&review.reference), Value::String(approval.reference.clone()));
        add("on", date(review.on), Value::String(approval.on.to_string()));
        add("expires", date(review.expires), date(approval.expires));
    }
    edits
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
