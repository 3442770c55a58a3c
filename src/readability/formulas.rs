//! The formulas, as published: counts in, one number out.
//!
//! Names used below: ASL words per sentence, ASW syllables per word, AWL letters per word, W3 words of three syllables and
//! more, LW words of more than six letters. Where two versions circulate, the comment says which one stands here and why.

use crate::readability::statistics::Statistics;

/// Flesch Reading Ease, for English: 206.835 - 1.015 ASL - 84.6 ASW. Higher is easier.
///
/// R. Flesch, A new readability yardstick, Journal of Applied Psychology 32 (1948), 221-233.
pub fn flesch(s: &Statistics) -> f64 {
    206.835 - 1.015 * s.words_per_sentence() - 84.6 * s.syllables_per_word()
}

/// Flesch-Kincaid grade, for English: 0.39 ASL + 11.8 ASW - 15.59. A grade of school in the United States.
///
/// J. P. Kincaid and others, Research Branch Report 8-75, Naval Technical Training Command, 1975.
pub fn flesch_kincaid(s: &Statistics) -> f64 {
    0.39 * s.words_per_sentence() + 11.8 * s.syllables_per_word() - 15.59
}

/// SMOG, formula D, for English: 1.043 sqrt(30 W3 / sentences) + 3.1291. A grade of school in the United States.
///
/// G. H. McLaughlin, SMOG grading, Journal of Reading 12 (1969), 639-646. Made on thirty sentences; on fewer it is indicative.
pub fn smog(s: &Statistics) -> f64 {
    1.043 * (s.polysyllables_f() * 30.0 / s.sentences_f()).sqrt() + 3.1291
}

/// Automated Readability Index, for English: 4.71 AWL + 0.5 ASL - 21.43. A grade of school in the United States.
///
/// E. A. Smith and R. J. Senter, AMRL-TR-66-220, 1967. (The constant is 21.43; 21.34 is a slip that circulates.)
pub fn ari(s: &Statistics) -> f64 {
    4.71 * s.letters_per_word() + 0.5 * s.words_per_sentence() - 21.43
}

/// Coleman-Liau, short form, for English: 5.88 AWL - 29.6 sentences per word - 15.8. A grade of school in the United States.
///
/// M. Coleman and T. L. Liau, Journal of Applied Psychology 60 (1975), 283-284.
pub fn coleman_liau(s: &Statistics) -> f64 {
    5.88 * s.letters_per_word() - 29.6 * s.sentences_f() / s.words_f() - 15.8
}

/// Gunning Fog, for English: 0.4 (ASL + 100 W3 / words). A grade of school in the United States.
///
/// R. Gunning, The technique of clear writing, 1952.
pub fn fog(s: &Statistics) -> f64 {
    0.4 * (s.words_per_sentence() + 100.0 * s.polysyllables_f() / s.words_f())
}

/// Fernández Huerta, for Spanish: 206.84 - 60 ASW - 1.02 ASL. Higher is easier.
///
/// J. Fernández Huerta, Medidas sencillas de lecturabilidad, Consigna 214 (1959), 29-32. The second factor is often printed
/// as sentences per hundred words, which would make more sentences harder; G. Law (LINGUIST List 22.2332, 2011) shows that
/// it can only be words per sentence, and so it stands here.
pub fn fernandez_huerta(s: &Statistics) -> f64 {
    206.84 - 60.0 * s.syllables_per_word() - 1.02 * s.words_per_sentence()
}

/// Szigriszt-Pazos perspicuity, for Spanish, read on the INFLESZ scale: 206.835 - 62.3 ASW - ASL. Higher is easier.
///
/// F. Szigriszt Pazos, doctoral thesis, Madrid 1993; the scale: I. M. Barrio-Cantalejo and others, Anales del Sistema
/// Sanitario de Navarra 31 (2008), 135-152.
pub fn szigriszt(s: &Statistics) -> f64 {
    206.835 - 62.3 * s.syllables_per_word() - s.words_per_sentence()
}

