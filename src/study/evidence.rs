//! The days on which something was done, as a study states them.

use crate::study::Date;
use crate::study::Study;

impl Study {
    /// Every day on which something was done, looked up, confirmed or signed: days that cannot lie in the future.
    pub fn evidence_dates(&self) -> impl Iterator<Item = Date> {
        let team = self.team.iter().flat_map(|person| {
            let training = person.training.iter().filter_map(|training| training.on);
            training.chain(person.background_check).chain(person.code_of_conduct_signed)
        });
        let settings = self.settings.iter().flat_map(|setting| {
            let services = setting.referral.iter().filter_map(|referral| referral.confirmed);
            services.chain(setting.mandatory_reporting.checked).chain(setting.review.on)
        });
        let rest = [self.purpose.decision.date, self.privacy.impact_assessment.on];
        let translations = self.translations.iter().filter_map(|translation| translation.on);
        let accepted = self.accepted.iter().filter_map(|acceptance| acceptance.on);
        team.chain(settings).chain(rest.into_iter().flatten()).chain(translations).chain(accepted)
    }
}
