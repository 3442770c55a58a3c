//! A paper's Markdown taken apart at its sections, each of which reads alone as it reads in the whole.

/// The sections of a text, each from its mark or its heading to the next; the whole where something in it may reach from
/// one section into another.
///
/// Only headings of the first two levels part a text. What stands before one can never go on behind it, but for blocks of
/// HTML, notes and the addresses of links: a text with such is not taken apart.
pub fn apart(text: &str) -> Vec<&str> {
    if text.contains(['<', '\0']) || text.contains("[^") || text.contains("]:") {
        return vec![text];
    }
    let mut parts = Vec::new();
    let (mut begin, mut at) = (0, 0);
    // Where the section mark begins that the next heading belongs to.
    let mut mark = None;
    let mut fence: Option<Fence> = None;
    for line in text.split_inclusive('\n') {
        match &fence {
            Some(open) => {
                if open.is_closed_by(line) {
                    fence = None;
                }
            }
            None => {
                fence = Fence::opened_by(line);
                if line.starts_with("```section") {
                    mark = Some(at);
                } else if line.starts_with("# ") || line.starts_with("## ") {
                    let start = mark.take().unwrap_or(at);
                    parts.push(text.get(begin..start).unwrap_or_default());
                    begin = start;
                } else if !line.trim().is_empty() {
                    mark = None;
                }
            }
        }
        at += line.len();
    }
    parts.push(text.get(begin..).unwrap_or_default());
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// The backticks that a block of code opened with.
struct Fence(usize);

impl Fence {
    fn opened_by(line: &str) -> Option<Self> {
        let ticks = backticks(line.trim_start());
        (ticks >= 3).then_some(Self(ticks))
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let line = line.trim();
        backticks(line) >= self.0 && line.chars().all(|c| c == '`')
    }
}

fn backticks(line: &str) -> usize {
    line.chars().take_while(|c| *c == '`').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_goes_from_its_mark_to_the_next() {
        let text = "# Title\n\nOne.\n\n```section a\np/t\n```\n\n## A\n\n- x\n\n### Below\n\n````text\n## no\n```\n````\n\n## B\n\nTwo.\n";
        let parts = apart(text);
        assert_eq!(parts.concat(), text);
        let starts: Vec<&str> = parts.iter().filter_map(|part| part.lines().next()).collect();
        assert_eq!(starts, ["# Title", "```section a", "## B"]);
    }

    #[test]
    fn what_reaches_further_keeps_a_text_whole() {
        for text in
            ["# A\n\n<!-- \n\n# B\n-->\n", "# A\n\nx[^1]\n\n# B\n\n[^1]: y\n", "# A\n\n[x][y]\n\n# B\n\n[y]: #a\n"]
        {
            assert_eq!(apart(text), [text]);
        }
    }
}
