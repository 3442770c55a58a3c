//! Dutch.

use super::Language;
use super::formula;
use crate::readability::formulas;
use crate::readability::syllables;
use crate::readability::syllables::Vowels;

/// Dutch: two formulas, and no bands with ages that we could read, so nothing is judged.
pub static DUTCH: Language = Language {
    code: "nl",
    syllables,
    formulas: &[formula("Douma", formulas::douma, None), formula("Brouwer", formulas::brouwer, None)],
    youngest: None,
    before_names: &[
        "dr", "drs", "prof", "mr", "mw", "mevr", "dhr", "ir", "ing", "st", "bijv", "bv", "d.w.z", "o.a", "m.b.t",
    ],
    before_numbers: &["nr", "nrs", "p", "pp", "blz", "art", "tel", "ca", "hfst"],
    shortened: &["enz", "etc", "e.d", "m.i", "jr", "sr", "max", "min", "afd"],
    ordinal_stop: false,
    joints: &[
        " en ",
        " maar ",
        " of ",
        " omdat ",
        " zodat ",
        " die ",
        " dat ",
        " als ",
        " wanneer ",
        " terwijl ",
        " voordat ",
        " nadat ",
        " totdat ",
    ],
    common: &[
        "de", "het", "een", "en", "van", "in", "is", "dat", "op", "te", "zijn", "met", "voor", "niet", "je", "we",
        "aan", "er", "om", "ook", "als", "maar", "wat", "kan", "bij", "wie", "of", "uit", "wordt", "dan", "hebben",
        "jij", "jouw", "die", "deze", "naar",
    ],
};

const RULE: Vowels = Vowels {
    vowels: "aeiouyáéëèïöü",
    together: &[
        "aai", "ooi", "oei", "eeu", "ieu", "auw", "ouw", "aa", "ee", "oo", "uu", "ie", "oe", "eu", "ei", "ij", "ui",
        "au", "ou", "ai", "oi", "ay", "ey",
    ],
    respelled: &[("eeë", "eë")],
};

fn syllables(word: &str) -> usize {
    syllables::by_vowels(word, &RULE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "
        toestemming 3, onderzoek 3, vraag 1, vragen 2, antwoord 2, vertrouwelijk 4, anoniem 3, informatie 4, opname 3,
        stem 1, video 3, stoppen 2, meedoen 2, deelnemen 3, vrijwillig 3, beslissen 3, beslissing 3, gesprek 2,
        interview 3, steun 1, veiligheid 3, gevaar 2, ouders 2, moeder 2, vader 2, familie 3, persoon 2, jong 1, kind
        1, kinderen 3, meisje 2, jongen 2, seksueel 3, uitbuiting 3, misbruik 2, ervaring 3, telefoon 3, nummer 2,
        adres 2, naam 1, handtekening 4, schrijven 2, woord 1, taal 1, samen 2, morgen 2, iemand 2, omdat 2, zonder 2,
        politie 3, advocaat 3, dokter 2, minuten 3, uur 1, week 1, dag 1, maand 1, jaar 1, geld 1, risico 3, resultaat
        3, wet 1, ethiek 2, klacht 1, contact 2, wissen 2, bewaren 3, gemeenschap 3, universiteit 5, project 2,
        mogelijk 3, kiezen 2, weigeren 3, mogen 2, helpen 2, praten 2, luisteren 3, begrijpen 3, ideeën 3,
        geïnteresseerd 5, over 2, eigen 2, nieuwe 2, jouw 1, mooi 1, moeilijk 2, beantwoorden 4, mensen 2, bedoeling
        3, reageren 4, theater 3";

    #[test]
    fn the_rule_is_right_more_often_than_hyphenation_patterns() {
        syllables::assert_better(WORDS, syllables, hypher::Lang::Dutch, 99);
    }
}
