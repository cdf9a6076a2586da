//! Citations by number.

use super::read;

/// The numbers that are cited in `body` above a list of five, each as it is written.
fn cited(body: &str) -> Vec<String> {
    cited_above(body, "1. Smith A. One. 2001.\n2. Two. 2002.\n3. Three. 2003.\n4. Four. 2004.\n5. Five. 2005.\n")
}

fn cited_above(body: &str, list: &str) -> Vec<String> {
    let text = format!("{body}\n\n## References\n\n{list}");
    let document = read(&text);
    document.numbers.iter().map(|found| found.span.of(&text).to_owned()).collect()
}

#[test]
fn numbers_cite_the_list() {
    for (body, expected) in [
        ("A claim [1]. Others [2,3] and [4–5].", &["1", "2", "3", "4–5"][..]),
        ("Word's export \\[1\\], \\[2--4\\].", &["1", "2--4"]),
        ("Raised^1^ so^2,3^ and^\\[4\\]^.", &["1", "2", "3", "4"]),
        ("Raised<sup>1</sup> so<sup>2, 3</sup>.", &["1", "2", "3"]),
        ("Raised¹ so²,³ and more.⁴⁻⁵", &["¹", "²", "³", "⁴⁻⁵"]),
        ("With a place [1, Table 2], [2; 3, p. 5].", &["1", "2", "3"]),
        ("In round ones (1), then (2, 3), then (4) and (5).", &["1", "2", "3", "4", "5"]),
    ] {
        assert_eq!(cited(body), expected, "{body}");
    }
    for list in ["[1] One. 2001.\n\n[2] Two. 2002.\n", "\\[1\\] One. 2001.\n\n\\[2\\] Two. 2002.\n", "1. One\n1. Two\n"]
    {
        assert_eq!(cited_above("So [1] and [2].", list), ["1", "2"], "{list}");
    }
}

#[test]
fn a_number_without_an_item_is_kept_where_the_rest_is_certain() {
    let body = format!("{} and [6], but not [2015] or [99].", "So [1], [2], [3], [4], [5]. ".repeat(4));
    assert_eq!(cited(&body).last().map(String::as_str), Some("6"));
}

#[test]
fn other_numbers_in_brackets_cite_nothing() {
    for body in [
        "The interval [0, 1], the years [2015] and [2016].",
        "Links [1](x), [2](y), [[3]](z).",
        "Code `[1]`, `[2]`, mathematics $[3]$, elements x[4] and x[5].",
        "Units: 3 m², 4 cm^2^, ^14^C, 10^5^, x¹.",
        "Few are named: [1].",
        "Steps: (5) one, (3) two, (1) three.",
        "A list:\n\n- [ ] open\n- [x] done\n",
        "(95% CI [1, 5]; CI [2, 4])",
        "By key [@smith] and by number [1], [2], [3].",
    ] {
        assert_eq!(cited(body), [""; 0], "{body}");
    }
}

#[test]
fn two_lists_or_two_notations_are_in_doubt() {
    let text = "So [1], [2].\n\n# References\n\n1. A\n2. B\n\n# Further references\n\n1. C\n2. D\n";
    assert_eq!(read(text).numbers, []);
    assert_eq!(cited("So [1], [2], [3] and so^1^ so^2^ so^3^."), [""; 0]);
    assert_eq!(cited_above("So [1], [2].", "- One\n- Two\n"), [""; 0]);
}

#[test]
fn items_have_numbers() {
    let text = "# References\n\n3. A\n4. B\n7. C\n";
    let document = read(text);
    assert_eq!(document.lists[0].numbers, [Some(3), Some(4), Some(7)]);
    assert_eq!(document.lists[0].item(7), Some(2));
    assert_eq!(document.lists[0].item(5), None);
}
