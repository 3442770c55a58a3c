//! Names that stand for something else in the file: a dangling one is an error at its own line.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::finding::Level;
use crate::study::Id;
use crate::study::LoadedStudy;
use crate::study::nearest::nearest;
use crate::study::schema;
use crate::study::shape::words::short;
use crate::yaml::node::Node;
use crate::yaml::node::NodeValue;
use crate::yaml::path::Path;

/// The words beside ids that say whom a risk or a benefit reaches.
const EVERYBODY: [&str; 2] = ["team", "community"];

/// What a name may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Person,
    Group,
    Setting,
    /// A group, a person, a duty, the team or the community.
    Affected,
}

impl Target {
    fn noun(self) -> &'static str {
        match self {
            Target::Person => "team member",
            Target::Group => "participant group",
            Target::Setting => "setting",
            Target::Affected => "group, team member or duty",
        }
    }
}

/// Finds every name that stands for nothing.
pub(crate) fn check(loaded: &LoadedStudy) -> Vec<Finding> {
    let known = Known::of(&loaded.root);
    let mut found = Found { loaded, known, findings: Vec::new() };
    let study = &loaded.study;
    let decision = Path::root().key("purpose").key("decision").key("by");
    found.list(&study.purpose.decision.by, Target::Person, &decision);
    for (at, activity) in study.activities.iter().enumerate() {
        let path = Path::root().key("activities").index(at);
        found.list(&activity.with, Target::Group, &path.key("with"));
        found.list(&activity.settings, Target::Setting, &path.key("settings"));
        found.list(&activity.facilitators, Target::Person, &path.key("facilitators"));
    }
    let decider = Path::root().key("disclosure").key("decision_maker");
    found.one(&study.disclosure.decision_maker, Target::Person, &decider);
    for (at, contact) in study.distress.follow_up.iter().enumerate() {
        let path = Path::root().key("distress").key("follow_up").index(at).key("by");
        found.one(&contact.by, Target::Person, &path);
    }
    for (at, storage) in study.privacy.storage.iter().enumerate() {
        let path = Path::root().key("privacy").key("storage").index(at).key("access");
        found.list(&storage.access, Target::Person, &path);
    }
    for (at, risk) in study.risks.iter().enumerate() {
        let path = Path::root().key("risks").index(at);
        found.list(&risk.to, Target::Affected, &path.key("to"));
        found.one(&risk.owner, Target::Person, &path.key("owner"));
    }
    for (at, benefit) in study.benefits.iter().enumerate() {
        found.list(&benefit.to, Target::Affected, &Path::root().key("benefits").index(at).key("to"));
    }
    for (at, acceptance) in study.accepted.iter().enumerate() {
        found.one(&acceptance.by, Target::Person, &Path::root().key("accepted").index(at).key("by"));
    }
    found.findings
}

/// The ids that a file gives, ill-formed ones included: a name that stands for them is not dangling.
struct Known<'a> {
    people: Option<BTreeSet<&'a str>>,
    groups: Option<BTreeSet<&'a str>>,
    settings: Option<BTreeSet<&'a str>>,
    duties: Vec<&'static str>,
}

impl<'a> Known<'a> {
    fn of(root: &'a Node) -> Self {
        Self {
            people: ids(root, "team"),
            groups: ids(root, "participants"),
            settings: ids(root, "settings"),
            duties: duties(),
        }
    }

    /// The names that can stand there; none where the file's list cannot be read, so that nothing can be said.
    fn names(&self, target: Target) -> Option<BTreeSet<&'a str>> {
        match target {
            Target::Person => self.people.clone(),
            Target::Group => self.groups.clone(),
            Target::Setting => self.settings.clone(),
            Target::Affected => {
                let mut names = self.groups.clone()?;
                names.extend(self.people.clone()?);
                names.extend(self.duties.iter().copied());
                names.extend(EVERYBODY);
                Some(names)
            }
        }
    }
}

fn ids<'a>(root: &'a Node, section: &str) -> Option<BTreeSet<&'a str>> {
    match root.get(section) {
        None => Some(BTreeSet::new()),
        Some(node) if node.is_blank() => Some(BTreeSet::new()),
        Some(Node { value: NodeValue::Sequence(items), .. }) => {
            Some(items.iter().filter_map(|item| item.get("id")).filter_map(Node::text).collect())
        }
        Some(_) => None,
    }
}

/// The words of the closed list of duties, from the shape itself.
fn duties() -> Vec<&'static str> {
    schema::plan().words("team", "duties").iter().map(String::as_str).collect()
}

