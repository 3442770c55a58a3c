//! What a study is compared with: the packet that was approved, any other packet, or a state in git.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use anyhow::Context;
use jiff::civil::Date;
use tempfile::TempDir;

use crate::commands::approvals;
use crate::commands::approvals::Against;
use crate::commands::approvals::FoundApproval;
use crate::commands::edge;
use crate::commands::find::STUDY_FILE;
use crate::commands::find::StudyPlace;
use crate::commands::judge::Judged;
use crate::commands::judge::judge;
use crate::commands::packet_files;
use crate::commands::problem::Refusal;
use crate::commands::problem::WithNext;
use crate::commands::workspace::Shelf;
use crate::commands::workspace::Workspace;
use crate::documents::compose::Composed;
use crate::documents::pieces::PieceKind;
use crate::documents::tree::Audience;
use crate::packet::Files;
use crate::packet::amendments;
use crate::packet::amendments::FieldNames;
use crate::packet::amendments::Paper;
use crate::packet::amendments::PaperSection;
use crate::packet::amendments::Side;
use crate::packet::amendments::Statement;
use crate::packet::amendments::Version;
use crate::packet::archive;
use crate::packet::inputs;
use crate::packet::verify;
use crate::packet::verify::Difference;
use crate::records::approval;
use crate::records::log;

/// What the study is compared with.
pub struct Before {
    version: Version,
    /// The folder with the inputs.
    folder: PathBuf,
    files: Files,
    _kept: Option<TempDir>,
}

impl Before {
    /// The packet that a committee approved last; none while there is no approval.
    pub fn approved(study: &Path, against: &Against) -> anyhow::Result<Option<Self>> {
        let found = approvals::read_all(study)?;
        against.in_force(&found).map(Self::of_approval).transpose()
    }

    /// The packet that a committee decided about, whatever it decided.
    pub fn of_approval(found: &FoundApproval) -> anyhow::Result<Self> {
        let decision = &found.approval;
        Ok(Self {
            version: Version {
                study_version: decision.packet.study_version.clone(),
                code: Some(decision.packet.code.clone()),
                approval: Some(format!("{}, {}, {}", decision.body, decision.reference, decision.on)),
            },
            folder: found.folder.join(approval::INPUTS),
            files: found.inputs()?,
            _kept: None,
        })
    }

    /// A packet, or a revision that git knows.
    pub fn named(place: &StudyPlace, name: &str) -> anyhow::Result<Self> {
        let path = Path::new(name);
        if path.exists() { Self::of_packet(path) } else { Self::of_revision(place, name) }
    }

    fn of_packet(path: &Path) -> anyhow::Result<Self> {
        let found = packet_files::read(path)?;
        let (manifest, differences) = verify::verify(&found.files);
        let Some(manifest) = manifest.filter(|_| differences.is_empty()) else {
            return Err(Refusal::Usage {
                problem: format!("`{}` is not what its manifest says, so nothing is compared with it", path.display()),
                next: format!("see what differs with `assent verify {}`", path.display()),
            }
            .into());
        };
        let inputs = found.files.iter();
        let inputs =
            inputs.filter_map(|(path, bytes)| Some((path.strip_prefix(inputs::FOLDER)?.to_owned(), bytes.clone())));
        let version = Version { study_version: manifest.study.version, code: Some(manifest.code), approval: None };
        Self::of_files(inputs.collect(), version)
    }

    fn of_revision(place: &StudyPlace, revision: &str) -> anyhow::Result<Self> {
        const NEXT: &str = "name a packet's folder or zip, or a revision that `git log` shows";
        if revision.starts_with('-') {
            return Err(anyhow::anyhow!("`{revision}` is neither a packet nor a revision")).next_step(NEXT);
        }
        let list = git(&place.folder, &["ls-tree", "-r", "-z", "--name-only", revision, "--", "."])
            .with_context(|| format!("`{revision}` is neither a packet nor a revision that git knows here"))
            .next_step(NEXT)?;
        let wanted = |name: &str| {
            name == STUDY_FILE
                || ["words/", "records/", "templates/", "guidelines/"].iter().any(|f| name.starts_with(f))
        };
        let mut files = Files::new();
        for name in String::from_utf8_lossy(&list).split('\0').filter(|name| wanted(name) && archive::is_safe(name)) {
            let bytes = git(&place.folder, &["show", &format!("{revision}:./{name}")])?;
            files.insert(name.to_owned(), bytes);
        }
        // Guides and evidence are named by the study; their earlier texts are read by the same names.
        let study = crate::study::load_bytes(STUDY_FILE, files.get(STUDY_FILE).map(Vec::as_slice).unwrap_or_default());
        let guides = study.study.activities.iter().filter_map(|activity| activity.guide.as_ref());
        for name in guides.chain(study.study.privacy.impact_assessment.file.as_ref()) {
            if let Ok(bytes) = git(&place.folder, &["show", &format!("{revision}:./{name}")]) {
                files.insert(name.to_string(), bytes);
            }
        }
        let version = Version { study_version: study.study.study.version.clone(), code: None, approval: None };
        Self::of_files(files, version)
    }

