//! The register of risks: hazards offered from the packs, each rated by the team, the map redrawn after each.

use serde_json::Value;
use serde_json::json;

use crate::commands::walk::Walk;
use crate::commands::walk::prompt::kept;
use crate::guidelines::Hazard;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::reports::text::one_line;
use crate::reports::text::reflow;
use crate::reports::text::wrap;
use crate::study::Band;
use crate::study::Risk;
use crate::study::band;
use crate::terminal::ask::Choice;
use crate::terminal::ask::Question;
use crate::terminal::ask::Reply;
use crate::walk::form::slug;
use crate::walk::questions::Part;
use crate::walk::questions::ToAsk;
use crate::walk::register::affected;
use crate::walk::register::in_cell;
use crate::walk::register::map;
use crate::walk::register::open_hazards;
use crate::yaml::path::Path;

/// A hazard that is offered, without its pack.
#[derive(Debug, Clone)]
struct Offer {
    id: String,
    harm: String,
    tasks: Vec<String>,
    suggestions: Vec<String>,
}

impl Offer {
    fn of(pack: &str, hazard: &Hazard) -> Self {
        let full = |task: &String| if task.contains('/') { task.clone() } else { format!("{pack}/{task}") };
        Self {
            id: hazard.id.to_string(),
            harm: hazard.harm.clone(),
            tasks: hazard.tasks.iter().map(full).collect(),
            suggestions: hazard.suggestions.clone(),
        }
    }
}

