//! `assent templates list`: every document, and the languages in which it is written.

use std::collections::BTreeSet;

use crate::commands::exit::Exit;
use crate::documents::library::ForEach;
use crate::documents::library::Library;
use crate::documents::tree::Audience;
use crate::reports::text::Text;
use crate::terminal::Terminal;

/// Names the documents in the order of the packet.
pub fn run(library: &Library, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut text = Text::new();
    for folder in library.folders() {
        let mut own = false;
        let mut languages = BTreeSet::new();
        for file in library.files() {
            let name = file.path.strip_prefix(&folder.id).and_then(|rest| rest.strip_prefix('/'));
            if let Some(name) = name.filter(|name| name.ends_with(".md")) {
                own |= file.own;
                languages.insert(name.split('.').next().unwrap_or_default().to_owned());
            }
        }
        let languages: Vec<String> = languages.into_iter().collect();
        let each = match (folder.meta.for_each, folder.meta.each_language) {
            (ForEach::Once, _) => "once",
            (ForEach::Group, true) => "for each group and language",
            (ForEach::Group, false) => "for each group",
            (ForEach::Setting, true) => "for each setting and language",
            (ForEach::Setting, false) => "for each setting",
            (ForEach::Activity, _) => "for each activity",
        };
        text = text.strong(folder.id.as_str()).normal(format!("  {}", folder.meta.title)).line();
        let about = format!("    for {}, {each}; written in {}", audience(folder.meta.audience), languages.join(", "));
        text = text.faint(about);
        text = if own { text.normal("; this study's own wording").line() } else { text.line() };
    }
    terminal.result(text)?;
    Ok(Exit::Done)
}

fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Committee => "the committee",
        Audience::Participant => "participants",
        Audience::Guardian => "guardians",
        Audience::Team => "the team",
        Audience::Gatekeeper => "those who make the first approach",
    }
}