/// Gutiérrez de Polini comprehensibility, for Spanish: 95.2 - 9.7 AWL - 0.35 ASL. Higher is easier.
///
/// L. E. Gutiérrez de Polini, 1972; the first formula made for Spanish and not taken over from English.
pub fn gutierrez(s: &Statistics) -> f64 {
    95.2 - 9.7 * s.letters_per_word() - 0.35 * s.words_per_sentence()
}

/// Crawford, for Spanish primary school texts: -0.205 sentences + 0.049 syllables (per hundred words) - 3.407. Years of school.
///
/// A. N. Crawford, Fórmula y gráfico para determinar la comprensibilidad de textos de nivel primario en castellano,
/// Lectura y Vida 4 (1984).
pub fn crawford(s: &Statistics) -> f64 {
    let per_hundred = 100.0 / s.words_f();
    -0.205 * s.sentences_f() * per_hundred + 0.049 * s.syllables_f() * per_hundred - 3.407
}

/// Kandel and Moles, for French: 207 - 1.015 ASL - 73.6 ASW. Higher is easier.
///
/// L. Kandel and A. Moles, Application de l'indice de Flesch à la langue française, Cahiers Études de Radio-Télévision 19
/// (1958), 253-274. Two sets of constants circulate under this name. This is the one that two independent programs carry
/// (Cordial under that name, textstat for French); 209 - 1.15 ASL - 68 ASW (koRpus) reads the same text about eight points easier.
pub fn kandel_moles(s: &Statistics) -> f64 {
    207.0 - 1.015 * s.words_per_sentence() - 73.6 * s.syllables_per_word()
}

/// Amstad, for German: 180 - ASL - 58.5 ASW. Higher is easier.
///
/// T. Amstad, Wie verständlich sind unsere Zeitungen?, doctoral thesis, Zürich 1978.
pub fn amstad(s: &Statistics) -> f64 {
    180.0 - s.words_per_sentence() - 58.5 * s.syllables_per_word()
}

/// First new Vienna formula, for German: 0.1935 MS + 0.1672 ASL + 0.1297 IW - 0.0327 ES - 0.875. A grade of school, 4 to 15.
///
/// R. Bamberger and E. Vanecek, Lesen - Verstehen - Lernen - Schreiben, Vienna 1984. MS, IW and ES are the percentages of words
/// of three syllables and more, of more than six letters (six and more in some programs), and of one syllable.
pub fn vienna(s: &Statistics) -> f64 {
    let percent = |count: f64| 100.0 * count / s.words_f();
    0.1935 * percent(s.polysyllables_f()) + 0.1672 * s.words_per_sentence() + 0.1297 * percent(s.long_words_f())
        - 0.0327 * percent(s.monosyllables_f())
        - 0.875
}

/// Gulpease, for Italian: 89 + (300 sentences - 10 letters) / words. Higher is easier.
///
/// P. Lucisano and M. E. Piemontese, GULPEASE, Scuola e città 3 (1988), 110-124.
pub fn gulpease(s: &Statistics) -> f64 {
    89.0 + (300.0 * s.sentences_f() - 10.0 * s.letters_f()) / s.words_f()
}

/// Flesch for Italian in Vacca's version of 1986: 217 - 1.3 ASL - 60 ASW. Higher is easier.
///
/// V. Franchina and R. Vacca, Adaptation of Flesch readability index on a bilingual text, Linguaggi 3 (1986), 47-49.
pub fn vacca(s: &Statistics) -> f64 {
    217.0 - 1.3 * s.words_per_sentence() - 60.0 * s.syllables_per_word()
}

/// Flesch for Brazilian Portuguese: 248.835 - 1.015 ASL - 84.6 ASW. Higher is easier.
///
/// T. B. F. Martins, C. M. Ghiraldelo, M. G. V. Nunes, O. N. de Oliveira, Readability formulas applied to textbooks in
/// Brazilian Portuguese, Notas do ICMSC 28, São Carlos 1996.
pub fn martins(s: &Statistics) -> f64 {
    248.835 - 1.015 * s.words_per_sentence() - 84.6 * s.syllables_per_word()
}

