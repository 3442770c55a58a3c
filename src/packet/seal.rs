//! The seal: an SSH signature over the bytes of `packet.json`.
//!
//! Format: PROTOCOL.sshsig of OpenSSH, the one that `ssh-keygen -Y sign` writes and `ssh-keygen -Y verify` checks.

use ssh_key::Algorithm;
use ssh_key::HashAlg;
use ssh_key::LineEnding;
use ssh_key::PrivateKey;
use ssh_key::PublicKey;
use ssh_key::SshSig;

use crate::packet::signers::Signer;

/// The namespace of the signature, so that a seal can't pass for anything else.
pub const NAMESPACE: &str = "assent-packet";

/// True for the kinds of keys whose seals can be checked here: no other is made, and none other is called wrong.
pub fn can_judge(key: &PublicKey) -> bool {
    matches!(key.algorithm(), Algorithm::Ed25519 | Algorithm::SkEd25519)
}

/// Why a packet could not be sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The key file can't be read as a key.
    #[error("the key cannot be read: {0}")]
    Key(String),
    /// A key whose seals nobody could check with this program.
    #[error("seals by a key of the kind `{0}` cannot be checked here")]
    Kind(String),
    /// The passphrase does not open the key.
    #[error("the passphrase does not open the key")]
    Passphrase,
    /// The signature could not be made.
    #[error("the signature could not be made: {0}")]
    Sign(String),
}

/// What a seal says about a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealState {
    /// There is no seal.
    None,
    /// The seal is not a signature over this manifest.
    Broken(String),
    /// A valid signature by a key that nobody vouched for.
    Unknown {
        /// The key's fingerprint, as `ssh-keygen -l` prints it.
        fingerprint: String,
    },
    /// A valid signature by a key that the signers file names.
    Signed {
        /// The principals of the key.
        principals: String,
        /// The key's fingerprint.
        fingerprint: String,
    },
}

/// Signs the bytes of a manifest with a private key, opened where it is locked.
pub fn seal(manifest: &[u8], key: &PrivateKey) -> Result<String, SealError> {
    let signature =
        key.sign(NAMESPACE, HashAlg::Sha512, manifest).map_err(|error| SealError::Sign(error.to_string()))?;
    armour(&signature)
}

/// Reads an OpenSSH private key.
pub fn read_key(text: &str) -> Result<PrivateKey, SealError> {
    PrivateKey::from_openssh(text).map_err(|error| SealError::Key(error.to_string()))
}

/// Opens a locked key.
pub fn unlock(key: &PrivateKey, passphrase: &str) -> Result<PrivateKey, SealError> {
    key.decrypt(passphrase).map_err(|_| SealError::Passphrase)
}

/// The text of a signature file.
pub fn armour(signature: &SshSig) -> Result<String, SealError> {
    signature.to_pem(LineEnding::LF).map_err(|error| SealError::Sign(error.to_string()))
}

/// Holds a seal against the manifest's bytes, and its key against the people who may have signed.
///
/// `day` is `YYYYMMDD`, for keys that hold from or until a day.
pub fn judge(manifest: &[u8], seal: Option<&[u8]>, signers: &[Signer], day: &str) -> SealState {
    let Some(seal) = seal else { return SealState::None };
    let signature = match SshSig::from_pem(seal) {
        Ok(signature) => signature,
        Err(error) => return SealState::Broken(format!("it cannot be read: {error}")),
    };
    if signature.namespace() != NAMESPACE {
        return SealState::Broken(format!(
            "it was made for `{}` and not for a packet",
            signature.namespace().escape_debug()
        ));
    }
    let key = PublicKey::from(signature.public_key().clone());
    if !can_judge(&key) {
        let kind = key.algorithm();
        return SealState::Broken(format!(
            "keys of the kind `{kind}` are not checked here; `ssh-keygen -Y verify` does"
        ));
    }
    if let Err(error) = key.verify(NAMESPACE, manifest, &signature) {
        return SealState::Broken(format!("it is not a signature over this packet.json ({error})"));
    }
    let fingerprint = key.fingerprint(HashAlg::Sha256).to_string();
    match signers.iter().find(|signer| signer.allows(key.key_data(), NAMESPACE, day)) {
        Some(signer) => SealState::Signed { principals: signer.principals.clone(), fingerprint },
        None => SealState::Unknown { fingerprint },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `ssh-keygen -Y sign -n assent-packet` wrote with a key of a kind that is not checked here.
    const BY_ANOTHER_KIND: &str = "-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAAGgAAAATZWNkc2Etc2hhMi1uaXN0cDI1NgAAAAhuaXN0cDI1NgAAAE
EEF9fTwgttTjGeCk+Oc0yg36lcDsl1SUx3ZT6QYKY60MZrIkptizFUCLEAsIR5iFiay2dq
Vl9l/eG8w1C0beBGQgAAAA1hc3NlbnQtcGFja2V0AAAAAAAAAAZzaGE1MTIAAABkAAAAE2
VjZHNhLXNoYTItbmlzdHAyNTYAAABJAAAAIAvCrr6EcnNyXruvISbBpYz/LLwl5a8zrUX7
GPNx74LSAAAAIQCeS2Deudpm09CU04TAnFA2pd4zkZQywN4YUqeKu4Ks6Q==
-----END SSH SIGNATURE-----
";

    #[test]
    fn a_seal_by_another_kind_of_key_is_not_called_wrong() {
        let SealState::Broken(said) = judge(b"x", Some(BY_ANOTHER_KIND.as_bytes()), &[], "20260601") else {
            panic!("it cannot be checked here");
        };
        assert_eq!(said, "keys of the kind `ecdsa-sha2-nistp256` are not checked here; `ssh-keygen -Y verify` does");
    }
}
