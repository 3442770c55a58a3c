//! `packet.json`: what a packet holds, what it was built from, and the digest of it all.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use crate::packet::Files;
use crate::packet::MANIFEST;
use crate::packet::SEAL;
use crate::packet::canonical;

/// The format version of manifests that this program writes.
pub const VERSION: u32 = 1;

/// The manifest of a packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The format version of the manifest.
    pub version: u32,
    /// The study that the packet is about.
    pub study: StudyStamp,
    /// True where the study was final-ready and the packet was asked for as final.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// The program that built the packet.
    pub tool: Tool,
    /// The guideline packs, sorted by id.
    pub packs: Vec<PackStamp>,
    /// The languages of the documents, sorted.
    pub languages: Vec<String>,
    /// The day that the packet was built for, ISO 8601.
    pub date: String,
    /// The short code that stands on every page: 8 hex digits in two groups of 4.
    pub code: String,
    /// Path -> SHA-256 of every file of the packet but this one and its seal, in lower-case hex.
    pub files: BTreeMap<String, String>,
    /// SHA-256 over the canonical manifest without this member.
    pub digest: String,
}

/// The study as a manifest names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StudyStamp {
    /// The study's id.
    pub id: String,
    /// The study's own version; null where it states none.
    pub version: Option<String>,
}

/// The program as a manifest names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// `assent`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A guideline pack as a manifest names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackStamp {
    /// The pack's id.
    pub id: String,
    /// The pack's version.
    pub version: String,
    /// SHA-256 over the pack's files.
    pub digest: String,
}

/// What a packet is built from, as far as the short code is about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// Path -> SHA-256 of every input file but those of the log.
    pub inputs: BTreeMap<String, String>,
    /// The guideline packs, sorted by id.
    pub packs: Vec<PackStamp>,
    /// The program.
    pub tool: Tool,
    /// The languages, sorted.
    pub languages: Vec<String>,
    /// The day that the packet is built for.
    pub date: String,
}

/// Why a manifest can't be trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// The packet has none.
    #[error("there is no packet.json")]
    Missing,
    /// It is no manifest at all.
    #[error("packet.json cannot be read: {0}")]
    Unreadable(String),
    /// A newer program wrote it.
    #[error(
        "packet.json is written in format {0}, and this program reads formats up to {VERSION}: use a newer version of Assent"
    )]
    Version(u64),
    /// Its bytes are not the canonical ones.
    #[error("packet.json is not in its canonical form: it was edited or reformatted")]
    NotCanonical,
    /// Its digest is not the digest of its content.
    #[error("packet.json was changed: its digest should be {expected}")]
    Digest {
        /// The digest of the content that stands there.
        expected: String,
    },
}

impl Origin {
    /// The short code: it is known before any document is made, since it stands in each of them.
    pub fn code(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or(Value::Null);
        let digest = canonical::sha256(&canonical::to_bytes(&value));
        let (first, rest) = digest.split_at(4);
        format!("{first}-{}", rest.get(..4).unwrap_or_default())
    }
}

impl Manifest {
    /// Stamps a set of files.
    pub fn new(study: StudyStamp, is_final: bool, origin: &Origin, files: &Files) -> Self {
        let files = files
            .iter()
            .filter(|(path, _)| path.as_str() != MANIFEST && path.as_str() != SEAL)
            .map(|(path, bytes)| (path.clone(), canonical::sha256(bytes)))
            .collect();
        let mut manifest = Self {
            version: VERSION,
            study,
            is_final,
            tool: origin.tool.clone(),
            packs: origin.packs.clone(),
            languages: origin.languages.clone(),
            date: origin.date.clone(),
            code: origin.code(),
            files,
            digest: String::new(),
        };
        manifest.digest = manifest.expected_digest();
        manifest
    }

    /// The bytes of `packet.json`.
    pub fn to_bytes(&self) -> Vec<u8> {
        canonical::to_bytes(&self.value())
    }

    /// Reads `packet.json` and holds it against its own digest.
    pub fn read(bytes: &[u8]) -> Result<Self, ManifestError> {
        let value: Value =
            serde_json::from_slice(bytes).map_err(|error| ManifestError::Unreadable(error.to_string()))?;
        match value.get("version").and_then(Value::as_u64) {
            Some(version) if version > u64::from(VERSION) => return Err(ManifestError::Version(version)),
            _ => {}
        }
        let manifest: Self =
            serde_json::from_value(value).map_err(|error| ManifestError::Unreadable(error.to_string()))?;
        if manifest.to_bytes() != bytes {
            return Err(ManifestError::NotCanonical);
        }
        let expected = manifest.expected_digest();
        if manifest.digest != expected {
            return Err(ManifestError::Digest { expected });
        }
        Ok(manifest)
    }

    fn value(&self) -> Value {
        serde_json::to_value(self).unwrap_or(Value::Null)
    }

    fn expected_digest(&self) -> String {
        let mut value = self.value();
        if let Some(members) = value.as_object_mut() {
            members.remove("digest");
        }
        canonical::sha256(&canonical::to_bytes(&value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let origin = Origin {
            inputs: BTreeMap::from([("study.yaml".to_owned(), canonical::sha256(b"x"))]),
            packs: vec![PackStamp { id: "p".into(), version: "1".into(), digest: "d".into() }],
            tool: Tool { name: "assent".into(), version: "0.1.0".into() },
            languages: vec!["en".into()],
            date: "2026-03-02".into(),
        };
        let files = Files::from([("index.html".to_owned(), b"hello".to_vec()), (SEAL.to_owned(), b"s".to_vec())]);
        Manifest::new(StudyStamp { id: "s".into(), version: None }, false, &origin, &files)
    }

    #[test]
    fn a_manifest_reads_back_and_leaves_its_seal_out() {
        let manifest = manifest();
        assert_eq!(Manifest::read(&manifest.to_bytes()), Ok(manifest.clone()));
        assert_eq!(manifest.files.keys().collect::<Vec<_>>(), ["index.html"]);
        assert!(manifest.code.len() == 9 && manifest.code.chars().nth(4) == Some('-'));
    }

    #[test]
    fn a_reformatted_manifest_is_not_canonical() {
        let value: Value = serde_json::from_slice(&manifest().to_bytes()).unwrap();
        let compact = serde_json::to_vec(&value).unwrap();
        assert_eq!(Manifest::read(&compact), Err(ManifestError::NotCanonical));
    }

    #[test]
    fn what_has_another_shape_is_no_manifest() {
        for (text, why) in [("{}", "missing field"), ("{\"version\": 1, \"study\": 3}", "invalid type"), ("[", "EOF")] {
            let refused = Manifest::read(text.as_bytes()).unwrap_err();
            assert!(matches!(&refused, ManifestError::Unreadable(said) if said.contains(why)), "{text}: {refused}");
        }
    }

    #[test]
    fn a_changed_member_breaks_the_digest() {
        let mut changed = manifest();
        changed.is_final = true;
        assert!(matches!(Manifest::read(&changed.to_bytes()), Err(ManifestError::Digest { .. })));
    }

    #[test]
    fn every_input_moves_the_code() {
        let base = Origin {
            inputs: BTreeMap::new(),
            packs: Vec::new(),
            tool: Tool { name: "assent".into(), version: "0.1.0".into() },
            languages: Vec::new(),
            date: "2026-03-02".into(),
        };
        let later = Origin { date: "2026-03-03".into(), ..base.clone() };
        let other = Origin { languages: vec!["th".into()], ..base.clone() };
        assert!(base.code() != later.code() && base.code() != other.code());
    }
}
