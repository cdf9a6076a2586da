//! Superscripts and subscripts as Unicode characters, where there are such.

const SUPER: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻–⁻=⁼(⁽)⁾aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻ\
                     AᴬBᴮDᴰEᴱGᴳHᴴIᴵJᴶKᴷLᴸMᴹNᴺOᴼPᴾRᴿTᵀUᵁVⱽWᵂβᵝγᵞδᵟθᶿφᵠχᵡ";
const SUB: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋–₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓβᵦγᵧρᵨφᵩχᵪ";

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Super,
    Sub,
}

/// `13` as `¹³`; what has no such characters as `^{…}` or `_{…}`; signs that are raised anyway (®, ∗, ′) as they are.
pub(super) fn script(text: &str, script: Script) -> String {
    let text = text.trim();
    let (table, mark) = match script {
        Script::Super => (SUPER, '^'),
        Script::Sub => (SUB, '_'),
    };
    if text == "TM" {
        return "™".into();
    }
    let mapped: Option<String> = text.chars().map(|c| counterpart(table, c)).collect();
    match mapped {
        Some(mapped) => mapped,
        None if !text.chars().any(char::is_alphanumeric) => text.into(),
        None => format!("{mark}{{{text}}}"),
    }
}

fn counterpart(table: &str, wanted: char) -> Option<char> {
    let mut pairs = table.chars();
    while let (Some(plain), Some(raised)) = (pairs.next(), pairs.next()) {
        if plain == wanted {
            return Some(raised);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_where_there_are_some() {
        for (text, way, shown) in [
            ("13", Script::Super, "¹³"),
            ("−17", Script::Super, "⁻¹⁷"),
            ("2", Script::Sub, "₂"),
            ("st", Script::Super, "ˢᵗ"),
            ("max", Script::Sub, "ₘₐₓ"),
            ("Q1", Script::Super, "^{Q1}"),
            ("cd", Script::Sub, "_{cd}"),
            ("TM", Script::Super, "™"),
            ("®", Script::Super, "®"),
            ("", Script::Sub, ""),
        ] {
            assert_eq!(script(text, way), shown);
        }
    }
}
