//! The report for people: findings drawn as the compiler draws them, and one line of counts at the end.

use annotate_snippets::AnnotationKind;
use annotate_snippets::Group;
use annotate_snippets::Level as Drawn;
use annotate_snippets::Origin;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;

use crate::finding::Finding;
use crate::finding::Label;
use crate::finding::Level;
use crate::finding::Place;
use crate::reports::Catalogue;
use crate::reports::Form;
use crate::reports::PackReport;
use crate::reports::Report;
use crate::reports::Setting;
use crate::reports::StudyReport;
use crate::reports::Totals;
use crate::reports::excerpt::Excerpt;
use crate::reports::spoken;
use crate::reports::text::Ink;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::reports::text::one_line;
use crate::reports::text::visible;
use crate::reports::text::wrap;

/// The form as it is registered.
pub const FORM: Form =
    Form { name: "human", about: "for people", for_people: true, start: |setting| Box::new(Human { setting }) };

/// Places further apart than this many lines are drawn one by one.
const NEAR: usize = 200;

struct Human {
    setting: Setting,
}

impl Report for Human {
    fn study(&mut self, study: &StudyReport<'_>) -> String {
        self.findings(study.findings, study.catalogue)
    }

    fn pack(&mut self, pack: &PackReport<'_>) -> String {
        self.findings(pack.findings, pack.catalogue)
    }

    fn end(&mut self, totals: &Totals) -> String {
        if self.setting.quiet { String::new() } else { counts(totals).draw(self.setting.ink) }
    }
}

impl Human {
    fn findings(&self, findings: &[Finding], catalogue: &Catalogue) -> String {
        let ink = self.setting.ink;
        let shown = findings.iter().filter(|finding| !finding.accepted);
        shown.map(|finding| one(finding, catalogue, ink)).collect()
    }
}

/// One finding as people are shown it: drawn, or in sentences.
pub fn one(finding: &Finding, catalogue: &Catalogue, ink: Ink) -> String {
    if ink.plain { spoken::finding(finding, catalogue) } else { draw(finding, catalogue, ink) }
}

/// One finding, drawn, with an empty line behind it.
pub fn draw(finding: &Finding, catalogue: &Catalogue, ink: Ink) -> String {
    let level = match finding.level {
        Level::Error => Drawn::ERROR,
        Level::Warning => Drawn::WARNING,
        Level::Note => Drawn::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(one_line(&finding.message)).id(one_line(&finding.code)));
    let (beside, elsewhere): (Vec<_>, Vec<_>) =
        finding.labels.iter().partition(|label| stands_beside(&finding.place, &label.place));
    group = if catalogue.withholds(&finding.code) {
        let start = finding.place.file.position(finding.place.span.start);
        let origin = Origin::path(one_line(&finding.place.file.name)).line(start.line);
        group.element(origin.char_column(start.column))
    } else {
        with_place(group, &finding.place, AnnotationKind::Primary, None, &beside)
    };
    for label in elsewhere {
        group = with_place(group, &label.place, AnnotationKind::Context, Some(one_line(&label.text)), &[]);
    }
    if !finding.help.trim().is_empty() {
        let help = wrap(&visible(finding.help.trim()), ink.width.saturating_sub(14), "");
        group = group.element(Drawn::HELP.message(help));
    }
    for (task, title) in catalogue.told(&finding.tasks) {
        let title = title.map(|title| format!("{} ({})", one_line(title), one_line(task)));
        let title = wrap(&title.unwrap_or_else(|| one_line(task)), ink.width.saturating_sub(14), "");
        group = group.element(Drawn::NOTE.with_name("task").message(title));
    }
    let renderer = if ink.colour { Renderer::styled() } else { Renderer::plain() };
    let drawn = renderer.hyperlink(false).term_width(ink.width).render(&[group]);
    let lines: String = drawn.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    lines + "\n"
}

/// True for places that are drawn in one excerpt: in one file, and near enough to be read together.
fn stands_beside(place: &Place, other: &Place) -> bool {
    let line = |place: &Place| place.file.position(place.span.start).line;
    place.file.name == other.file.name && line(place).abs_diff(line(other)) <= NEAR
}

/// Adds the lines of a place, with the labels that stand beside it.
fn with_place<'a>(
    group: Group<'a>,
    place: &Place,
    kind: AnnotationKind,
    text: Option<String>,
    beside: &[&Label],
) -> Group<'a> {
    let others: Vec<&Place> = beside.iter().map(|label| &label.place).collect();
    let excerpt = Excerpt::of(place, &others);
    let name = one_line(&place.file.name);
    if place.file.text.is_empty() {
        return group.element(Origin::path(name).line(1).char_column(1));
    }
    let mut snippet = Snippet::source(excerpt.text).line_start(excerpt.first_line).fold(!beside.is_empty());
    let texts = beside.iter().map(|label| (AnnotationKind::Context, Some(one_line(&label.text))));
    for (mark, (kind, text)) in excerpt.marks.into_iter().zip(std::iter::once((kind, text)).chain(texts)) {
        snippet = snippet.annotation(kind.span(mark).label(text));
    }
    // The renderer counts columns in the excerpt, which is wrong where the head of a line is missing.
    if excerpt.cut {
        let origin = Origin::path(name).line(excerpt.start.line).char_column(excerpt.start.column);
        group.element(origin).element(snippet)
    } else {
        group.element(snippet.path(name))
    }
}

/// The line of counts: what stands in the way, in what, and how far the tasks are.
pub fn counts(totals: &Totals) -> Text {
    let mut text = Text::new();
    if totals.errors + totals.warnings + totals.notes == 0 {
        text.push(Role::Good, "nothing found");
    } else {
        let kinds = [
            (totals.errors, Role::Error, "error"),
            (totals.warnings, Role::Warning, "warning"),
            (totals.notes, Role::Note, "note"),
        ];
        for (at, (count, role, word)) in kinds.into_iter().filter(|(count, ..)| *count > 0).enumerate() {
            text.push(Role::Normal, if at > 0 { ", " } else { "" });
            text.push(role, number(count, word));
        }
    }
    let mut looked_at = Vec::new();
    if totals.studies > 0 || totals.packs == 0 {
        looked_at.push(if totals.studies == 1 { "1 study".to_owned() } else { format!("{} studies", totals.studies) });
    }
    if totals.packs > 0 {
        looked_at.push(number(totals.packs, "pack"));
    }
    text.push(Role::Normal, format!(" in {}", looked_at.join(" and ")));
    if totals.accepted > 0 {
        text.push(Role::Normal, format!("; {} accepted", totals.accepted));
    }
    if totals.known > 0 {
        text.push(Role::Normal, format!("; {} known before and left out", totals.known));
    }
    if totals.tasks.applicable > 0 {
        let tasks = totals.tasks;
        text.push(Role::Normal, format!("; {} of {} complete", tasks.complete, number(tasks.applicable, "task")));
    }
    text.line()
}

/// A number and its word, in the singular or the plural.
pub fn number(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
