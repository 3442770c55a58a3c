//! Words beside a number that say what the number is.

use std::sync::LazyLock;

use crate::checks::phrases::Phrases;

/// Words that say what a number is. Short ones only as whole words, with a space behind: "tel" is not "tell".
pub(super) struct Words(pub(super) Phrases);

impl Words {
    fn new(words: &[&str]) -> Self {
        Self(Phrases::new(words.iter().copied()))
    }
}

pub(super) static PHONE_WORDS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(&[
        "phone ",
        "tel ",
        "tel. ",
        "telephone",
        "call ",
        "calls ",
        "mobile",
        "cell ",
        "cellphone",
        "whatsapp",
        "signal",
        "text ",
        "sms ",
        "number is",
        "ring ",
        "dial ",
        "fax ",
        "teléfono",
        "móvil ",
        "celular",
        "llamar",
        "llame ",
        "llama al",
        "téléphone",
        "tél ",
        "portable",
        "appeler",
        "appelez",
        "telefone",
        "telemóvel",
        "ligar ",
        "telefon",
        "handy ",
        "anrufen",
    ])
});
pub(super) static BIRTH_WORDS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(&[
        "born ",
        "birth ",
        "birthday",
        "birthdate",
        "dob ",
        "d.o.b ",
        "nacid ",
        "nació ",
        "nacimiento",
        "cumpleaños",
        "naissance",
        "né le ",
        "née le",
        "nascid",
        "nasceu",
        "nascimento",
        "geboren",
        "geburtsdatum",
        "nata il",
        "nato il",
    ])
});
pub(super) static ID_WORDS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(&[
        "passport",
        "id number",
        "id no ",
        "id card",
        "identity card",
        "identity number",
        "national id",
        "national number",
        "social security",
        "tax number",
        "case number",
        "case no",
        "file number",
        "client number",
        "dni ",
        "nie ",
        "curp ",
        "cpf ",
        "rg ",
        "cédula",
        "pasaporte",
        "número de identidad",
        "passeport",
        "carte d'identité",
        "passaporte",
        "personalausweis",
        "reisepass",
        "aadhaar",
    ])
});
/// Words before a number that make it a reference and not a person's.
pub(super) static REFERENCE_WORDS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(&[
        "ref ",
        "reference",
        "grant ",
        "award ",
        "contract",
        "agreement",
        "approval",
        "protocol",
        "registration",
        "registered",
        "committee",
        "isbn ",
        "issn ",
        "doi ",
        "version",
        "act ",
        "law ",
        "decree",
        "order no",
        "article",
        "section",
        "budget",
        "account",
        "invoice",
        "ethics",
        "irb ",
        "clinicaltrials",
        "subvención",
        "convocatoria",
        "expediente",
        "subvention",
        "dossier",
        "project",
    ])
});
