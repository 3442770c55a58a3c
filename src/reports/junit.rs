//! JUnit: one suite a study, one case a task, for CI servers that show tests.

use quick_junit::NonSuccessKind;
use quick_junit::Report as Junit;
use quick_junit::TestCase;
use quick_junit::TestCaseStatus;
use quick_junit::TestSuite;

use crate::finding::Finding;
use crate::finding::Level;
use crate::reports::Form;
use crate::reports::PackReport;
use crate::reports::Report;
use crate::reports::Setting;
use crate::reports::StudyReport;
use crate::reports::Totals;
use crate::reports::level_word;
use crate::reports::text::one_line;
use crate::reports::text::visible;

/// The form as it is registered.
pub const FORM: Form = Form {
    name: "junit",
    about: "tests of a CI server",
    for_people: false,
    start: |setting| Box::new(Suites { setting }),
};

/// The case for findings that serve no task.
const OTHER: &str = "the file itself";

struct Suites {
    setting: Setting,
}

impl Report for Suites {
    fn begin(&mut self) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"assent check\">\n".to_owned()
    }

    fn study(&mut self, study: &StudyReport<'_>) -> String {
        let mut suite = TestSuite::new(shown(study.file));
        let others = study.findings.iter().filter(|finding| {
            !finding.tasks.iter().any(|task| study.tasks.iter().any(|known| known.applies.holds() && known.id == *task))
        });
        suite.add_test_case(self.case(study.file, OTHER, others));
        for task in study.tasks {
            let name = format!("{}: {}", task.id, task.title);
            if task.applies.holds() {
                let own = study.findings.iter().filter(|finding| finding.tasks.contains(&task.id));
                suite.add_test_case(self.case(study.file, &name, own));
            } else {
                let mut case = TestCase::new(shown(&name), TestCaseStatus::skipped());
                case.set_classname(shown(study.file));
                suite.add_test_case(case);
            }
        }
        write(suite)
    }

    fn pack(&mut self, pack: &PackReport<'_>) -> String {
        let mut suite = TestSuite::new(shown(pack.file));
        suite.add_test_case(self.case(pack.file, OTHER, pack.findings.iter()));
        write(suite)
    }

    fn end(&mut self, _: &Totals) -> String {
        "</testsuites>\n".to_owned()
    }
}

impl Suites {
    /// A case fails where a finding says no; what weighs less is its output.
    fn case<'a>(&self, file: &str, name: &str, findings: impl Iterator<Item = &'a Finding>) -> TestCase {
        let (against, besides): (Vec<_>, Vec<_>) =
            findings.filter(|finding| !finding.accepted).partition(|finding| match finding.level {
                Level::Error => true,
                Level::Warning => self.setting.strict,
                Level::Note => false,
            });
        let status = match against.first() {
            None => TestCaseStatus::success(),
            Some(first) => {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                status.set_message(shown(&first.message)).set_type(shown(&first.code));
                status.set_description(against.iter().map(|finding| describe(finding)).collect::<Vec<_>>().join("\n"));
                status
            }
        };
        let mut case = TestCase::new(shown(name), status);
        case.set_classname(shown(file));
        if !besides.is_empty() {
            case.set_system_out(besides.iter().map(|finding| describe(finding)).collect::<Vec<_>>().join("\n"));
        }
        case
    }
}

fn describe(finding: &Finding) -> String {
    let at = finding.place.file.position(finding.place.span.start);
    let mut text = format!(
        "{}:{}:{}: {}[{}]: {}",
        shown(&finding.place.file.name),
        at.line,
        at.column,
        level_word(finding.level),
        shown(&finding.code),
        shown(&finding.message)
    );
    if !finding.help.trim().is_empty() {
        text.push_str("\n  help: ");
        text.push_str(&visible(finding.help.trim()).replace('\n', "\n  "));
    }
    text
}

fn shown(text: &str) -> String {
    one_line(text)
}

/// The suite alone, out of the document that the library writes around it: suites are written one by one.
fn write(suite: TestSuite) -> String {
    let mut report = Junit::new("");
    report.add_test_suite(suite);
    let whole = report.to_string().unwrap_or_default();
    let from = whole.find("    <testsuite ").unwrap_or(whole.len());
    let to = whole.rfind("</testsuites>").unwrap_or(whole.len());
    whole.get(from..to).unwrap_or_default().to_owned()
}
