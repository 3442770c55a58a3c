//! Portuguese.

use super::Language;
use super::formula;
use crate::readability::bands;
use crate::readability::formulas;
use crate::readability::syllables;
use crate::readability::syllables::Vowels;

/// Portuguese: Flesch as fitted to Brazilian school books judges.
pub static PORTUGUESE: Language = Language {
    code: "pt",
    syllables,
    formulas: &[formula("Flesch (Martins)", formulas::martins, Some(bands::martins))],
    youngest: Some(9),
    before_names: &["sr", "sra", "srs", "dr", "dra", "prof", "profa", "d", "eng", "p.ex"],
    before_numbers: &["n", "nº", "núm", "pág", "págs", "p", "pp", "art", "tel", "cap", "vol", "aprox"],
    shortened: &["etc", "a.c", "d.c", "máx", "mín", "aprox", "depto"],
    ordinal_stop: false,
    joints: &[
        " e ",
        " mas ",
        " ou ",
        " porque ",
        " para que ",
        " que ",
        " se ",
        " quando ",
        " embora ",
        " enquanto ",
        " antes de ",
        " depois de ",
        " até que ",
    ],
    common: &[
        "o", "a", "os", "as", "de", "do", "da", "dos", "das", "que", "e", "em", "um", "uma", "para", "com", "não",
        "por", "mais", "como", "mas", "foi", "ao", "ele", "seu", "sua", "ou", "quando", "muito", "nos", "já", "também",
        "só", "pelo", "pela", "até", "isso", "você", "são", "está", "se", "no", "na",
    ],
};

const RULE: Vowels = Vowels {
    vowels: "aeiouáéíóúâêôãõàü",
    together: &[
        "qua", "uão", "ai", "au", "ei", "eu", "iu", "oi", "ou", "ui", "ái", "áu", "âi", "âu", "ãe", "ão", "éi", "éu",
        "êi", "êu", "ói", "óu", "ôi", "ôu", "õe",
    ],
    respelled: &[
        ("que", "qe"),
        ("qui", "qi"),
        ("gue", "ge"),
        ("gui", "gi"),
        ("gué", "gé"),
        ("guê", "gê"),
        ("qué", "qé"),
        ("quê", "qê"),
        ("qua", "qa"),
        ("gua", "ga"),
        ("quá", "qá"),
        ("guá", "gá"),
        ("ária", "árja"),
        ("ário", "árjo"),
        ("ência", "êncja"),
        ("ância", "âncja"),
        ("ília", "ílja"),
        ("ícia", "ícja"),
        ("ício", "ícjo"),
        ("íngua", "ínga"),
    ],
};

fn syllables(word: &str) -> usize {
    syllables::by_vowels(word, &RULE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "
        consentimento 5, assentimento 5, permissão 3, pesquisa 3, estudo 3, pergunta 3, resposta 3, privado 3,
        privacidade 5, confidencial 5, anônimo 4, informação 4, gravação 3, gravar 2, voz 1, vídeo 3, retirar 3,
        participar 4, participação 5, voluntário 4, decidir 3, decisão 3, mudar 2, ideia 3, parar 2, conversa 3,
        entrevista 4, apoio 3, serviço 3, segurança 4, dano 2, perigo 3, pais 1, país 2, mãe 1, pai 1, família 3,
        pessoa 3, jovem 2, criança 3, menina 3, exploração 4, abuso 3, telefone 4, número 3, endereço 4, nome 2,
        assinatura 5, escrever 3, palavra 3, língua 2, juntos 2, amanhã 3, alguém 2, porque 2, antes 2, depois 2, sem
        1, polícia 3, advogada 4, médico 3, psicóloga 4, minutos 3, hora 2, semana 3, dia 2, mês 1, ano 2, dinheiro 3,
        viagem 3, benefício 4, risco 2, resultado 4, lei 1, ética 3, queixa 2, contato 3, apagar 3, guardar 2,
        identidade 5, comunidade 5, organização 5, universidade 6, projeto 3, possível 3, escolher 3, recusar 3, podes
        2, quer 1, ajuda 3, falar 2, ouvir 2, cuidado 3, cidade 3, ler 1, não 1, mais 1, irmão 2, opiniões 4, questões
        2, qualquer 2, sim 1, saúde 3, seu 1, eu 1, meu 1, rua 2, tio 2, lua 2, doer 2, dizer 2, muito 2, quando 2,
        quatro 2, sangue 2";

    #[test]
    fn the_rule_is_right_more_often_than_hyphenation_patterns() {
        syllables::assert_better(WORDS, syllables, hypher::Lang::Portuguese, 99);
    }
}
