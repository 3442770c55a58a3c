//! Signing through a running ssh-agent, so that a key never has to be read from its file.
//!
//! Protocol: draft-miller-ssh-agent, messages REQUEST_IDENTITIES (11), IDENTITIES_ANSWER (12), SIGN_REQUEST (13) and
//! SIGN_RESPONSE (14). The stream is handed in; which socket it is, the command decides.

use std::io::Read;
use std::io::Write;

use ssh_key::HashAlg;
use ssh_key::PublicKey;
use ssh_key::Signature;
use ssh_key::SshSig;

use crate::packet::seal::NAMESPACE;

/// The largest answer that is read from an agent, in bytes.
const MAX_ANSWER: usize = 256 * 1024;

/// Why the agent gave no signature.
#[derive(Debug, thiserror::Error)]
pub enum AgentError {
    /// The connection failed.
    #[error("the ssh-agent did not answer: {0}")]
    Connection(#[from] std::io::Error),
    /// The agent refused, most likely because it does not hold the key.
    #[error("the ssh-agent does not hold this key, or refused to use it; `ssh-add -l` shows what it holds")]
    Refused,
    /// The answer makes no sense.
    #[error("the ssh-agent gave an answer that cannot be read: {0}")]
    Answer(String),
}

/// Lets the agent sign the bytes of a manifest with the key that belongs to a public key.
pub fn sign(stream: &mut (impl Read + Write), key: &PublicKey, manifest: &[u8]) -> Result<SshSig, AgentError> {
    let unreadable = |error: ssh_key::Error| AgentError::Answer(error.to_string());
    let data = SshSig::signed_data(NAMESPACE, HashAlg::Sha512, manifest).map_err(unreadable)?;
    let blob = key.to_bytes().map_err(unreadable)?;
    let mut request = vec![13];
    put(&mut request, &blob);
    put(&mut request, &data);
    // RSA keys must not answer with SHA-1; other keys ignore the flag SSH_AGENT_RSA_SHA2_512.
    request.extend_from_slice(&4u32.to_be_bytes());
    let mut message = Vec::new();
    put(&mut message, &request);
    stream.write_all(&message)?;
    stream.flush()?;

    let answer = receive(stream)?;
    let Some((14, rest)) = answer.split_first() else { return Err(AgentError::Refused) };
    let signature = rest.get(4..).unwrap_or_default();
    let signature = Signature::try_from(signature).map_err(|error| AgentError::Answer(error.to_string()))?;
    SshSig::new(key.key_data().clone(), NAMESPACE, HashAlg::Sha512, signature).map_err(unreadable)
}

fn put(message: &mut Vec<u8>, bytes: &[u8]) {
    message.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    message.extend_from_slice(bytes);
}

fn receive(stream: &mut impl Read) -> Result<Vec<u8>, AgentError> {
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length) as usize;
    if length == 0 || length > MAX_ANSWER {
        return Err(AgentError::Answer(format!("it is {length} bytes long")));
    }
    let mut answer = vec![0; length];
    stream.read_exact(&mut answer)?;
    Ok(answer)
}
