//! Letters and marks that have a name.

/// The character that a command stands for.
pub(super) fn of(command: &str) -> Option<&'static str> {
    SYMBOLS.binary_search_by_key(&command, |(name, _)| name).ok().map(|at| SYMBOLS[at].1)
}

/// In the order of their names.
#[rustfmt::skip]
const SYMBOLS: [(&str, &str); 219] = [
    ("AA", "Å"), ("AE", "Æ"), ("BibTeX", "BibTeX"), ("DH", "Ð"), ("DJ", "Đ"), ("Delta", "Δ"), ("Gamma", "Γ"),
    ("Im", "ℑ"), ("L", "Ł"), ("LaTeX", "LaTeX"), ("Lambda", "Λ"), ("Leftrightarrow", "⇔"), ("NG", "Ŋ"), ("O", "Ø"),
    ("OE", "Œ"), ("Omega", "Ω"), ("P", "¶"), ("Phi", "Φ"), ("Pi", "Π"), ("Psi", "Ψ"), ("Re", "ℜ"),
    ("Rightarrow", "⇒"), ("S", "§"), ("SS", "ẞ"), ("Sigma", "Σ"), ("TH", "Þ"), ("TeX", "TeX"), ("Theta", "Θ"),
    ("Upsilon", "Υ"), ("Xi", "Ξ"), ("aa", "å"), ("ae", "æ"), ("aleph", "ℵ"), ("alpha", "α"), ("approx", "≈"),
    ("ast", "∗"), ("backslash", "\\"), ("beta", "β"), ("bullet", "•"), ("cap", "∩"), ("cdot", "·"), ("cdots", "⋯"),
    ("chi", "χ"), ("circ", "∘"), ("colon", ":"), ("cong", "≅"), ("copyright", "©"), ("cup", "∪"), ("dag", "†"),
    ("ddag", "‡"), ("degree", "°"), ("delta", "δ"), ("dh", "ð"), ("div", "÷"), ("dj", "đ"), ("dots", "…"),
    ("downarrow", "↓"), ("ell", "ℓ"), ("epsilon", "ϵ"), ("equiv", "≡"), ("eta", "η"), ("euro", "€"), ("exists", "∃"),
    ("forall", "∀"), ("gamma", "γ"), ("ge", "≥"), ("geq", "≥"), ("geqslant", "≥"), ("gg", "≫"), ("gt", ">"),
    ("gtrsim", "≳"), ("guillemotleft", "«"), ("guillemotright", "»"), ("guilsinglleft", "‹"), ("guilsinglright", "›"),
    ("hbar", "ℏ"), ("i", "ı"), ("in", "∈"), ("infty", "∞"), ("int", "∫"), ("iota", "ι"), ("j", "ȷ"), ("kappa", "κ"),
    ("l", "ł"), ("lambda", "λ"), ("langle", "⟨"), ("lbrace", "{"), ("ldots", "…"), ("le", "≤"), ("leftarrow", "←"),
    ("leftrightarrow", "↔"), ("leq", "≤"), ("leqslant", "≤"), ("lesssim", "≲"), ("ll", "≪"), ("longrightarrow", "⟶"),
    ("lq", "‘"), ("lt", "<"), ("mapsto", "↦"), ("mid", "|"), ("mp", "∓"), ("mu", "μ"), ("nabla", "∇"), ("ne", "≠"),
    ("neq", "≠"), ("newline", "\u{20}"), ("ng", "ŋ"), ("notin", "∉"), ("nu", "ν"), ("o", "ø"), ("odot", "⊙"),
    ("oe", "œ"), ("omega", "ω"), ("omicron", "ο"), ("oplus", "⊕"), ("otimes", "⊗"), ("parallel", "∥"),
    ("partial", "∂"), ("perp", "⊥"), ("phi", "ϕ"), ("pi", "π"), ("pm", "±"), ("pounds", "£"), ("prime", "′"),
    ("prod", "∏"), ("propto", "∝"), ("psi", "ψ"), ("qquad", "\u{20}"), ("quad", "\u{20}"), ("quotedblbase", "„"),
    ("quotesinglbase", "‚"), ("rangle", "⟩"), ("rbrace", "}"), ("rho", "ρ"), ("rightarrow", "→"), ("rq", "’"),
    ("sigma", "σ"), ("sim", "∼"), ("simeq", "≃"), ("slash", "/"), ("space", "\u{20}"), ("ss", "ß"), ("star", "⋆"),
    ("subset", "⊂"), ("subseteq", "⊆"), ("sum", "∑"), ("tau", "τ"), ("textalpha", "α"), ("textasciiacute", "´"),
    ("textasciicircum", "^"), ("textasciigrave", "`"), ("textasciitilde", "~"), ("textasteriskcentered", "*"),
    ("textbackslash", "\\"), ("textbar", "|"), ("textbeta", "β"), ("textbraceleft", "{"), ("textbraceright", "}"),
    ("textbullet", "•"), ("textcopyright", "©"), ("textdagger", "†"), ("textdaggerdbl", "‡"), ("textdegree", "°"),
    ("textdelta", "δ"), ("textdollar", "$"), ("textellipsis", "…"), ("textemdash", "—"), ("textendash", "–"),
    ("texteuro", "€"), ("textexclamdown", "¡"), ("textgamma", "γ"), ("textgreater", ">"), ("textkappa", "κ"),
    ("textlambda", "λ"), ("textless", "<"), ("textmicro", "µ"), ("textmu", "µ"), ("textmultiply", "×"),
    ("textomega", "ω"), ("textonehalf", "½"), ("textonequarter", "¼"), ("textonesuperior", "¹"),
    ("textordfeminine", "ª"), ("textordmasculine", "º"), ("textparagraph", "¶"), ("textperiodcentered", "·"),
    ("textpm", "±"), ("textquestiondown", "¿"), ("textquotedbl", "\""), ("textquotedblleft", "“"),
    ("textquotedblright", "”"), ("textquoteleft", "‘"), ("textquoteright", "’"), ("textquotesingle", "'"),
    ("textregistered", "®"), ("textsection", "§"), ("textsterling", "£"), ("textthreesuperior", "³"),
    ("texttimes", "×"), ("texttrademark", "™"), ("texttwosuperior", "²"), ("textunderscore", "_"),
    ("textvisiblespace", "␣"), ("th", "þ"), ("theta", "θ"), ("times", "×"), ("to", "→"), ("uparrow", "↑"),
    ("upsilon", "υ"), ("varepsilon", "ε"), ("varphi", "φ"), ("varrho", "ϱ"), ("varsigma", "ς"), ("vartheta", "ϑ"),
    ("vee", "∨"), ("vert", "|"), ("wedge", "∧"), ("xi", "ξ"), ("zeta", "ζ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_in_order() {
        assert!(SYMBOLS.is_sorted_by_key(|(name, _)| name));
        assert_eq!(of("o"), Some("ø"));
        assert_eq!(of("nothing"), None);
    }
}
