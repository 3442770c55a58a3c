//! Ways to reach somebody, and names.

use super::Claim;
use super::Said;
use crate::checks::identities;
use crate::checks::identities::Kind;
use crate::checks::identities::Public;
use crate::proof::contradictions::scope::Facts;
use crate::yaml::path::Path;

/// Letters below which two names are too short to be the same one misspelt.
const SHORT: usize = 8;

/// An address or a number that is none of those the study gives out.
pub(super) fn contacts(said: &Said<'_>, facts: &Facts<'_>, public: &Public, found: &mut Vec<Claim>) {
    let contact = &facts.study.study.contact;
    for (range, kind) in identities::find(said.text, public) {
        let (own, key) = match kind {
            Kind::Email => (contact.email.as_ref(), "email"),
            Kind::Phone => (contact.phone.as_ref(), "phone"),
            _ => continue,
        };
        if let Some(own) = own {
            let fact = Path::parse("study.contact").key(key);
            found.push(Claim { range: said.at(&range), fact, says: own.clone() });
        }
    }
}

/// A name that is almost one of the study's.
pub(super) fn names(said: &Said<'_>, facts: &Facts<'_>, found: &mut Vec<Claim>) {
    if !said.text.contains(char::is_uppercase) {
        return;
    }
    let spoken: Vec<(usize, &str)> = words_of(said.text);
    for (name, fact) in known(facts) {
        let words = name.split_whitespace().count();
        if name.len() < SHORT || words < 2 {
            continue;
        }
        for window in spoken.windows(words) {
            let (Some((start, first)), Some((last, word))) = (window.first(), window.last()) else { continue };
            let end = last + word.len();
            let written = said.text.get(*start..end).unwrap_or_default();
            let begins =
                first.chars().next().is_some_and(char::is_uppercase) && first.chars().next() == name.chars().next();
            if begins && written != name && written.len().abs_diff(name.len()) <= 4 && is_misspelt(written, name) {
                found.push(Claim { range: said.at(&(*start..end)), fact, says: name.to_owned() });
                break;
            }
        }
    }
}

fn words_of(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        let inside = c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                found.push((from, text.get(from..at).unwrap_or_default()));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// Almost the same and not the same: a letter or two differ, and every word begins as it should.
fn is_misspelt(written: &str, name: &str) -> bool {
    let (written, name) = (written.to_lowercase(), name.to_lowercase());
    let same_starts = written
        .split_whitespace()
        .zip(name.split_whitespace())
        .all(|(one, other)| one.chars().next() == other.chars().next());
    let possessive = written.strip_suffix("'s").or(written.strip_suffix("’s"));
    let plural = written.strip_suffix('s') == Some(name.as_str()) || name.strip_suffix('s') == Some(written.as_str());
    let distance = strsim::damerau_levenshtein(&written, &name);
    same_starts && possessive != Some(name.as_str()) && !plural && (1..=2).contains(&distance)
}

/// The names that papers print, with their places.
fn known<'a>(facts: &Facts<'a>) -> Vec<(&'a str, Path)> {
    let study = facts.study;
    let info = &study.study;
    let mut names: Vec<(Option<&str>, Path)> = vec![
        (info.organisation.as_deref(), Path::parse("study.organisation")),
        (info.contact.name.as_deref(), Path::parse("study.contact.name")),
        (info.complaints.name.as_deref(), Path::parse("study.complaints.name")),
        (info.short_title.as_ref().map(|title| title.as_str()), Path::parse("study.short_title")),
    ];
    for (at, person) in study.team.iter().enumerate() {
        names.push((person.name.as_deref(), Path::root().key("team").index(at).key("name")));
    }
    for (at, partner) in info.partners.iter().enumerate() {
        names.push((partner.name.as_deref(), Path::parse("study.partners").index(at).key("name")));
    }
    for (at, setting) in &facts.settings {
        let path = Path::root().key("settings").index(*at);
        names.push((setting.review.body.as_deref(), path.key("review").key("body")));
        for (index, service) in setting.referral.iter().enumerate() {
            names.push((service.name.as_deref(), path.key("referral").index(index).key("name")));
        }
    }
    names.into_iter().filter_map(|(name, path)| name.map(|name| (name, path))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_too_many_is_a_misspelt_name() {
        assert!(is_misspelt("Amara Exampel", "Amara Example"));
        assert!(is_misspelt("Northern Youht Clinic", "Northern Youth Clinic"));
        assert!(!is_misspelt("Amara Example", "Amara Example"));
        assert!(!is_misspelt("Amara Example's", "Amara Example"));
        assert!(!is_misspelt("Tamara Example", "Amara Example"));
        assert!(!is_misspelt("Coast Night Line", "Night Line"));
    }
}
