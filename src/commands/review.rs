//! `assent review`: a form for somebody who has a packet to judge, and no study.

use std::path::PathBuf;

use crate::commands::edge;
use crate::commands::exit::Exit;
use crate::commands::find::StudyPlace;
use crate::commands::judge::judge;
use crate::commands::letters;
use crate::commands::letters::Letter;
use crate::commands::packet;
use crate::commands::packet::Wishes;
use crate::commands::packet_files;
use crate::commands::problem::Refusal;
use crate::commands::problem::WithNext;
use crate::commands::workspace::Shelf;
use crate::commands::workspace::Workspace;
use crate::documents::compose::Exchange;
use crate::packet::inputs;
use crate::packet::verify;
use crate::terminal::Terminal;

/// Write a form for reviewing a packet: each duty, where the packet answers it, and room for the reader's judgement
///
/// Only the packet is needed, its folder or its zip. A packet that is not what its manifest says is refused.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The packet: its folder or its zip
    packet: PathBuf,

    #[command(flatten)]
    letter: letters::Sheet,
}

/// Makes the form from the packet's own inputs.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let found = packet_files::read(&args.packet)?;
    let (manifest, differences) = verify::verify(&found.files);
    let Some(manifest) = manifest.filter(|_| differences.is_empty() && !found.touched) else {
        return Err(Refusal::Usage {
            problem: "this packet is not what its manifest says, so there is nothing to review".to_owned(),
            next: format!(
                "see what differs with `assent verify {}`, and ask for the packet again",
                args.packet.display()
            ),
        }
        .into());
    };
    let kept = tempfile::tempdir().next_step("see whether there is room for temporary files")?;
    for (path, bytes) in &found.files {
        if let Some(name) = path.strip_prefix(inputs::FOLDER) {
            edge::save(&kept.path().join(name), bytes)?;
        }
    }
    let place = StudyPlace::in_folder(kept.path());
    let workspace = Workspace::open(&place, &Shelf::open(&[])?)
        .next_step("this packet holds no study; ask for one that `assent packet` made")?;
    let date = edge::parse_date(&manifest.date).map_err(anyhow::Error::msg)?;
    let wishes = Wishes { date: Some(date), judged_as_before: true, ..Wishes::default() };
    let mut judged = judge(&workspace, packet::day(&workspace, &wishes)?.judged_on.into())?;
    judged.material.date = date.into();
    judged.material.exchange = Some(Exchange::Review(
        serde_json::json!({
            "code": manifest.code,
            "digest": manifest.digest,
            "date": manifest.date,
            "final": manifest.is_final,
            "tool": manifest.tool.version,
            "same_tool": manifest.tool.version == env!("CARGO_PKG_VERSION"),
        })
        .into(),
    ));
    let letter = Letter { document: "review-form", code: &manifest.code, draft: false };
    letters::write(&letter, &args.letter, &workspace, &judged, terminal)
}
