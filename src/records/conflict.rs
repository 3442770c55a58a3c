//! The two sides of a file in which git left conflict markers.

/// The file as each side had it; none where the markers do not pair up.
pub(crate) fn sides(text: &str) -> Option<(String, String)> {
    #[derive(PartialEq)]
    enum In {
        Both,
        Ours,
        Base,
        Theirs,
    }
    let marks = |line: &str, marker: &str| {
        line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let (mut ours, mut theirs) = (String::new(), String::new());
    let mut place = In::Both;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        place = match place {
            In::Both if marks(content, "<<<<<<<") => In::Ours,
            In::Ours if marks(content, "|||||||") => In::Base,
            In::Ours | In::Base if content == "=======" => In::Theirs,
            In::Theirs if marks(content, ">>>>>>>") => In::Both,
            place => {
                if matches!(place, In::Both | In::Ours) {
                    ours.push_str(line);
                }
                if matches!(place, In::Both | In::Theirs) {
                    theirs.push_str(line);
                }
                place
            }
        };
    }
    (place == In::Both).then_some((ours, theirs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_git_pulled_out_of_a_conflict_belong_to_both_sides() {
        let text = "log:\n<<<<<<< HEAD\n  - on: 1\n||||||| base\n=======\n  - on: 2\n>>>>>>> theirs\n    state: open\n";
        let (ours, theirs) = sides(text).unwrap();
        assert_eq!(ours, "log:\n  - on: 1\n    state: open\n");
        assert_eq!(theirs, "log:\n  - on: 2\n    state: open\n");
        assert!(sides("<<<<<<< HEAD\na\n=======\n").is_none());
    }
}
