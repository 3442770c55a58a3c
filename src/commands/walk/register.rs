//! The register of risks: hazards offered from the packs, each rated by the team, the map redrawn after each.

use serde_json::json;

use crate::commands::walk::Walk;
use crate::commands::walk::prompt::kept;
use crate::commands::walk::task::Place;
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
use crate::walk::register::in_cell;
use crate::walk::register::map;
use crate::walk::register::open_hazards;
use crate::yaml::path::Path;

/// A hazard that is offered, without its pack.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    pub id: String,
    pub harm: String,
    pub tasks: Vec<String>,
    pub suggestions: Vec<String>,
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
        ask: &ToAsk,
        path: &Path,
        parts: &[Part],
        place: &Place<'_>,
    ) -> anyhow::Result<Reply<bool>> {
        if self.ask.is_scripted() {
            return self.items(ask, path, parts, place);
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
                key: format!("{}.{}.menu", place.task, ask.key),
                text: Text::new().line(),
                label: format!("What could go wrong ({} not looked at yet)", offers.len()),
                back: place.back,
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

    pub(super) fn offers(&self) -> Vec<Offer> {
        let packs = self.desk.packs();
        let open = open_hazards(&self.desk.workspace.loaded, &packs, self.desk.today);
        open.into_iter().map(|(pack, hazard)| Offer::of(pack.id.as_str(), hazard)).collect()
    }

    fn dismiss(&mut self, offers: &[Offer]) -> anyhow::Result<()> {
        let named: Vec<(String, String)> =
            offers.iter().map(|offer| (offer.id.clone(), one_line(&offer.harm))).collect();
        let text = |ask: &str| Text::new().line().normal(ask);
        let hazard = self.single(text("Which one does not concern this study?"), "Hazard", &named, None)?;
        let Some(hazard) = kept(hazard)? else { return Ok(()) };
        let reason = kept(self.line(text("Why not?"), "Reason", "")?)?;
        let Some(reason) = reason else { return Ok(()) };
        let at = self.desk.workspace.loaded.study.hazards_dismissed.len();
        let path = Path::root().key("hazards_dismissed").index(at);
        kept(self.splice("dismissed", &[(path, json!({"hazard": hazard, "reason": reason}))])?)?;
        Ok(())
    }

    pub(super) fn free_id(&self, from: &str) -> String {
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
