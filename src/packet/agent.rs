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

#[cfg(test)]
mod tests {
    use ssh_key::PrivateKey;
    use ssh_key::private::Ed25519Keypair;
    use ssh_key::private::KeypairData;

    use super::*;

    /// An agent that answers with what it was given, and keeps what it was asked.
    struct Agent {
        asked: Vec<u8>,
        answer: std::io::Cursor<Vec<u8>>,
    }

    impl Read for Agent {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.answer.read(buffer)
        }
    }

    impl Write for Agent {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.asked.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn key() -> PrivateKey {
        PrivateKey::new(KeypairData::from(Ed25519Keypair::from_seed(&[7; 32])), "").unwrap()
    }

    fn asked(answer: &[u8]) -> (Result<SshSig, AgentError>, Vec<u8>) {
        let mut agent = Agent { asked: Vec::new(), answer: std::io::Cursor::new(answer.to_vec()) };
        let signed = sign(&mut agent, key().public_key(), b"{}");
        (signed, agent.asked)
    }

    /// A message as the protocol has it: its length, its kind, what follows.
    fn message(kind: u8, rest: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        put(&mut bytes, &[&[kind], rest].concat());
        bytes
    }

    #[test]
    fn the_agent_is_asked_for_one_key_and_this_manifest() {
        let (_, asked) = asked(&[]);
        let mut wanted = vec![13];
        put(&mut wanted, &key().public_key().to_bytes().unwrap());
        put(&mut wanted, &SshSig::signed_data(NAMESPACE, HashAlg::Sha512, b"{}").unwrap());
        wanted.extend_from_slice(&[0, 0, 0, 4]);
        let mut framed = Vec::new();
        put(&mut framed, &wanted);
        assert_eq!(asked, framed);
    }

    #[test]
    fn what_the_agent_signed_is_the_seal_that_the_key_itself_makes() {
        let own = key().sign(NAMESPACE, HashAlg::Sha512, b"{}").unwrap();
        let mut signature = Vec::new();
        put(&mut signature, &Vec::<u8>::try_from(own.signature().clone()).unwrap());
        let (signed, _) = asked(&message(14, &signature));
        assert_eq!(signed.unwrap(), own);
    }

    #[test]
    fn an_answer_that_is_no_signature_is_said_to_be_none() {
        let table: &[(Vec<u8>, &str)] = &[
            (message(5, &[]), "does not hold this key, or refused"),
            (message(12, &[0, 0, 0, 0]), "does not hold this key, or refused"),
            (message(14, &[]), "cannot be read"),
            (message(14, &[0, 0, 0, 4, 1, 2, 3, 4]), "cannot be read"),
            (vec![0, 0, 0, 0], "it is 0 bytes long"),
            (vec![0, 4, 0, 1], "it is 262145 bytes long"),
            (vec![], "did not answer"),
            (vec![0, 0], "did not answer"),
            (vec![0, 0, 0, 9, 14], "did not answer"),
        ];
        for (answer, word) in table {
            let said = asked(answer).0.unwrap_err().to_string();
            assert!(said.contains(word), "{answer:?}: {said}");
        }
    }
}
