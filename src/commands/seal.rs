//! `assent seal`: an SSH signature over a packet's manifest.

use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use ssh_key::PrivateKey;
use ssh_key::PublicKey;

use crate::commands::edge;
use crate::commands::exit::Exit;
use crate::commands::packet_files;
use crate::commands::problem::Refusal;
use crate::commands::problem::WithNext;
use crate::packet::MANIFEST;
use crate::packet::SEAL;
use crate::packet::agent;
use crate::packet::archive;
use crate::packet::seal;
use crate::packet::seal::SealError;
use crate::packet::verify;
use crate::reports::text::Text;
use crate::terminal::Terminal;
use crate::terminal::interrupt;

/// Sign a packet with an SSH key, so that others can see who handed it in
///
/// The seal is written as packet.json.sig, in the format that `ssh-keygen -Y verify` checks (namespace
/// assent-packet). With a public key (.pub), the running ssh-agent signs.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The packet: its folder or its zip
    packet: PathBuf,

    /// An SSH private key, or the public key of one that the ssh-agent holds
    #[arg(long, value_name = "KEY")]
    key: PathBuf,
}

/// Seals a packet that is whole; a damaged one is refused.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut found = packet_files::read(&args.packet)?;
    let (manifest, differences) = verify::verify(&found.files);
    if manifest.is_none() || !differences.is_empty() {
        return Err(Refusal::Usage {
            problem: "this packet is not what its manifest says, and is not sealed".to_owned(),
            next: format!("see what differs with `assent verify {}`", args.packet.display()),
        }
        .into());
    }
    let bytes = found.files.get(MANIFEST).cloned().unwrap_or_default();
    let signature = sign(&args.key, &bytes, terminal)?;
    let _held = interrupt::hold();
    if args.packet.is_dir() {
        edge::save(&args.packet.join(SEAL), signature.as_bytes())?;
    } else {
        found.files.insert(SEAL.to_owned(), signature.into_bytes());
        edge::save(&args.packet, &archive::pack(&found.files)?)?;
    }
    terminal.result(Text::new().normal("Sealed ").code(args.packet.display().to_string()).line())?;
    Ok(Exit::Done)
}

fn sign(path: &Path, manifest: &[u8], terminal: &mut Terminal) -> anyhow::Result<String> {
    let bytes = edge::read(path)?;
    let text = String::from_utf8(bytes).context("the key is no text file").next_step(KEY_HELP)?;
    if let Ok(public) = PublicKey::from_openssh(text.trim()) {
        fits(&public).next_step(KEY_HELP)?;
        return sign_by_agent(&public, manifest);
    }
    let key = seal::read_key(&text).next_step(KEY_HELP)?;
    fits(key.public_key()).next_step(KEY_HELP)?;
    let key = if key.is_encrypted() { unlock(&key, terminal)? } else { key };
    Ok(seal::seal(manifest, &key)?)
}

/// Refuses a key before anybody is asked for its passphrase.
fn fits(key: &PublicKey) -> Result<(), SealError> {
    if seal::can_judge(key) { Ok(()) } else { Err(SealError::Kind(key.algorithm().to_string())) }
}

const KEY_HELP: &str = "name an OpenSSH ed25519 key, such as the one that `ssh-keygen -t ed25519` makes, or its .pub file to sign through the ssh-agent";

fn unlock(key: &PrivateKey, terminal: &mut Terminal) -> anyhow::Result<PrivateKey> {
    if !terminal.can_ask() {
        return Err(
            Refusal::NobodyToAsk { flags: "the key's .pub file, so that the ssh-agent signs".to_owned() }.into()
        );
    }
    let _held = interrupt::hold();
    let passphrase = dialoguer::Password::new().with_prompt("Passphrase of the key").interact().map_err(|error| {
        let dialoguer::Error::IO(error) = error;
        anyhow::Error::from(error)
    })?;
    seal::unlock(key, &passphrase).next_step("try again with the passphrase of this key")
}

#[cfg(unix)]
fn sign_by_agent(key: &PublicKey, manifest: &[u8]) -> anyhow::Result<String> {
    let socket = std::env::var_os("SSH_AUTH_SOCK").context("no ssh-agent is running");
    let mut stream = socket
        .and_then(|socket| std::os::unix::net::UnixStream::connect(socket).context("could not reach the ssh-agent"))
        .next_step("start one with `eval $(ssh-agent)` and add the key with `ssh-add`, or name the private key")?;
    stream.set_read_timeout(Some(std::time::Duration::from_secs(60)))?;
    let signature = agent::sign(&mut stream, key, manifest)
        .next_step("add the key with `ssh-add`, or name the private key, and run the command again")?;
    Ok(seal::armour(&signature)?)
}

#[cfg(not(unix))]
fn sign_by_agent(_: &PublicKey, _: &[u8]) -> anyhow::Result<String> {
    Err(anyhow::anyhow!("this is a public key, and signing through an ssh-agent works on Unix systems only"))
        .next_step("name the private key")
}