struct Found<'a> {
    loaded: &'a LoadedStudy,
    known: Known<'a>,
    findings: Vec<Finding>,
}

impl Found<'_> {
    fn list(&mut self, names: &[Id], target: Target, path: &Path) {
        for (at, name) in names.iter().enumerate() {
            if !self.stands_for_something(name.as_str(), target) {
                self.dangling(name.as_str(), target, &path.index(at));
            }
        }
    }

    fn one(&mut self, name: &Option<Id>, target: Target, path: &Path) {
        if let Some(name) = name
            && !self.stands_for_something(name.as_str(), target)
        {
            self.dangling(name.as_str(), target, path);
        }
    }

    fn stands_for_something(&self, name: &str, target: Target) -> bool {
        let has = |ids: &Option<BTreeSet<&str>>| ids.as_ref().is_none_or(|ids| ids.contains(name));
        match target {
            Target::Person => has(&self.known.people),
            Target::Group => has(&self.known.groups),
            Target::Setting => has(&self.known.settings),
            Target::Affected => {
                EVERYBODY.contains(&name)
                    || self.known.duties.contains(&name)
                    || has(&self.known.groups)
                    || has(&self.known.people)
            }
        }
    }

    fn dangling(&mut self, name: &str, target: Target, path: &Path) {
        let known = self.known.names(target).unwrap_or_default();
        let listed: Vec<String> = known.iter().take(30).map(|id| format!("`{}`", short(id))).collect();
        let listed = listed.join(", ");
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("Did you mean `{near}`? The known ones are {listed}."),
            None if known.is_empty() => format!("No {} has an id yet: add it, or correct this name.", target.noun()),
            None => format!("The known ones are {listed}."),
        };
        self.findings.push(Finding {
            code: "dangling-reference".to_owned(),
            level: Level::Error,
            message: format!("no {} has the id `{}`", target.noun(), short(name)),
            help,
            place: self.loaded.place(path),
            labels: Vec::new(),
            tasks: Vec::new(),
            subject: self.loaded.subject(path),
            accepted: false,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::source::SourceFile;
    use crate::study::load;

    fn dangling(yaml: &str) -> Vec<(String, String)> {
        let text = format!("assent: 1\nstudy: {{id: s, title: T}}\n{yaml}");
        let loaded = load(SourceFile::new("study.yaml", text));
        let found = loaded.findings.iter().filter(|finding| finding.code == "dangling-reference");
        found.map(|finding| (finding.subject.clone(), finding.help.clone())).collect()
    }

    #[test]
    fn every_reference_of_the_shape_is_held_against_the_ids_of_the_file() {
        let found = dangling(
            "team: [{id: lead}]
participants: [{id: young}]
settings: [{id: north}]
purpose: {decision: {by: [lead, x1]}}
activities: [{id: a, with: [young, x2], settings: [x3], facilitators: [x4]}]
disclosure: {decision_maker: x5}
distress: {follow_up: [{by: x6}]}
privacy: {storage: [{what: audio, access: [x7]}]}
risks: [{id: r, to: [young, lead, facilitator, team, community, x8], owner: x9}]
benefits: [{to: [x10]}]
accepted: [{by: x11}]
",
        );
        let subjects: Vec<&str> = found.iter().map(|(subject, _)| subject.as_str()).collect();
        assert_eq!(
            subjects,
            [
                "purpose.decision.by[1]",
                "activities.a.with[1]",
                "activities.a.settings[0]",
                "activities.a.facilitators[0]",
                "disclosure.decision_maker",
                "distress.follow_up[0].by",
                "privacy.storage[0].access[0]",
                "risks.r.to[5]",
                "risks.r.owner",
                "benefits[0].to[0]",
                "accepted[0].by",
            ]
        );
    }

    #[test]
    fn a_slip_is_answered_with_what_was_meant() {
        let found = dangling("team: [{id: lead}, {id: safeguard}]\ndisclosure: {decision_maker: safegaurd}\n");
        assert_eq!(found[0].1, "Did you mean `safeguard`? The known ones are `lead`, `safeguard`.");
    }

    #[test]
    fn where_the_list_itself_cannot_be_read_its_names_are_not_called_dangling() {
        assert!(dangling("team: {id: lead}\ndisclosure: {decision_maker: lead}\n").is_empty());
        assert!(dangling("settings: [{id: North-Side}]\nactivities: [{settings: [TODO]}]\n").is_empty());
    }
}
