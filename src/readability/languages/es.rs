//! Spanish.

use super::Language;
use super::formula;
use crate::readability::bands;
use crate::readability::formulas;
use crate::readability::syllables;
use crate::readability::syllables::Vowels;

/// Spanish: Fernández Huerta judges, since its author gave a grade of school for each band; INFLESZ widens the range.
pub static SPANISH: Language = Language {
    code: "es",
    syllables,
    formulas: &[
        formula("Fernández Huerta", formulas::fernandez_huerta, Some(bands::fernandez_huerta)),
        formula("Szigriszt-Pazos (INFLESZ)", formulas::szigriszt, Some(bands::inflesz)),
        formula("Crawford", formulas::crawford, Some(bands::grade)),
        formula("Gutiérrez de Polini", formulas::gutierrez, None),
    ],
    youngest: Some(9),
    before_names: &[
        "sr", "sra", "srta", "dr", "dra", "prof", "profa", "lic", "lcda", "lcdo", "d", "dña", "p.ej", "p. ej", "sto",
        "sta", "mtra", "mtro",
    ],
    before_numbers: &["n", "núm", "no", "pág", "págs", "p", "pp", "art", "tel", "tfno", "cap", "vol", "aprox"],
    shortened: &["etc", "a.m", "p.m", "ud", "uds", "vd", "vds", "ee.uu", "a.c", "d.c", "aprox", "máx", "mín", "dpto"],
    ordinal_stop: false,
    joints: &[
        " y ",
        " e ",
        " pero ",
        " o ",
        " porque ",
        " para que ",
        " que ",
        " si ",
        " cuando ",
        " aunque ",
        " mientras ",
        " sin que ",
        " antes de ",
        " después de ",
        " hasta que ",
    ],
    common: &[
        "el", "la", "los", "las", "de", "del", "que", "y", "en", "un", "una", "por", "con", "para", "se", "lo", "como",
        "más", "pero", "sus", "le", "ya", "este", "sí", "porque", "esta", "cuando", "muy", "sin", "sobre", "también",
        "me", "hasta", "hay", "donde", "quien", "desde", "todo", "nos", "es", "son", "usted", "tu", "al", "no", "si",
    ],
};

const RULE: Vowels = Vowels {
    vowels: "aeiouáéíóúüy",
    together: &[
        "iai", "iau", "iay", "iei", "ieu", "iey", "ioi", "iou", "ioy", "iái", "iáu", "iáy", "iéi", "iéu", "iéy", "iói",
        "ióu", "ióy", "uai", "uau", "uay", "uei", "ueu", "uey", "uoi", "uou", "uoy", "uái", "uáu", "uáy", "uéi", "uéu",
        "uéy", "uói", "uóu", "uóy", "üai", "üau", "üay", "üei", "üeu", "üey", "üoi", "üou", "üoy", "üái", "üáu", "üáy",
        "üéi", "üéu", "üéy", "üói", "üóu", "üóy", "ai", "au", "ay", "aü", "ei", "eu", "ey", "eü", "ia", "ie", "io",
        "iu", "iá", "ié", "ió", "iú", "oi", "ou", "oy", "oü", "ua", "ue", "ui", "uo", "uá", "ué", "uí", "uó", "ái",
        "áu", "áy", "áü", "éi", "éu", "éy", "éü", "ói", "óu", "óy", "óü", "üa", "üe", "üi", "uy", "üo", "üá", "üé",
        "üó",
    ],
    respelled: &[
        ("qu", "q"),
        ("ya", "ja"),
        ("ye", "je"),
        ("yo", "jo"),
        ("yu", "ju"),
        ("yá", "já"),
        ("yé", "jé"),
        ("yó", "jó"),
        ("gue", "ge"),
        ("gui", "gi"),
        ("gué", "gé"),
        ("guí", "gí"),
    ],
};

fn syllables(word: &str) -> usize {
    syllables::by_vowels(word, &RULE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "
        consentimiento 5, asentimiento 5, permiso 3, investigación 5, estudio 3, pregunta 3, preguntas 3, respuesta 3,
        privado 3, privacidad 4, confidencial 4, confidencialidad 6, anónimo 4, información 4, grabación 3, grabar 2,
        voz 1, vídeo 3, video 3, retirar 3, retirarte 4, participar 4, participante 5, participación 5, voluntario 4,
        decidir 3, decisión 3, cambiar 2, idea 3, ideas 3, parar 2, conversación 4, entrevista 4, apoyo 3, servicio 3,
        servicios 3, seguridad 4, daño 2, peligro 3, preocupado 5, sentir 2, sientes 2, padre 2, madre 2, tutor 2,
        familia 3, persona 3, joven 2, jóvenes 3, niña 2, niño 2, niños 2, sexual 2, explotación 4, abuso 3,
        experiencia 4, internet 3, teléfono 4, número 3, dirección 3, nombre 2, firma 2, escrito 3, palabra 3, idioma
        3, juntos 2, mañana 3, alguien 2, porque 2, antes 2, después 2, sin 1, policía 4, abogada 4, médico 3,
        psicóloga 4, social 2, trabajadora 5, minutos 3, hora 2, semana 3, día 2, días 2, mes 1, año 2, dinero 3, pago
        2, viaje 2, beneficio 4, riesgo 2, resultado 4, ley 1, comité 3, ética 3, queja 2, contacto 3, borrar 2,
        guardar 2, cifrado 3, seudónimo 4, identidad 4, comunidad 4, organización 5, universidad 5, proyecto 3,
        posible 3, elegir 3, negarte 3, puedes 2, quieres 2, cualquier 2, ayuda 3, hablar 2, escuchar 3, cuidado 3,
        ciudad 2, leer 2, creer 2, país 2, países 3, ahora 3, todavía 4, prohibir 3, oír 2, reír 2, averiguar 4,
        vergüenza 3, guía 2, muy 1, estoy 2, hay 1, acompañante 5, transcripción 3, maltrato 3, traer 2, sea 2, tío 2,
        actúa 3, continúe 4, aún 2, aunque 2, pingüino 3, guerra 2, seguir 2, y 1, haya 2, mayor 2, yo 1, leyes 2,
        distribuido 4";

    #[test]
    fn the_rule_is_right_more_often_than_hyphenation_patterns() {
        syllables::assert_better(WORDS, syllables, hypher::Lang::Spanish, 99);
    }
}
