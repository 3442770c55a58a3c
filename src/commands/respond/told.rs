//! What the letter says: each comment with its answers, and what was changed because of them.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use crate::commands::approvals::FoundApproval;
use crate::commands::desk::Desk;
use crate::packet::amendments::FieldChange;
use crate::packet::amendments::Statement;
use crate::packet::verify::Difference;
use crate::records::Author;
use crate::records::response::Answer;
use crate::records::response::Thread;

/// What an answer may name: fields by ids, and files.
pub(super) fn changes(statement: &Statement) -> BTreeSet<&str> {
    let fields = statement.fields.iter().map(|change| change.subject.as_str());
    fields.chain(statement.files.iter().filter_map(path_of)).collect()
}

fn path_of(difference: &Difference) -> Option<&str> {
    match difference {
        Difference::Changed { path } | Difference::Added { path } | Difference::Removed { path } => Some(path),
        Difference::Renamed { to, .. } => Some(to),
        Difference::Manifest { .. } => None,
    }
}

/// What answers name that is no longer different.
pub(super) fn undone<'a>(threads: &'a [Thread], statement: &Statement) -> Vec<(&'a str, &'a str)> {
    let known = changes(statement);
    let named = threads.iter().flat_map(|thread| {
        thread.answers.iter().flat_map(|answer| &answer.changed).map(|change| (thread.id.as_str(), change.as_str()))
    });
    named.filter(|(_, change)| !known.contains(change)).collect()
}

/// What the letter's template sees as `response`.
pub(super) fn told(
    desk: &Desk,
    decision: &FoundApproval,
    threads: &[Thread],
    statement: &Statement,
) -> anyhow::Result<Value> {
    let approval = &decision.approval;
    let packs = desk.packs();
    let person = |by: &Author| {
        let study = &desk.workspace.loaded.study;
        let name = study.person(by.as_str()).and_then(|person| person.name.clone());
        name.unwrap_or_else(|| by.as_str().to_owned())
    };
    let named: BTreeSet<&str> = threads
        .iter()
        .flat_map(|thread| &thread.answers)
        .flat_map(|answer| &answer.changed)
        .map(String::as_str)
        .collect();
    let answers = |thread: &Thread| -> Vec<Value> {
        let answer = |answer: &Answer| {
            let of = |change: &&FieldChange| answer.changed.contains(&change.subject);
            let file = |path: &&str| answer.changed.iter().any(|named| named == path);
            json!({
                "text": answer.text,
                "on": answer.on.to_string(),
                "by": person(&answer.by),
                "fields": statement.fields.iter().filter(of).collect::<Vec<_>>(),
                "files": statement.files.iter().filter_map(path_of).filter(file).collect::<Vec<_>>(),
                "undone": answer.changed.iter().filter(|one| !changes(statement).contains(one.as_str())).collect::<Vec<_>>(),
            })
        };
        thread.answers.iter().map(answer).collect()
    };
    let comments: Vec<Value> = threads
        .iter()
        .map(|thread| {
            let comment = &thread.comment;
            let task = comment.task.as_ref().and_then(|id| packs.task(id)).map(|(_, task)| task.title.clone());
            json!({
                "id": thread.id,
                "from": comment.from,
                "on": comment.on.to_string(),
                "task": task.or_else(|| comment.task.clone()),
                "text": comment.text,
                "answers": answers(thread),
            })
        })
        .collect();
    Ok(json!({
        "body": approval.body,
        "reference": approval.reference,
        "decision": approval.decision.as_str(),
        "on": approval.on.to_string(),
        "code": approval.packet.code,
        "version_before": approval.packet.study_version,
        "comments": comments,
        "others": statement.fields.iter().filter(|change| !named.contains(change.subject.as_str())).collect::<Vec<_>>(),
        "other_files": statement.files.iter().filter_map(path_of).filter(|path| !named.contains(path)).collect::<Vec<_>>(),
        "documents": statement.documents,
        "ask_again": statement.ask_again,
    }))
}
