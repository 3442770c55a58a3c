//! From a score to the reading age that it suits, and how each table came about.
//!
//! A grade of school is turned into an age in one way everywhere: age = grade + 5, the age at which a child begins that
//! grade where school begins at six. Where a band names several grades the latest one counts, so that the doubt works for the
//! reader. The ages are hints: the bands were made on school books and newspapers of their time, not on consent forms.

/// One band: scores from here upwards suit readers from this age.
#[derive(Debug, Clone, Copy)]
pub struct Band {
    /// The lowest score of the band.
    pub from: f64,
    /// The youngest reading age that it suits.
    pub age: f64,
}

/// The age of a score on a scale where higher is easier; bands stand easiest first, and the last one takes the rest.
fn age(bands: &[Band], score: f64) -> f64 {
    let found = bands.iter().find(|band| score >= band.from).or(bands.last());
    found.map_or(f64::NAN, |band| band.age)
}

const fn band(from: f64, age: f64) -> Band {
    Band { from, age }
}

/// A formula whose value is a grade of school.
pub fn grade(score: f64) -> f64 {
    score + 5.0
}

/// Fernández Huerta's own table (1959): 90 fourth grade, 80 fifth, 70 sixth, 60 seventh or eighth, 50 before university,
/// 30 selective courses, below that university.
pub fn fernandez_huerta(score: f64) -> f64 {
    const BANDS: [Band; 7] = [
        band(90.0, 9.0),
        band(80.0, 10.0),
        band(70.0, 11.0),
        band(60.0, 13.0),
        band(50.0, 16.0),
        band(30.0, 18.0),
        band(f64::NEG_INFINITY, 19.0),
    ];
    age(&BANDS, score)
}

/// The INFLESZ scale (2008): above 80 very easy, 65 fairly easy, 55 normal, 40 somewhat difficult, below that very difficult.
///
/// The scale was drawn from school books, newspapers and journals of Spain. The ages are our reading of the stages of school
/// that go with the bands (primary, primary, compulsory secondary, upper secondary, university; general knowledge, only
/// the bands were read): the last grade of each stage, and the middle of primary school for the easiest band.
pub fn inflesz(score: f64) -> f64 {
    const BANDS: [Band; 5] =
        [band(80.0, 9.0), band(65.0, 11.0), band(55.0, 15.0), band(40.0, 17.0), band(f64::NEG_INFINITY, 19.0)];
    age(&BANDS, score)
}

/// Flesch's bands (1948) for Kandel and Moles: 90 fifth grade, 80 sixth, 70 seventh, 60 eighth or ninth, 50 upper
/// secondary, 30 college, below that graduates.
///
/// Kandel and Moles fitted new weights so that a French text scores on Flesch's scale what an English text of the same
/// difficulty scores; the bands are therefore Flesch's. No study known to us has tried the ages on French-speaking children.
pub fn flesch(score: f64) -> f64 {
    const BANDS: [Band; 7] = [
        band(90.0, 10.0),
        band(80.0, 11.0),
        band(70.0, 12.0),
        band(60.0, 14.0),
        band(50.0, 16.0),
        band(30.0, 18.0),
        band(f64::NEG_INFINITY, 19.0),
    ];
    age(&BANDS, score)
}

/// Gulpease's own reading: below 80 hard for readers with a primary certificate (11 years), below 60 for lower secondary (14),
/// below 40 for upper secondary (19).
pub fn gulpease(score: f64) -> f64 {
    const BANDS: [Band; 4] = [band(80.0, 11.0), band(60.0, 14.0), band(40.0, 19.0), band(f64::NEG_INFINITY, 20.0)];
    age(&BANDS, score)
}

/// The bands that go with Martins (1996): from 75 the first four years of school, from 50 up to the eighth year, from 25
/// secondary school, below that university. (Bands from general knowledge; the formula's own paper was not read here.)
pub fn martins(score: f64) -> f64 {
    const BANDS: [Band; 4] = [band(75.0, 9.0), band(50.0, 13.0), band(25.0, 16.0), band(f64::NEG_INFINITY, 19.0)];
    age(&BANDS, score)
}

/// The grades that go with Ateşman: from 90 fourth or lower, 80 fifth or sixth, 70 seventh or eighth, 60 ninth or tenth,
/// 50 eleventh or twelfth, below that university.
pub fn atesman(score: f64) -> f64 {
    const BANDS: [Band; 6] = [
        band(90.0, 9.0),
        band(80.0, 11.0),
        band(70.0, 13.0),
        band(60.0, 15.0),
        band(50.0, 17.0),
        band(f64::NEG_INFINITY, 19.0),
    ];
    age(&BANDS, score)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_on_the_edge_belongs_to_the_easier_band() {
        assert_eq!(fernandez_huerta(80.0), 10.0);
        assert_eq!(fernandez_huerta(79.99), 11.0);
        assert_eq!(flesch(60.0), 14.0);
    }

    #[test]
    fn an_easier_score_never_asks_for_an_older_reader() {
        for table in [fernandez_huerta, inflesz, flesch, gulpease, martins, atesman] {
            let ages: Vec<f64> = (-20..=130).rev().map(|score| table(f64::from(score))).collect();
            assert!(ages.is_sorted(), "{ages:?}");
        }
    }
}