impl Walk<'_> {
    /// Goes through the register until somebody goes on.
    pub(super) fn register(
        &mut self,
        id: &str,
        ask: &ToAsk,
        path: &Path,
        parts: &[Part],
        back: bool,
    ) -> anyhow::Result<Reply<bool>> {
        if self.ask.is_scripted() {
            return self.items(id, ask, path, parts, 0, 1, back);
        }
        let ink = self.ask.ink();
        self.ask.say(Text::new().line().strong(one_line(&ask.ask)).line().normal(reflow(
            &self.words.register,
            ink.width,
            "  ",
        )));
        self.draw_map();
        loop {
            let offers = self.offers();
            let mut choices: Vec<Choice> =
                offers.iter().map(|offer| Choice::new(&offer.id, one_line(&offer.harm))).collect();
            choices.push(Choice::new("own", "Something else that could go wrong"));
            choices.push(Choice::new("aside", "Set one of these aside, with a reason"));
            choices.push(Choice::new("done", "That is all for now"));
            let question = Question {
                key: format!("{id}.{}.menu", ask.key),
                text: Text::new().line(),
                label: format!("What could go wrong ({} not looked at yet)", offers.len()),
                back,
                ..Question::default()
            };
            let at = match self.ask.choice(&question, &choices, 0)? {
                Reply::Answer(at) => at,
                Reply::Back => return Ok(Reply::Back),
                Reply::Later => return Ok(Reply::Answer(true)),
                Reply::Leave => return Ok(Reply::Leave),
            };
            let added = match (offers.get(at), choices.get(at).map(|choice| choice.word.as_str())) {
                (Some(offer), _) => self.rate(Some(offer))?,
                (None, Some("own")) => self.rate(None)?,
                (None, Some("aside")) => {
                    self.dismiss(&offers)?;
                    false
                }
                _ => return Ok(Reply::Answer(true)),
            };
            if added {
                self.draw_map();
            }
        }
    }

    fn offers(&self) -> Vec<Offer> {
        let packs = self.desk.packs();
        let open = open_hazards(&self.desk.workspace.loaded, &packs, self.desk.today);
        open.into_iter().map(|(pack, hazard)| Offer::of(pack.id.as_str(), hazard)).collect()
    }

    /// Asks everything about one risk and writes it; true once it is written.
    fn rate(&mut self, offer: Option<&Offer>) -> anyhow::Result<bool> {
        let harm = offer.map(|offer| one_line(&offer.harm)).unwrap_or_default();
        let Some(what) = self.line("What could happen, in one sentence", "What", &harm)? else { return Ok(false) };
        let mut risk = serde_json::Map::new();
        risk.insert("id".to_owned(), json!(self.free_id(offer.map_or(what.as_str(), |offer| &offer.id))));
        risk.insert("what".to_owned(), json!(what));
        if let Some(offer) = offer {
            risk.insert("covers".to_owned(), json!([offer.id]));
        }
        let people = affected(&self.desk.workspace.loaded.study);
        let people: Vec<(String, String)> =
            people.into_iter().map(|(id, name)| (id.clone(), format!("{id}  {}", one_line(&name)))).collect();
        let Some(to) = self.several("Whom would it hurt?", "Whom", &people, &[])? else { return Ok(false) };
        risk.insert("to".to_owned(), json!(to));
        self.ask.say(Text::new().line().strong("If nothing is done"));
        let Some((likelihood, severity)) = self.rating(None)? else { return Ok(false) };
        risk.insert("likelihood".to_owned(), json!(likelihood));
        risk.insert("severity".to_owned(), json!(severity));
        let mitigation = self.mitigation(offer)?;
        risk.insert("mitigation".to_owned(), json!(mitigation));
        let team: Vec<(String, String)> = self.desk.team().iter().map(|id| (id.to_string(), id.to_string())).collect();
        if let Some(owner) = self.single("Who answers for it?", "Owner", &team)? {
            risk.insert("owner".to_owned(), json!(owner));
        }
        self.ask.say(Text::new().line().strong("With all of that done"));
        if let Some((then_likely, then_severe)) = self.rating(Some((likelihood, severity)))? {
            risk.insert("residual".to_owned(), json!({"likelihood": then_likely, "severity": then_severe}));
            if matches!(band(then_likely, then_severe), Band::High | Band::Extreme) {
                let ask = "What remains is high. Why can it be borne?";
                if let Some(why) = self.line(ask, "Justification", "")? {
                    risk.insert("justification".to_owned(), json!(why));
                }
            }
        }
        let tasks = offer.map(|offer| offer.tasks.clone()).unwrap_or_default();
        if !tasks.is_empty() {
            risk.insert("tasks".to_owned(), json!(tasks));
        }
        let path = Path::root().key("risks").index(self.desk.workspace.loaded.study.risks.len());
        Ok(self.splice("risk", &[(path, Value::Object(risk))])? == Reply::Answer(true))
    }

    /// Asks for likelihood and severity, with words beside the numbers; not above a first rating.
    fn rating(&mut self, first: Option<(u32, u32)>) -> anyhow::Result<Option<(u32, u32)>> {
        let scale = |words: &std::collections::BTreeMap<String, String>, most: u32| -> Vec<(String, String)> {
            let within = |degree: &&String| degree.parse::<u32>().is_ok_and(|degree| degree <= most);
            words
                .keys()
                .filter(within)
                .map(|degree| (degree.clone(), format!("{degree}  {}", words.get(degree).map_or("", String::as_str))))
                .collect()
        };
        let (most_likely, most_severe) = first.unwrap_or((5, 5));
        let likelihood = scale(&self.words.likelihood, most_likely);
        let severity = scale(&self.words.severity, most_severe);
        let Some(likelihood) = self.single("How likely is it?", "Likelihood", &likelihood)? else { return Ok(None) };
        let Some(severity) = self.single("How bad would it be?", "Severity", &severity)? else { return Ok(None) };
        Ok(likelihood.parse().ok().zip(severity.parse().ok()))
    }

    /// Measures: those that other teams took, and the team's own.
    fn mitigation(&mut self, offer: Option<&Offer>) -> anyhow::Result<Vec<String>> {
        let suggested = offer.map(|offer| offer.suggestions.clone()).unwrap_or_default();
        let mut measures = Vec::new();
        if !suggested.is_empty() {
            let shown: Vec<(String, String)> = suggested.iter().map(|text| (text.clone(), one_line(text))).collect();
            let ask = "What is done about it? These are measures that other teams took.";
            measures = self.several(ask, "Measures", &shown, &[])?.unwrap_or_default();
        }
        while let Some(own) = self.line("A measure of your own. Enter alone goes on.", "Measure", "")? {
            measures.push(own);
        }
        Ok(measures)
    }

    fn dismiss(&mut self, offers: &[Offer]) -> anyhow::Result<()> {
        let named: Vec<(String, String)> =
            offers.iter().map(|offer| (offer.id.clone(), one_line(&offer.harm))).collect();
        let Some(hazard) = self.single("Which one does not concern this study?", "Hazard", &named)? else {
            return Ok(());
        };
        let Some(reason) = self.line("Why not?", "Reason", "")? else { return Ok(()) };
        let at = self.desk.workspace.loaded.study.hazards_dismissed.len();
        let path = Path::root().key("hazards_dismissed").index(at);
        self.splice("dismissed", &[(path, json!({"hazard": hazard, "reason": reason}))])?;
        Ok(())
    }

    fn free_id(&self, from: &str) -> String {
        let made = slug(from, 40);
        let made = if made.is_empty() { "risk".to_owned() } else { made };
        let taken: Vec<String> = self
            .desk
            .workspace
            .loaded
            .study
            .risks
            .iter()
            .filter_map(|risk| risk.id.as_ref())
            .map(ToString::to_string)
            .collect();
        let names = std::iter::once(made.clone()).chain((2..).map(|n| format!("{made}-{n}")));
        names.into_iter().find(|name| !taken.contains(name)).unwrap_or(made)
    }

    fn line(&mut self, ask: &str, label: &str, initial: &str) -> anyhow::Result<Option<String>> {
        let question = Question {
            key: label.to_lowercase(),
            text: Text::new().line().normal(ask),
            label: label.to_owned(),
            back: true,
            later: true,
            ..Question::default()
        };
        Ok(kept(self.ask.line(&question, initial, &|_| Ok(()))?))
    }

    fn single(&mut self, ask: &str, label: &str, of: &[(String, String)]) -> anyhow::Result<Option<String>> {
        if of.is_empty() {
            return Ok(None);
        }
        let choices: Vec<Choice> = of.iter().map(|(word, label)| Choice::new(word, label)).collect();
        let question = self.asking(ask, label);
        let at = kept(self.ask.choice(&question, &choices, usize::MAX)?);
        Ok(at.and_then(|at| of.get(at)).map(|(word, _)| word.clone()))
    }

    fn several(
        &mut self,
        ask: &str,
        label: &str,
        of: &[(String, String)],
        chosen: &[bool],
    ) -> anyhow::Result<Option<Vec<String>>> {
        let choices: Vec<Choice> = of.iter().map(|(word, label)| Choice::new(word, label)).collect();
        let question = self.asking(ask, label);
        let picked = kept(self.ask.choices(&question, &choices, chosen)?);
        Ok(picked.map(|picked| picked.into_iter().filter_map(|at| of.get(at)).map(|(word, _)| word.clone()).collect()))
    }

    fn asking(&self, ask: &str, label: &str) -> Question {
        Question {
            key: label.to_lowercase(),
            text: Text::new().line().normal(ask),
            label: label.to_owned(),
            back: true,
            later: true,
            ..Question::default()
        }
    }

    fn draw_map(&mut self) {
        let risks = self.desk.workspace.loaded.study.risks.clone();
        if risks.is_empty() {
            return;
        }
        let ink = self.ask.ink();
        let text = if ink.plain { listed(&risks, ink.width) } else { drawn(&risks, ink.width) };
        self.ask.say(text);
    }
}