/// Douma, for Dutch: 206.835 - 0.93 ASL - 77 ASW. Higher is easier.
///
/// W. H. Douma, De leesbaarheid van landbouwbladen, Wageningen 1960.
pub fn douma(s: &Statistics) -> f64 {
    206.835 - 0.93 * s.words_per_sentence() - 77.0 * s.syllables_per_word()
}

/// Brouwer, for Dutch: 195 - 2 ASL - 67 ASW. Higher is easier.
///
/// R. H. M. Brouwer, Onderzoek naar de leesmoeilijkheden van Nederlands proza, Paedagogische Studiën 40 (1963), 454-464.
pub fn brouwer(s: &Statistics) -> f64 {
    195.0 - 2.0 * s.words_per_sentence() - 67.0 * s.syllables_per_word()
}

/// Ateşman, for Turkish: 198.825 - 40.175 ASW - 2.610 ASL. Higher is easier.
///
/// E. Ateşman, Türkçede okunabilirliğin ölçülmesi, Dil Dergisi 58 (1997), 71-74.
pub fn atesman(s: &Statistics) -> f64 {
    198.825 - 40.175 * s.syllables_per_word() - 2.610 * s.words_per_sentence()
}

/// Flesch for Russian, with the constants ascribed to I. V. Oborneva (2006): 206.835 - 1.3 ASL - 60.1 ASW. Higher is easier.
pub fn oborneva(s: &Statistics) -> f64 {
    206.835 - 1.3 * s.words_per_sentence() - 60.1 * s.syllables_per_word()
}

/// LIX: ASL + 100 LW / words. Lower is easier.
///
/// C. H. Björnsson, Läsbarhet, Stockholm 1968. Made for Swedish; needs no syllables.
pub fn lix(s: &Statistics) -> f64 {
    s.words_per_sentence() + 100.0 * s.long_words_f() / s.words_f()
}

/// RIX: LW / sentences. Lower is easier.
///
/// J. Anderson, Lix and Rix: variations on a little-known readability index, Journal of Reading 26 (1983), 490-496.
pub fn rix(s: &Statistics) -> f64 {
    s.long_words_f() / s.sentences_f()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 120 words, 10 sentences, 168 syllables, 504 letters, 18 long words, 9 words of three syllables and more.
    fn vector() -> Statistics {
        Statistics {
            words: 120,
            sentences: 10,
            syllables: 168,
            letters: 504,
            long_words: 18,
            polysyllables: 9,
            monosyllables: 81,
            ..Statistics::default()
        }
    }

    #[test]
    fn every_formula_gives_the_value_worked_out_by_hand() {
        let s = vector();
        let expected: [(&str, f64, f64); 22] = [
            ("flesch", flesch(&s), 76.215),
            ("flesch-kincaid", flesch_kincaid(&s), 5.61),
            ("smog", smog(&s), 8.5487),
            ("ari", ari(&s), 4.352),
            ("coleman-liau", coleman_liau(&s), 6.4293),
            ("fog", fog(&s), 7.8),
            ("fernandez-huerta", fernandez_huerta(&s), 110.6),
            ("szigriszt", szigriszt(&s), 107.615),
            ("gutierrez", gutierrez(&s), 50.26),
            ("crawford", crawford(&s), 1.7447),
            ("kandel-moles", kandel_moles(&s), 91.78),
            ("amstad", amstad(&s), 86.1),
            ("vienna", vienna(&s), 0.1935 * 7.5 + 0.1672 * 12.0 + 0.1297 * 15.0 - 0.0327 * 67.5 - 0.875),
            ("gulpease", gulpease(&s), 72.0),
            ("vacca", vacca(&s), 117.4),
            ("martins", martins(&s), 118.215),
            ("douma", douma(&s), 87.875),
            ("brouwer", brouwer(&s), 77.2),
            ("atesman", atesman(&s), 111.26),
            ("oborneva", oborneva(&s), 107.095),
            ("lix", lix(&s), 27.0),
            ("rix", rix(&s), 1.8),
        ];
        for (name, value, wanted) in expected {
            assert!((value - wanted).abs() < 0.0005, "{name}: {value}, not {wanted}");
        }
    }
}
