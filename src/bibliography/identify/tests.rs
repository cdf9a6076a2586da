use super::*;

fn shown(text: &str, found: Option<Found>) -> Option<(String, &str, Form)> {
    found.map(|found| (found.id.to_string(), &text[found.at], found.form))
}

#[test]
fn fields_of_one_kind() {
    use IdentifierKind::{Arxiv, Doi, Pmcid, Pmid};
    for (kind, text, id, at, form) in [
        (Doi, "10.1000/ABC", "doi:10.1000/abc", "10.1000/ABC", Form::Bare),
        (Doi, " https://doi.org/10.1000/ABC ", "doi:10.1000/abc", "10.1000/ABC", Form::Url),
        (Doi, "http://dx.doi.org/10.1000/abc", "doi:10.1000/abc", "10.1000/abc", Form::OldUrl),
        (Doi, "doi:10.1000/abc", "doi:10.1000/abc", "10.1000/abc", Form::Prefix),
        (Doi, "10.48550/arXiv.1706.03762", "arxiv:1706.03762", "10.48550/arXiv.1706.03762", Form::Bare),
        (
            Doi,
            "https://doi.org/10.1002/%28SICI%291097-4571%28199806%2949%3A8%3C693%3A%3AAID-ASI4%3E3.0.CO%3B2-O",
            "doi:10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o",
            "10.1002/%28SICI%291097-4571%28199806%2949%3A8%3C693%3A%3AAID-ASI4%3E3.0.CO%3B2-O",
            Form::Url,
        ),
        (Pmid, "17284678", "pmid:17284678", "17284678", Form::Bare),
        (Pmid, "PMID: 17284678", "pmid:17284678", "17284678", Form::Prefix),
        (Pmcid, "PMC1803018.1", "pmcid:PMC1803018", "PMC1803018.1", Form::Bare),
        (Pmcid, "1803018", "pmcid:PMC1803018", "1803018", Form::Bare),
        (Arxiv, "math.GT/0309136v2", "arxiv:math/0309136", "math.GT/0309136v2", Form::Bare),
        (Arxiv, "arXiv:1706.03762v7", "arxiv:1706.03762", "1706.03762v7", Form::Prefix),
    ] {
        assert_eq!(shown(text, of_kind(kind, text)), Some((id.to_owned(), at, form)), "{text}");
    }
    for (kind, text) in [(Doi, "none"), (Pmid, "x"), (Pmid, "10.1000/abc"), (Pmcid, "")] {
        assert_eq!(of_kind(kind, text), None, "{text}");
    }
}

#[test]
fn addresses_of_services() {
    for (text, id, at, form) in [
        ("https://doi.org/10.1000/abc", "doi:10.1000/abc", "10.1000/abc", Form::Url),
        ("https://pubmed.ncbi.nlm.nih.gov/26957754/", "pmid:26957754", "26957754", Form::Url),
        ("https://www.ncbi.nlm.nih.gov/pubmed/26957754", "pmid:26957754", "26957754", Form::OldUrl),
        ("http://www.ncbi.nlm.nih.gov/pmc/articles/PMC3654245/", "pmcid:PMC3654245", "PMC3654245", Form::OldUrl),
        ("http://arxiv.org/abs/1706.03762", "arxiv:1706.03762", "1706.03762", Form::OldUrl),
    ] {
        assert_eq!(shown(text, address(text)), Some((id.to_owned(), at, form)), "{text}");
    }
    for text in ["https://example.org/10.1000/abc", "https://onlinelibrary.wiley.com/doi/10.1002/abc", ""] {
        assert_eq!(address(text), None, "{text}");
    }
}

#[test]
fn notes_and_numbers_of_books() {
    let ids = |found: Vec<Found>, text: &str| -> Vec<String> {
        found.iter().map(|one| format!("{} {} {}", one.id, &text[one.at.clone()], &text[one.token.clone()])).collect()
    };
    let note =
        "PMID: 123\nPMCID: PMC456; {:DOI: 10.1000/x} arXiv:1706.03762 [cs]\nStudy of PMID: 9\nstandard_id: doi:10.1/y2";
    assert_eq!(
        ids(labelled(note), note),
        [
            "pmid:123 123 PMID: 123",
            "pmcid:PMC456 PMC456 PMCID: PMC456",
            "doi:10.1000/x 10.1000/x DOI: 10.1000/x",
            "arxiv:1706.03762 1706.03762 arXiv:1706.03762",
        ]
    );
    let books = "978-3-16-148410-0 0306406152 (pbk.)";
    assert_eq!(isbns(books).len(), 2);
    assert_eq!(isbns("978 3 16 148410 0").len(), 1);
    assert_eq!(isbns("9783161484100, 0-306-40615-2")[1].id.to_string(), "isbn:9780306406157");
    assert!(isbns("1234-5678").is_empty());
}
