//! Italian.

use super::Language;
use super::formula;
use crate::readability::bands;
use crate::readability::formulas;
use crate::readability::syllables;
use crate::readability::syllables::Vowels;

/// Italian: Gulpease judges, made for Italian and needing no syllables.
pub static ITALIAN: Language = Language {
    code: "it",
    syllables,
    formulas: &[
        formula("Gulpease", formulas::gulpease, Some(bands::gulpease)),
        formula("Flesch-Vacca", formulas::vacca, None),
    ],
    youngest: Some(11),
    before_names: &["sig", "sig.ra", "sigg", "dott", "dott.ssa", "prof", "prof.ssa", "avv", "ing", "p.es", "es", "s"],
    before_numbers: &["n", "nn", "pag", "pagg", "p", "pp", "art", "artt", "tel", "cap", "vol", "ca"],
    shortened: &["ecc", "a.c", "d.c", "max", "min", "cfr"],
    ordinal_stop: false,
    joints: &[
        " e ",
        " ed ",
        " ma ",
        " o ",
        " perché ",
        " che ",
        " se ",
        " quando ",
        " anche se ",
        " mentre ",
        " prima di ",
        " dopo ",
        " finché ",
    ],
    common: &[
        "il", "lo", "la", "gli", "le", "di", "del", "della", "che", "e", "in", "un", "una", "per", "con", "non", "si",
        "è", "come", "più", "ma", "da", "al", "dei", "nel", "alla", "sono", "questo", "anche", "se", "ci", "chi",
        "hai", "puoi", "tuo", "tua", "quando", "dove",
    ],
};

const RULE: Vowels = Vowels {
    vowels: "aeiouàèéìíòóùú",
    together: &[
        "iai", "iau", "iei", "ieu", "ioi", "iou", "uai", "uau", "uei", "ueu", "uoi", "uou", "ai", "au", "ei", "eu",
        "ia", "ie", "io", "iu", "ià", "iè", "ié", "iò", "ió", "iù", "oi", "ou", "ua", "ue", "ui", "uo", "uà", "uè",
        "ué", "uò", "uó", "ài", "àu", "èi", "èu", "éi", "éu", "òi", "òu", "ói", "óu",
    ],
    respelled: &[
        ("paur", "pa·ur"),
        ("polizia", "polizi·a"),
        ("farmacia", "farmaci·a"),
        ("terapi", "terapi·"),
        ("psichiatria", "psichiatri·a"),
    ],
};

/// Short words whose two vowels are spoken apart.
const APART: &[&str] =
    &["mia", "mio", "mie", "tua", "tuo", "tue", "sua", "suo", "sue", "zia", "zio", "zie", "via", "due"];

fn syllables(word: &str) -> usize {
    if APART.contains(&word) {
        return 2;
    }
    syllables::by_vowels(word, &RULE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "
        consenso 3, assenso 3, permesso 3, ricerca 3, studio 2, domanda 3, risposta 3, privato 3, riservatezza 5,
        anonimo 4, informazione 5, registrazione 5, voce 2, ritirare 4, partecipare 5, partecipazione 6, volontario 4,
        decidere 4, decisione 4, cambiare 3, idea 3, fermare 3, conversazione 5, intervista 4, sostegno 3, servizio 3,
        sicurezza 4, danno 2, pericolo 4, genitori 4, madre 2, padre 2, famiglia 3, persona 3, giovane 3, bambino 3,
        ragazza 3, sfruttamento 4, abuso 3, esperienza 4, telefono 4, numero 3, indirizzo 4, nome 2, firma 2, scrivere
        3, parola 3, lingua 2, insieme 3, domani 3, qualcuno 3, perché 2, prima 2, dopo 2, senza 2, polizia 4,
        avvocata 4, medico 3, psicologa 4, sociale 3, minuti 3, ora 2, settimana 4, giorno 2, mese 2, anno 2, soldi 2,
        viaggio 2, beneficio 4, rischio 2, risultato 4, legge 2, comitato 4, etica 3, reclamo 3, contatto 3,
        cancellare 4, conservare 4, identità 4, comunità 4, università 5, progetto 3, possibile 4, scegliere 3,
        rifiutare 4, puoi 1, vuoi 1, aiuto 3, parlare 3, ascoltare 4, paese 3, leggere 3, poeta 3, paura 3, più 1, mia
        2, zio 2, farmacia 4, questo 2, aiutare 4";

    #[test]
    fn the_rule_is_right_more_often_than_hyphenation_patterns() {
        syllables::assert_better(WORDS, syllables, hypher::Lang::Italian, 99);
    }
}