fn role(band: Band) -> Role {
    match band {
        Band::Low => Role::Good,
        Band::Medium => Role::Normal,
        Band::High => Role::Warning,
        Band::Extreme => Role::Error,
    }
}

/// Both maps side by side, and the names of the numbers below.
fn drawn(risks: &[Risk], width: usize) -> Text {
    let maps = [map(risks, false), map(risks, true)];
    let mut text = Text::new().line().strong(format!("  {:<34}{}", "If nothing is done", "With the measures")).line();
    for row in 0..5 {
        let severity = 5 - row;
        for (at, map) in maps.iter().enumerate() {
            let lead = if at == 0 { format!("  {severity} |") } else { format!("    {severity} |") };
            text = text.faint(lead);
            for (column, cell) in map.get(row).into_iter().flatten().enumerate() {
                let (likelihood, severity) = (column as u32 + 1, severity as u32);
                let mark = if cell.is_empty() { Role::Faint } else { role(band(likelihood, severity)) };
                text = text.with(mark, format!("{:^5}", in_cell(cell)));
            }
            text = text.faint("|");
        }
        text = text.line();
    }
    let scale = "  1    2    3    4    5  ";
    text = text.faint(format!("     {scale}       {scale}")).line();
    text = text.faint("  up: severity, to the right: likelihood").line();
    for (at, risk) in risks.iter().enumerate() {
        let name = risk.what.as_ref().map(ToString::to_string).unwrap_or_default();
        text = text.normal(wrap(&format!("{}  {}", at + 1, one_line(&name)), width, "  ")).line();
    }
    text
}

/// The same in words.
fn listed(risks: &[Risk], width: usize) -> Text {
    let mut text = Text::new().line().strong("The risks so far").line();
    let rated = |likelihood: Option<u32>, severity: Option<u32>| match likelihood.zip(severity) {
        Some((l, s)) => format!("likelihood {l}, severity {s}, {}", band(l, s).as_str()),
        None => "not rated".to_owned(),
    };
    for (at, risk) in risks.iter().enumerate() {
        let name = risk.what.as_ref().map(ToString::to_string).unwrap_or_default();
        let line = format!(
            "{}. {} If nothing is done: {}. With the measures: {}.",
            at + 1,
            one_line(&name),
            rated(risk.likelihood, risk.severity),
            rated(risk.residual.likelihood, risk.residual.severity),
        );
        text = text.normal(wrap(&line, width, "  ")).line();
    }
    text
}
