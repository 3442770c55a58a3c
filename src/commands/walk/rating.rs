//! One risk: what it is, whom it hurts, how likely and how bad, what is done about it, and what remains.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::commands::walk::Walk;
use crate::commands::walk::prompt::map;
use crate::commands::walk::register::Offer;
use crate::reports::text::Text;
use crate::reports::text::one_line;
use crate::study::Band;
use crate::study::band;
use crate::study::splice::set_value;
use crate::terminal::ask::AskError;
use crate::terminal::ask::Choice;
use crate::terminal::ask::Question;
use crate::terminal::ask::Reply;
use crate::walk::register::affected;
use crate::yaml::path::Path;

/// The most that likelihood and severity can be.
const MOST: u64 = 5;

/// One thing that is asked about a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    What,
    Whom,
    Likelihood,
    Severity,
    Suggested,
    Own,
    Owner,
    ThenLikelihood,
    ThenSeverity,
    Justification,
}

const STEPS: [Step; 10] = [
    Step::What,
    Step::Whom,
    Step::Likelihood,
    Step::Severity,
    Step::Suggested,
    Step::Own,
    Step::Owner,
    Step::ThenLikelihood,
    Step::ThenSeverity,
    Step::Justification,
];

impl Walk<'_> {
    /// Asks everything about one risk and writes it; true once it is written.
    pub(super) fn rate(&mut self, offer: Option<&Offer>) -> anyhow::Result<bool> {
        let path = Path::root().key("risks").index(self.desk.workspace.loaded.study.risks.len());
        let mut risk = Value::Object(Map::new());
        let asked = self.risk(offer, &path, &mut risk);
        let tasks = offer.map(|offer| offer.tasks.as_slice()).unwrap_or_default();
        if let (Some(fields), false) = (risk.as_object_mut(), tasks.is_empty())
            && !fields.is_empty()
        {
            fields.insert("tasks".to_owned(), json!(tasks));
        }
        if !self.kept_on_leaving(asked, &path, &risk)? {
            return Ok(false);
        }
        match self.splice("risk", &[(path, risk)])? {
            Reply::Answer(written) => Ok(written),
            Reply::Leave => Err(AskError::Left.into()),
            Reply::Back | Reply::Later => Ok(false),
        }
    }

    fn risk(&mut self, offer: Option<&Offer>, path: &Path, risk: &mut Value) -> Result<(), AskError> {
        let mut at = 0;
        while let Some(step) = STEPS.get(at) {
            if !self.concerns(*step, offer, risk) {
                at += 1;
                continue;
            }
            let reply = self.step(*step, offer, risk)?;
            if matches!(reply, Reply::Answer(())) {
                self.desk.bequeath(&[(path.clone(), risk.clone())]);
            }
            match reply {
                // One measure after another, until there is no further one.
                Reply::Answer(()) if *step == Step::Own => {}
                Reply::Answer(()) => at += 1,
                // A risk that nobody can name is none.
                Reply::Later if *step == Step::What => return Ok(()),
                Reply::Later => at += 1,
                Reply::Back => {
                    let before = STEPS.iter().take(at).rposition(|step| self.concerns(*step, offer, risk));
                    let Some(before) = before else {
                        *risk = Value::Object(Map::new());
                        return Ok(());
                    };
                    at = before;
                }
                Reply::Leave => return Err(AskError::Left),
            }
        }
        Ok(())
    }

    /// True where something is to be asked about a risk as it stands.
    fn concerns(&self, step: Step, offer: Option<&Offer>, risk: &Value) -> bool {
        match step {
            Step::Suggested => offer.is_some_and(|offer| !offer.suggestions.is_empty()),
            Step::Owner => !self.desk.team().is_empty(),
            Step::Justification => {
                let rated = |field: &str| number(risk, &format!("residual.{field}"));
                let remains = rated("likelihood").zip(rated("severity"));
                remains.is_some_and(|(l, s)| matches!(band(l, s), Band::High | Band::Extreme))
            }
            _ => true,
        }
    }

    /// Asks one thing, and puts the answer into the risk.
    fn step(&mut self, step: Step, offer: Option<&Offer>, risk: &mut Value) -> Result<Reply<()>, AskError> {
        let plain = |ask: &str| Text::new().line().normal(ask);
        let under = |head: &str, ask: &str| Text::new().line().strong(head).line().normal(ask);
        let text_of =
            |risk: &Value, field: &str| risk.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (field, reply) = match step {
            Step::What => {
                let harm = offer.map(|offer| one_line(&offer.harm)).unwrap_or_default();
                let stands = Some(text_of(risk, "what")).filter(|what| !what.is_empty()).unwrap_or(harm);
                let reply = self.line(plain("What could happen, in one sentence"), "What", &stands)?;
                if let (Reply::Answer(what), None) = (&reply, risk.get("id")) {
                    put(risk, "id", json!(self.free_id(offer.map_or(what.as_str(), |offer| &offer.id))));
                }
                let covers = offer.map(|offer| json!([offer.id])).filter(|_| matches!(reply, Reply::Answer(_)));
                let reply = map(reply, Value::from);
                if let (Reply::Answer(what), Some(covers)) = (&reply, covers) {
                    put(risk, "what", what.clone());
                    put(risk, "covers", covers);
                }
                ("what", reply)
            }
            Step::Whom => {
                let people = affected(&self.desk.workspace.loaded.study);
                let people: Vec<(String, String)> =
                    people.into_iter().map(|(id, name)| (id.clone(), format!("{id}  {}", one_line(&name)))).collect();
                let chosen = texts(risk, "to");
                ("to", map(self.several(plain("Whom would it hurt?"), "Whom", &people, &chosen)?, Value::from))
            }
            Step::Likelihood => {
                let text = under("If nothing is done", "How likely is it?");
                ("likelihood", self.degree(text, "Likelihood", MOST, risk, "likelihood")?)
            }
            Step::Severity => {
                let text = under("If nothing is done", "How bad would it be?");
                ("severity", self.degree(text, "Severity", MOST, risk, "severity")?)
            }
            Step::Suggested => {
                let suggested = offer.map(|offer| offer.suggestions.clone()).unwrap_or_default();
                let shown: Vec<(String, String)> =
                    suggested.iter().map(|text| (text.clone(), one_line(text))).collect();
                let stands = texts(risk, "mitigation");
                let own = stands.iter().filter(|measure| !suggested.contains(measure)).cloned().collect::<Vec<_>>();
                let ask = plain("What is done about it? These are measures that other teams took.");
                let picked = self.several(ask, "Measures", &shown, &stands)?;
                ("mitigation", map(picked, |picked| Value::from([picked, own].concat())))
            }
            Step::Own => {
                let reply = self.line(plain("A measure of your own. Enter alone goes on."), "Measure", "")?;
                let mut measures = texts(risk, "mitigation");
                (
                    "mitigation",
                    map(reply, |own| {
                        measures.push(own);
                        Value::from(measures)
                    }),
                )
            }
            Step::Owner => {
                let team = self.desk.team();
                let team: Vec<(String, String)> = team.iter().map(|id| (id.to_string(), id.to_string())).collect();
                let stands = risk.get("owner").and_then(Value::as_str).map(str::to_owned);
                let reply = self.single(plain("Who answers for it?"), "Owner", &team, stands.as_deref())?;
                ("owner", map(reply, Value::from))
            }
            Step::ThenLikelihood => {
                let most = number(risk, "likelihood").map_or(MOST, u64::from);
                let text = under("With all of that done", "How likely is it then?");
                ("residual.likelihood", self.degree(text, "Likelihood", most, risk, "residual.likelihood")?)
            }
            Step::ThenSeverity => {
                let most = number(risk, "severity").map_or(MOST, u64::from);
                let text = under("With all of that done", "How bad would it be then?");
                ("residual.severity", self.degree(text, "Severity", most, risk, "residual.severity")?)
            }
            Step::Justification => {
                let stands = text_of(risk, "justification");
                let ask = plain("What remains is high. Why can it be borne?");
                ("justification", map(self.line(ask, "Justification", &stands)?, Value::from))
            }
        };
        Ok(map(reply, |value| put(risk, field, value)))
    }

    /// Asks for a degree, with words beside the numbers; not above what it was before something was done.
    fn degree(
        &mut self,
        text: Text,
        label: &str,
        most: u64,
        risk: &Value,
        field: &str,
    ) -> Result<Reply<Value>, AskError> {
        let words = if label == "Likelihood" { &self.words.likelihood } else { &self.words.severity };
        let within = |degree: &String| degree.parse::<u64>().is_ok_and(|degree| degree <= most);
        let scale: Vec<(String, String)> = words
            .iter()
            .filter(|(degree, _)| within(degree))
            .map(|(degree, meaning)| (degree.clone(), format!("{degree}  {meaning}")))
            .collect();
        let stands = number(risk, field).map(|degree| degree.to_string());
        let reply = self.single(text, label, &scale, stands.as_deref())?;
        Ok(map(reply, |degree| degree.parse::<u64>().map_or(Value::Null, Value::from)))
    }

    pub(super) fn line(&mut self, text: Text, label: &str, initial: &str) -> Result<Reply<String>, AskError> {
        self.ask.line(&asking(text, label), initial, &|_| Ok(()))
    }

    pub(super) fn single(
        &mut self,
        text: Text,
        label: &str,
        of: &[(String, String)],
        stands: Option<&str>,
    ) -> Result<Reply<String>, AskError> {
        let choices: Vec<Choice> = of.iter().map(|(word, label)| Choice::new(word, label)).collect();
        let default = of.iter().position(|(word, _)| Some(word.as_str()) == stands).unwrap_or(usize::MAX);
        let picked = self.ask.choice(&asking(text, label), &choices, default)?;
        Ok(map(picked, |at| of.get(at).map(|(word, _)| word.clone()).unwrap_or_default()))
    }

    fn several(
        &mut self,
        text: Text,
        label: &str,
        of: &[(String, String)],
        stands: &[String],
    ) -> Result<Reply<Vec<String>>, AskError> {
        let choices: Vec<Choice> = of.iter().map(|(word, label)| Choice::new(word, label)).collect();
        let chosen: Vec<bool> = of.iter().map(|(word, _)| stands.contains(word)).collect();
        let picked = self.ask.choices(&asking(text, label), &choices, &chosen)?;
        Ok(map(picked, |picked| picked.into_iter().filter_map(|at| of.get(at)).map(|(word, _)| word.clone()).collect()))
    }
}

fn asking(text: Text, label: &str) -> Question {
    Question {
        key: label.to_lowercase(),
        text,
        label: label.to_owned(),
        back: true,
        later: true,
        ..Question::default()
    }
}

fn put(risk: &mut Value, field: &str, value: Value) {
    if !value.is_null() {
        // The fields of a risk are groups and values, never below a value: nothing can stand in the way.
        let _ = set_value(risk, &Path::parse(field), value);
    }
}

fn number(risk: &Value, field: &str) -> Option<u32> {
    let value = field.split('.').try_fold(risk, |value, part| value.get(part))?;
    value.as_u64().and_then(|number| u32::try_from(number).ok())
}

fn texts(risk: &Value, field: &str) -> Vec<String> {
    let items = risk.get(field).and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}
