//! German.

use super::Language;
use super::formula;
use crate::readability::bands;
use crate::readability::formulas;
use crate::readability::syllables;
use crate::readability::syllables::Vowels;

/// German: the first Vienna formula judges, since its value is a grade of school.
pub static GERMAN: Language = Language {
    code: "de",
    syllables,
    formulas: &[
        formula("Wiener Sachtextformel 1", formulas::vienna, Some(bands::grade)),
        formula("Amstad", formulas::amstad, None),
    ],
    youngest: Some(9),
    before_names: &["dr", "prof", "hr", "fr", "st", "dipl", "z.b", "d.h", "u.a", "bzw", "ggf", "inkl", "z. b", "d. h"],
    before_numbers: &["nr", "s", "art", "abs", "tel", "ca", "kap", "bd", "abb"],
    shortened: &["usw", "etc", "evtl", "max", "min", "jh", "v.chr", "n.chr", "u.s.w"],
    ordinal_stop: true,
    joints: &[
        " und ",
        " aber ",
        " oder ",
        " weil ",
        " damit ",
        " dass ",
        " der ",
        " die ",
        " das ",
        " wenn ",
        " während ",
        " bevor ",
        " nachdem ",
        " bis ",
        " sondern ",
    ],
    common: &[
        "der", "die", "das", "und", "ist", "in", "zu", "den", "mit", "sich", "des", "auf", "für", "nicht", "ein",
        "eine", "im", "dem", "es", "von", "wir", "sie", "du", "dass", "als", "auch", "an", "nach", "wie", "werden",
        "aus", "oder", "bei", "wenn", "was", "kann", "haben", "wird", "ihr", "uns", "dir",
    ],
};

const RULE: Vowels = Vowels {
    vowels: "aeiouäöüyéèáàâêîôû",
    together: &["äu", "ai", "ei", "au", "eu", "ie", "oi", "aa", "ee", "oo", "ui", "ay", "ey", "uh"],
    respelled: &[
        ("qu", "q"),
        ("beend", "be·end"),
        ("beein", "be·ein"),
        ("geehr", "ge·ehr"),
        ("familie", "famili·e"),
        ("ferien", "feri·en"),
        ("ideen", "ide·en"),
        ("linie", "lini·e"),
        ("medien", "medi·en"),
        ("prämie", "prämi·e"),
        ("studie", "studi·e"),
        ("kriterie", "kriteri·e"),
        ("material", "materi·al"),
    ],
};

fn syllables(word: &str) -> usize {
    syllables::by_vowels(word, &RULE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "
        Einwilligung 4, Zustimmung 3, Forschung 2, Studie 3, Frage 2, Fragen 2, Antwort 2, vertraulich 3,
        Vertraulichkeit 4, anonym 3, Information 5, Informationen 6, Aufnahme 3, aufnehmen 3, Stimme 2, Video 3,
        zurückziehen 4, teilnehmen 3, Teilnahme 3, freiwillig 3, entscheiden 3, Entscheidung 3, aufhören 3, Gespräch
        2, Interview 3, Unterstützung 4, Sicherheit 3, Schaden 2, Gefahr 2, Eltern 2, Mutter 2, Vater 2, Familie 4,
        Person 2, jung 1, Kind 1, Kinder 2, Mädchen 2, Jungen 2, sexuell 3, Ausbeutung 3, Missbrauch 2, Erfahrung 3,
        Erfahrungen 4, Telefon 3, Nummer 2, Adresse 3, Name 2, Unterschrift 3, schreiben 2, Wort 1, Sprache 2,
        zusammen 3, morgen 2, jemand 2, weil 1, vorher 2, danach 2, ohne 2, Polizei 3, Anwältin 3, Ärztin 2,
        Psychologin 4, sozial 3, Minuten 3, Stunde 2, Woche 2, Tag 1, Monat 2, Jahr 1, Geld 1, Fahrt 1, Nutzen 2,
        Risiko 3, Ergebnis 3, Gesetz 2, Ethik 2, Beschwerde 3, Kontakt 2, löschen 2, gespeichert 3, verschlüsselt 3,
        Pseudonym 3, Gemeinschaft 3, Universität 5, Projekt 2, möglich 2, wählen 2, ablehnen 3, dürfen 2, können 2,
        helfen 2, sprechen 2, zuhören 3, verstehen 3, aber 2, oder 2, über 2, Abend 2, eure 2, neue 2, ruhig 2, sehen
        2, gehen 2, Auge 2, Europa 3, beenden 3, geehrt 2, beobachten 4, bequem 2, Ideen 3, Linie 3, Ferien 3";

    #[test]
    fn the_rule_is_right_more_often_than_hyphenation_patterns() {
        syllables::assert_better(WORDS, syllables, hypher::Lang::German, 99);
    }
}
