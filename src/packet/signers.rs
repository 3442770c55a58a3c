//! OpenSSH `allowed_signers` files: who may have sealed a packet.
//!
//! Format: ssh-keygen(1), section ALLOWED SIGNERS.

use ssh_key::PublicKey;

/// One line of an allowed_signers file.
#[derive(Debug, Clone)]
pub struct Signer {
    /// The names that the key stands for, as they were written.
    pub principals: String,
    /// The namespaces that the key may sign for; empty means any.
    pub namespaces: Vec<String>,
    /// From when the key holds, `YYYYMMDD…`.
    pub valid_after: Option<String>,
    /// Until when the key holds, `YYYYMMDD…`.
    pub valid_before: Option<String>,
    /// True where the line names a certificate authority, which no packet's seal is checked against.
    pub authority: bool,
    /// The key.
    pub key: PublicKey,
}

/// A line that can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the signers file cannot be read: {problem}")]
pub struct SignersError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

/// Reads an allowed_signers file.
pub fn read(text: &str) -> Result<Vec<Signer>, SignersError> {
    let mut signers = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        signers.push(signer(line).map_err(|problem| SignersError { line: at + 1, problem })?);
    }
    Ok(signers)
}

impl Signer {
    /// True where this line lets the key sign in a namespace on a day (`YYYYMMDD`).
    pub fn allows(&self, key: &ssh_key::public::KeyData, namespace: &str, day: &str) -> bool {
        let named = self.namespaces.is_empty() || self.namespaces.iter().any(|pattern| matches(pattern, namespace));
        let begun = self.valid_after.as_deref().is_none_or(|after| after.get(..8).is_some_and(|after| after <= day));
        let lasts =
            self.valid_before.as_deref().is_none_or(|before| before.get(..8).is_some_and(|before| day < before));
        !self.authority && self.key.key_data() == key && named && begun && lasts
    }
}

fn signer(line: &str) -> Result<Signer, String> {
    let fields = split(line);
    let mut fields = fields.iter();
    let principals = fields.next().ok_or("it is empty")?.trim_matches('"').to_owned();
    let mut rest: Vec<&String> = fields.collect();
    let mut signer = Signer {
        principals,
        namespaces: Vec::new(),
        valid_after: None,
        valid_before: None,
        authority: false,
        key: take_key(&mut rest)?,
    };
    for option in rest.iter().flat_map(|options| split_on(options, ',')) {
        let (name, value) = option.split_once('=').unwrap_or((option.as_str(), ""));
        let value = value.trim_matches('"');
        match name.to_ascii_lowercase().as_str() {
            "namespaces" => signer.namespaces = value.split(',').map(str::to_owned).collect(),
            "valid-after" => signer.valid_after = Some(value.to_owned()),
            "valid-before" => signer.valid_before = Some(value.to_owned()),
            "cert-authority" => signer.authority = true,
            other => return Err(format!("`{other}` is not an option")),
        }
    }
    Ok(signer)
}

/// Takes the key (algorithm and base64) off the end of the fields and leaves the options.
fn take_key(fields: &mut Vec<&String>) -> Result<PublicKey, String> {
    let at = fields
        .iter()
        .position(|field| field.starts_with("ssh-") || field.starts_with("ecdsa-") || field.starts_with("sk-"))
        .ok_or("it names no key")?;
    let key: Vec<&str> = fields.iter().skip(at).take(2).map(|field| field.as_str()).collect();
    fields.truncate(at);
    PublicKey::from_openssh(&key.join(" ")).map_err(|error| error.to_string())
}

fn split(line: &str) -> Vec<String> {
    split_on(line, ' ').into_iter().filter(|field| !field.is_empty()).collect()
}

fn split_on(line: &str, separator: char) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        quoted ^= c == '"';
        let splits = !quoted && (c == separator || (separator == ' ' && c == '\t'));
        match fields.last_mut() {
            Some(field) if !splits => field.push(c),
            _ => fields.push(String::new()),
        }
    }
    fields
}

/// `*` stands for any run of characters and `?` for one, as in OpenSSH patterns.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let mut reachable = vec![false; text.len() + 1];
    if let Some(first) = reachable.first_mut() {
        *first = true;
    }
    for p in pattern {
        let mut next = vec![false; text.len() + 1];
        for at in 0..=text.len() {
            let here = reachable.get(at).copied().unwrap_or(false);
            let before = at.checked_sub(1).and_then(|at| Some((at, *text.get(at)?)));
            let value = match p {
                '*' => here || before.is_some_and(|(at, _)| next.get(at).copied().unwrap_or(false)),
                '?' => before.is_some_and(|(at, _)| reachable.get(at).copied().unwrap_or(false)),
                c => before.is_some_and(|(at, t)| t == c && reachable.get(at).copied().unwrap_or(false)),
            };
            if let Some(slot) = next.get_mut(at) {
                *slot = value;
            }
        }
        reachable = next;
    }
    reachable.last().copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO5Xnz0dLu8045SO41qIElDsxO7xPv7B3xoICjzi55YZ";

    #[test]
    fn a_line_with_options_is_read() {
        let text =
            format!("# team\nlead@example.org,x namespaces=\"assent-*,git\",valid-after=\"20260101\" {KEY} note\n");
        let signers = read(&text).unwrap();
        let signer = &signers[0];
        assert_eq!(signer.principals, "lead@example.org,x");
        assert!(signer.allows(signer.key.key_data(), "assent-packet", "20260301"));
        assert!(!signer.allows(signer.key.key_data(), "file", "20260301"));
        assert!(!signer.allows(signer.key.key_data(), "git", "20251231"));
    }

    #[test]
    fn a_key_holds_until_the_day_on_which_it_ends() {
        for (until, day, holds) in
            [("20260301", "20260228", true), ("20260301Z", "20260301", false), ("soon", "20260101", false)]
        {
            let signer = read(&format!("a valid-before=\"{until}\" {KEY}\n")).unwrap().remove(0);
            assert_eq!(signer.allows(signer.key.key_data(), "assent-packet", day), holds, "{until} on {day}");
        }
    }

    #[test]
    fn a_line_that_names_no_key_is_an_error_with_its_number() {
        assert_eq!(read(&format!("a {KEY}\nnonsense here\n")).unwrap_err().line, 2);
    }

    #[test]
    fn patterns_are_those_of_openssh() {
        assert!(matches("assent-*", "assent-packet") && matches("a?c", "abc") && matches("*", ""));
        assert!(!matches("assent", "assent-packet") && !matches("?", ""));
    }
}
