//! Names of languages.

/// ISO 639-1 and the codes of three letters that NLM writes (MARC Code List for Languages), with the name in English.
const LANGUAGES: [(&str, &[&str], &str); 42] = [
    ("ar", &["ara"], "Arabic"),
    ("bg", &["bul"], "Bulgarian"),
    ("bs", &["bos"], "Bosnian"),
    ("ca", &["cat"], "Catalan"),
    ("cs", &["cze", "ces"], "Czech"),
    ("da", &["dan"], "Danish"),
    ("de", &["ger", "deu"], "German"),
    ("el", &["gre", "ell"], "Greek"),
    ("en", &["eng"], "English"),
    ("es", &["spa"], "Spanish"),
    ("et", &["est"], "Estonian"),
    ("eu", &["baq", "eus"], "Basque"),
    ("fa", &["per", "fas"], "Persian"),
    ("fi", &["fin"], "Finnish"),
    ("fr", &["fre", "fra"], "French"),
    ("gl", &["glg"], "Galician"),
    ("he", &["heb"], "Hebrew"),
    ("hi", &["hin"], "Hindi"),
    ("hr", &["hrv", "scr"], "Croatian"),
    ("hu", &["hun"], "Hungarian"),
    ("id", &["ind"], "Indonesian"),
    ("is", &["ice", "isl"], "Icelandic"),
    ("it", &["ita"], "Italian"),
    ("ja", &["jpn"], "Japanese"),
    ("ko", &["kor"], "Korean"),
    ("la", &["lat"], "Latin"),
    ("lt", &["lit"], "Lithuanian"),
    ("lv", &["lav"], "Latvian"),
    ("nl", &["dut", "nld"], "Dutch"),
    ("no", &["nor", "nob", "nno", "nb", "nn"], "Norwegian"),
    ("pl", &["pol"], "Polish"),
    ("pt", &["por"], "Portuguese"),
    ("ro", &["rum", "ron"], "Romanian"),
    ("ru", &["rus"], "Russian"),
    ("sk", &["slo", "slk"], "Slovak"),
    ("sl", &["slv"], "Slovenian"),
    ("sr", &["srp", "scc"], "Serbian"),
    ("sv", &["swe"], "Swedish"),
    ("th", &["tha"], "Thai"),
    ("tr", &["tur"], "Turkish"),
    ("uk", &["ukr"], "Ukrainian"),
    ("zh", &["chi", "zho", "cmn"], "Chinese"),
];

/// The name of a language in English, from a code of two or three letters, with or without a country (`pt-BR`).
pub(super) fn name(code: &str) -> Option<&'static str> {
    let code = code.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let is_meant = |(two, three, _): &&(&str, &[&str], _)| *two == code || three.contains(&code.as_str());
    LANGUAGES.iter().find(is_meant).map(|(.., name)| *name)
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn both_kinds_of_codes() {
        for (code, language) in [("fre", "French"), ("fr", "French"), ("pt-BR", "Portuguese"), ("ENG", "English")] {
            assert_eq!(name(code), Some(language));
        }
        assert_eq!((name("und"), name("")), (None, None));
    }
}
