//! Lists of groups: one item more, asked part by part.

use serde_json::Map;
use serde_json::Value;

use crate::commands::walk::Walk;
use crate::commands::walk::prompt::put;
use crate::commands::walk::task::Place;
use crate::commands::walk::task::turned;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::reports::text::one_line;
use crate::reports::text::wrap;
use crate::study::splice::set_value;
use crate::terminal::ask::AskError;
use crate::terminal::ask::Question;
use crate::terminal::ask::Reply;
use crate::terminal::ask::yes_no;
use crate::terminal::interrupt;
use crate::walk::questions::Part;
use crate::walk::questions::ToAsk;
use crate::walk::questions::is_open;
use crate::walk::questions::value_at;
use crate::yaml::path::Path;

impl Walk<'_> {
    /// Asks for further items of a list of groups.
    pub(super) fn items(
        &mut self,
        ask: &ToAsk,
        path: &Path,
        parts: &[Part],
        place: &Place<'_>,
    ) -> anyhow::Result<Reply<bool>> {
        let mut added = 0;
        loop {
            let count = value_at(&self.desk.workspace.loaded.value, path).and_then(Value::as_array).map_or(0, Vec::len);
            let place = Place { back: place.back && added == 0, ..*place };
            let mut question = self.question(ask, None, &place);
            question.key = format!("{}.{}.{}", place.task, ask.key, added + 1);
            question.label = match count {
                0 => "Add one now".to_owned(),
                count => format!(
                    "There is {}. Add another one",
                    if count == 1 { "one".to_owned() } else { count.to_string() }
                ),
            };
            if added > 0 {
                question.text = Text::new();
            }
            // Where something stands already, going on is what most people want.
            let default = usize::from(count > 0 || self.ask.is_scripted());
            match self.ask.choice(&question, &yes_no(), default)? {
                Reply::Answer(0) => {}
                Reply::Answer(_) => return Ok(Reply::Answer(true)),
                other => return Ok(turned(other)),
            }
            let item = path.index(count);
            let mut value = Value::Object(Map::new());
            let asked = self.item(&question.key, parts, &item, &mut value);
            if !self.kept_on_leaving(asked, &item, &value)? {
                return Ok(Reply::Later);
            }
            match self.splice(&question.key, &[(item, value)])? {
                Reply::Answer(true) => added += 1,
                Reply::Leave => return Ok(Reply::Leave),
                _ => {}
            }
        }
    }

    /// True where an item was answered. Where somebody leaves in the middle of it, what they answered so far is written
    /// before they are gone: nobody is there to say yes to it, and nothing that was answered may be lost.
    pub(super) fn kept_on_leaving(
        &mut self,
        asked: Result<(), AskError>,
        path: &Path,
        value: &Value,
    ) -> anyhow::Result<bool> {
        interrupt::will(None);
        let is_empty = value.as_object().is_none_or(Map::is_empty);
        match asked {
            Ok(()) => Ok(!is_empty),
            Err(error) if error.is_leaving() && !is_empty => {
                let values = [(path.clone(), value.clone())];
                if let Ok(proposal) = self.desk.propose(&values) {
                    let shown = proposal.shown();
                    self.desk.commit(&proposal)?;
                    let said = format!("What you answered about it so far was written into {}:", self.desk.file_name());
                    self.ask.say(Text::new().line().with(Role::Note, said));
                    self.ask.say(shown);
                }
                Err(error.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Asks for the fields of one item.
    fn item(&mut self, key: &str, parts: &[Part], path: &Path, item: &mut Value) -> Result<(), AskError> {
        let mut at = 0;
        while let Some(part) = parts.get(at) {
            let mut text = Text::new().line().normal(wrap(&one_line(&part.ask), self.ask.ink().width, ""));
            if !part.form.hint().is_empty() {
                text = text.line().faint(format!("({})", part.form.hint()));
            }
            let question = Question {
                key: format!("{key}.{}", part.path),
                text,
                label: part.path.to_string(),
                back: at > 0,
                later: true,
                help: Text::new(),
            };
            let stands = value_at(item, &part.path).cloned();
            match put(self.ask.as_mut(), &question, &part.form, stands.as_ref(), &[])? {
                Reply::Answer(value) => {
                    if !is_open(&value) {
                        // The parts lead through groups that are not there yet: nothing can stand in the way.
                        let _ = set_value(item, &part.path, value);
                        self.desk.bequeath(&[(path.clone(), item.clone())]);
                    }
                    at += 1;
                }
                Reply::Later => at += 1,
                Reply::Back => at = at.saturating_sub(1),
                Reply::Leave => return Err(AskError::Left),
            }
        }
        Ok(())
    }
}
