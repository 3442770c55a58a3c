//! Which services reach whom: the referral map, gender by gender.

use crate::study::Activity;
use crate::study::Date;
use crate::study::Group;
use crate::study::Referral;
use crate::study::ReferralKind;
use crate::study::Setting;
use crate::study::Study;

/// What stands for a group that names no gender.
pub const EVERYBODY: &str = "everybody";

/// The genders that a service for everybody has to reach, under the words of [`same_gender`].
const ALL: [&str; 3] = ["girls", "boys", "non-binary"];

/// How many months a service's word holds.
pub const CONFIRMED_MONTHS: i32 = 6;

/// One word for both ages: a clinic that serves women and girls may say either.
pub fn same_gender(word: &str) -> String {
    let word = word.trim().to_lowercase();
    match word.as_str() {
        "women" => "girls".to_owned(),
        "men" => "boys".to_owned(),
        _ => word,
    }
}

impl Referral {
    /// True where the service serves this gender; one that names nobody serves all.
    pub fn serves_gender(&self, gender: &str) -> bool {
        let wanted = same_gender(gender);
        self.serves_all() || self.serves.iter().any(|word| same_gender(word) == wanted)
    }

    /// True where the service serves every gender of the group.
    pub fn serves_group(&self, group: &Group) -> bool {
        if group.genders.is_empty() {
            return ALL.iter().all(|gender| self.serves_gender(gender));
        }
        group.genders.iter().all(|gender| self.serves_gender(gender))
    }

    /// True where it costs nothing and was confirmed within six months of the day.
    pub fn is_usable(&self, day: Date) -> bool {
        self.free == Some(true) && self.confirmed.is_some_and(|confirmed| confirmed.holds_for(CONFIRMED_MONTHS, day))
    }

    fn serves_all(&self) -> bool {
        self.serves.is_empty() || self.serves.iter().any(|word| word.trim().eq_ignore_ascii_case("all"))
    }
}

impl Date {
    /// True where so many calendar months after this date come on or after the day.
    pub fn holds_for(self, months: i32, day: Date) -> bool {
        let end = self.civil().checked_add(jiff::Span::new().months(months.clamp(-12_000, 12_000)));
        end.is_ok_and(|end| end >= day.civil())
    }
}

impl Study {
    /// The genders that field activities meet in a setting, in order of appearance; "everybody" for a group that names none.
    pub fn genders_met(&self, setting: &Setting) -> Vec<String> {
        let mut met: Vec<String> = Vec::new();
        let activities: Vec<&Activity> =
            self.activities_in(setting).filter(|activity| self.in_field(activity)).collect();
        for group in self
            .participants
            .iter()
            .filter(|group| activities.iter().any(|it| self.groups_of(it).any(|g| std::ptr::eq(g, *group))))
        {
            let own = if group.genders.is_empty() { vec![EVERYBODY.to_owned()] } else { group.genders.clone() };
            for gender in own {
                if !met.iter().any(|known| same_gender(known) == same_gender(&gender)) {
                    met.push(gender);
                }
            }
        }
        met
    }

    /// The genders met in a setting for whom it lists no service of this kind.
    pub fn unserved(&self, setting: &Setting, kind: ReferralKind) -> Vec<String> {
        let services: Vec<&Referral> = setting.referral.iter().filter(|service| service.kind == Some(kind)).collect();
        self.genders_met(setting).into_iter().filter(|gender| !reach(&services, gender)).collect()
    }

    /// The genders met in a setting for whom services of this kind are listed, but none that is free and freshly confirmed.
    pub fn unusable(&self, setting: &Setting, kind: ReferralKind, day: Date) -> Vec<String> {
        let services: Vec<&Referral> = setting.referral.iter().filter(|service| service.kind == Some(kind)).collect();
        let usable: Vec<&Referral> = services.iter().copied().filter(|service| service.is_usable(day)).collect();
        let met = self.genders_met(setting).into_iter();
        met.filter(|gender| reach(&services, gender) && !reach(&usable, gender)).collect()
    }

    /// The day that freshness is measured against: `dates.start` while it is ahead, today while the study runs,
    /// `dates.end` once it is over.
    pub fn field_day(&self, today: Date) -> Date {
        match (self.study.dates.start, self.study.dates.end) {
            (Some(start), _) if today < start => start,
            (_, Some(end)) if today > end => end,
            _ => today,
        }
    }
}

/// True where the services reach a gender; everybody is reached where together they reach all.
fn reach(services: &[&Referral], gender: &str) -> bool {
    if gender == EVERYBODY {
        return ALL.iter().all(|gender| services.iter().any(|service| service.serves_gender(gender)));
    }
    services.iter().any(|service| service.serves_gender(gender))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Written;

    fn study(yaml: &str) -> Study {
        serde_yaml::from_str(yaml).unwrap()
    }

    #[test]
    fn services_reach_everybody_only_together() {
        let study = study(
            "settings: [{id: s, referral: [{kind: medical, serves: [women, girls], free: true, confirmed: 2026-05-01}, {kind: medical, serves: [men]}, {kind: medical, serves: [non-binary]}, {kind: legal, serves: [girls]}]}]
participants: [{id: g, ages: {from: 12}}, {id: h, genders: [boys], survivors: true}]
activities: [{id: a, with: [g, h], settings: [s]}]",
        );
        let setting = &study.settings[0];
        let day = Date::read("2026-06-01").unwrap();
        assert_eq!(study.genders_met(setting), ["everybody", "boys"]);
        assert_eq!(study.unserved(setting, ReferralKind::Medical), Vec::<String>::new());
        assert_eq!(study.unserved(setting, ReferralKind::Legal), ["everybody", "boys"]);
        assert_eq!(study.unusable(setting, ReferralKind::Medical, day), ["everybody", "boys"]);
    }

    #[test]
    fn a_group_that_names_no_gender_needs_a_service_for_all() {
        let study = study(
            "participants: [{id: g}, {id: h, genders: [women]}]
settings: [{id: s, referral: [{serves: [girls, boys]}, {serves: [girls, boys, non-binary]}, {serves: []}]}]",
        );
        let [everybody, women] = study.participants.as_slice() else { panic!("two groups") };
        let served: Vec<(bool, bool)> = study.settings[0]
            .referral
            .iter()
            .map(|service| (service.serves_group(everybody), service.serves_group(women)))
            .collect();
        assert_eq!(served, [(false, true), (true, true), (true, true)]);
    }

    #[test]
    fn a_word_holds_to_the_very_day() {
        let confirmed = Date::read("2025-12-01").unwrap();
        assert!(confirmed.holds_for(6, Date::read("2026-06-01").unwrap()));
        assert!(!confirmed.holds_for(6, Date::read("2026-06-02").unwrap()));
    }
}