    fn of_files(files: Files, version: Version) -> anyhow::Result<Self> {
        let kept = private_folder().context("could not make a temporary folder")?;
        for (name, bytes) in &files {
            edge::save(&kept.path().join(name), bytes)?;
        }
        Ok(Self { version, folder: kept.path().to_owned(), files, _kept: Some(kept) })
    }
}

/// A temporary folder that nobody else on the machine can look into: studies lie in it.
fn private_folder() -> std::io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir()
}

fn git(folder: &Path, arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    let out = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .output()
        .context("could not run git")
        .next_step("install git, or compare with a packet")?;
    if !out.status.success() {
        let said = String::from_utf8_lossy(&out.stderr);
        anyhow::bail!("git said: {}", said.trim().trim_start_matches("fatal: "));
    }
    Ok(out.stdout)
}

/// What has changed in a study since then. Both states are composed for the same day, so that the day is no change.
pub fn statement(before: &Before, now: &Workspace, judged: &Judged, day: Date) -> anyhow::Result<Statement> {
    let shelf = Shelf::open(&[])?;
    let place = StudyPlace::in_folder(&before.folder);
    if !fs::metadata(&place.file).is_ok_and(|about| about.is_file()) {
        return Err(anyhow::anyhow!("there was no study.yaml then"))
            .next_step("compare with a packet or a later revision");
    }
    let then = Workspace::open(&place, &shelf)?;
    let then_judged = judge(&then, day.into())?;
    let names = names(&judged.material.library)?;
    let version = Version { study_version: now.loaded.study.study.version.clone(), code: None, approval: None };
    let (old, new) = (papers(&then_judged.composition.documents), papers(&judged.composition.documents));
    Ok(amendments::state(
        Side { version: &before.version, study: &then.loaded.value, papers: &old },
        Side { version: &version, study: &now.loaded.value, papers: &new },
        files(&before.files, &now.inputs()?),
        &names,
    ))
}

/// The statement as documents see it.
pub fn as_value(statement: &Statement) -> Arc<serde_json::Value> {
    Arc::new(serde_json::to_value(statement).unwrap_or_default())
}

fn names(library: &crate::documents::library::Library) -> anyhow::Result<FieldNames> {
    let Some(file) = library.file("amendments/fields.en.yaml") else { return Ok(FieldNames::new()) };
    serde_yaml::from_str(&file.file.text)
        .with_context(|| format!("could not read `{}`", file.file.name))
        .next_step("mend the file, or take it out of the study's templates")
}

/// Guides, templates, packs and prose that differ; records and the log speak of the team's answers, and the study speaks for itself.
fn files(before: &Files, now: &Files) -> Vec<Difference> {
    let counts = |path: &&String| path.as_str() != STUDY_FILE && !path.starts_with("records/") && !log::holds(path);
    let mut differences: Vec<Difference> = Vec::new();
    for path in before.keys().filter(counts) {
        match now.get(path) {
            Some(bytes) if before.get(path) == Some(bytes) => {}
            Some(_) => differences.push(Difference::Changed { path: path.clone() }),
            None => differences.push(Difference::Removed { path: path.clone() }),
        }
    }
    let added = now.keys().filter(counts).filter(|path| !before.contains_key(*path));
    differences.extend(added.map(|path| Difference::Added { path: path.clone() }));
    differences
}

fn papers(documents: &[Composed]) -> Vec<Paper> {
    documents.iter().map(paper).collect()
}

/// A document's text, cut at its sections' headings.
fn paper(document: &Composed) -> Paper {
    let mut sections = Vec::new();
    let mut left = document.sections.iter().peekable();
    let mut current = PaperSection::default();
    let begin = |section: &crate::documents::sections::Section| PaperSection {
        title: section.title.clone(),
        fields: section.fields.iter().map(amendments::plain).collect(),
        tasks: section.tasks.clone(),
        text: Vec::new(),
    };
    if let Some(first) = left.next_if(|section| section.anchor.is_empty()) {
        current = begin(first);
    }
    for piece in document.tree.pieces() {
        let heading = matches!(piece.kind, PieceKind::Heading(_));
        if let Some(section) = left.next_if(|section| heading && section.title == piece.text) {
            sections.push(std::mem::replace(&mut current, begin(section)));
        }
        current.text.push(piece.text);
    }
    sections.push(current);
    Paper {
        stem: document.slot.stem.clone(),
        name: document.name.clone(),
        for_participants: matches!(document.slot.audience, Audience::Participant | Audience::Guardian),
        group: document.group.clone(),
        sections,
    }
}
