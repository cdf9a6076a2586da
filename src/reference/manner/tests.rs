use super::*;

/// What is told of a reference, in few words.
fn told(text: &str) -> String {
    let manner = Manner::of(text, text);
    let ways: Vec<String> = manner.shown.iter().map(|shown| format!("{:?}", shown.way)).collect();
    ways.join(" ")
}

/// Whether year, volume and pages are there.
fn parts(text: &str) -> String {
    let Parts { year, volume, pages, may_lack, .. } = Manner::of(text, text).parts;
    let sign = |part| match part {
        Presence::Unclear => '?',
        Presence::There => '+',
        Presence::Lacking => '-',
    };
    let all: String = [year, volume, pages].into_iter().map(sign).collect();
    if may_lack { format!("{all} may") } else { all }
}

#[test]
fn every_style_shows_its_ways() {
    for (text, expected) in [
        (
            "Doe JA, Roe R, Poe E. Sleep loss in ageing mice. J Sleep Res. 2010;12(3):145-50.",
            "FamilyFirst InitialsWithoutStops AllNames(3) YearBehindJournal JournalAbbreviated JournalWithoutStops LastPageShort Hyphen Stop",
        ),
        (
            "Doe, J. A., Roe, R., & Poe, E. (2010). Sleep loss in ageing mice. Journal of Sleep Research, 12(3), 145–150.",
            "FamilyFirst InitialsWithStops AllNames(3) YearBehindNames JournalInFull LastPageInFull Dash Stop",
        ),
        (
            "Doe, J.A.; Roe, R.; Poe, E. Sleep loss in ageing mice. J. Sleep Res. 2010, 12, 145-150",
            "FamilyFirst InitialsWithStops AllNames(3) YearBehindJournal JournalAbbreviated JournalWithStops LastPageInFull Hyphen NoStop",
        ),
        (
            "Doe, J. A. et al. Sleep loss in ageing mice. J. Sleep Res. 12, 145–150 (2010).",
            "FamilyFirst InitialsWithStops EtAlBehind(1) YearBehindPages JournalAbbreviated JournalWithStops LastPageInFull Dash Stop",
        ),
        (
            "J. A. Doe, R. Roe, and E. Poe, “Sleep loss in ageing mice,” J. Sleep Res., vol. 12, no. 3, pp. 145–150, May 2010.",
            "GivenFirst InitialsWithStops AllNames(3) YearBehindPages JournalAbbreviated JournalWithStops LastPageInFull Dash Stop",
        ),
        (
            "Doe, Jane A., Richard Roe, and Edgar Poe. 2010. “Sleep Loss in Ageing Mice.” Journal of Sleep Research 12, no. 3: 145–50.",
            "FamilyFirst GivenInFull AllNames(3) YearBehindNames JournalInFull LastPageShort Dash Stop",
        ),
        (
            "Jane Doe, Richard Roe. Sleep loss in ageing mice. Journal of Sleep Research 12 (2010): 145-150",
            "GivenInFull AllNames(2) YearBehindVolume JournalInFull LastPageInFull Hyphen NoStop",
        ),
        (
            "van der Waals J D, O'Brien M, VRIES K, et al. Sleep loss in ageing mice[J]. Sleep, 2010, 12(3): 7-9.",
            "FamilyFirst InitialsWithoutStops EtAlBehind(3) YearBehindJournal Hyphen Stop",
        ),
        (
            "García-López A., Müller K.-H. Sleep loss in ageing mice of 2009. Sleep. 2010 May 3;12:104.",
            "FamilyFirst InitialsWithStops AllNames(2) YearBehindJournal Stop",
        ),
    ] {
        assert_eq!(told(text), expected, "{text}");
    }
}

#[test]
fn nothing_is_told_of_what_is_no_article() {
    for text in [
        "Doe J. The big book of sleep. 2nd ed. New York: Springer; 2010. 145 p.",
        "Doe J, Roe R. Sleep loss in mice. In: Poe E, editor. Handbook of Sleep. 2010;12:145-50.",
        "World Health Organization. Sleep and the ageing population. Geneva; 2010;12:145-50.",
        "Doe J. Sleep loss in ageing mice [dissertation]. 2010;12:145-50.",
        "Sleep Foundation (2010). How much sleep do we need? https://example.org",
        "Иванов И.И., Петров П.П. Сон и память у мышей. Сон. 2010;12:145-50.",
        "王小明, 李雷. 睡眠与记忆的关系研究. 心理学报. 2010;12:145-50.",
        "See also the data behind figure two, 2010;12:145-50.",
        "Doe J. Sleep loss in ageing mice. arXiv 2010;1012:145-50.",
        "Doe J. J Sleep Res 2010;12:145-50.",
        "Doe J. Sleep loss in ageing mice, in “Sleep,” (Academic Press, 1985), 12, 195–239.",
        "Doe JA. Sleep loss in ageing mice [M]. Boston: Sleep House, 2010, 12: 145-50.",
        "U.S. Census Bureau. Sleep in the United States. 2010;12:145-50.",
        "Doe JA, Roe RB. Method of sleeping in a chair. U.S., 9,367,592, 2016.",
        "Doe JA. Sleeping in ageing mice: RMRS-GTR-262. 2011: 8-9.",
        "Doe JA. Sleeping in ageing mice. The Sleep Observer 2019-07-13, 12.",
        "Doe, Jane. The Sleepers: Three Texts in One (1798, 1799, 1805). 12: 145.",
        "",
        "(((",
    ] {
        assert_eq!(told(text), "", "{text}");
    }
}

#[test]
fn what_may_be_either_is_not_told() {
    // The full stop may end the names or belong to the initial.
    assert!(!told("Doe J. Sleep loss in ageing mice. Sleep. 2010;12:145-50.").contains("Initials"));
    // Whose names these are, and how many, is not sure.
    for text in [
        "Doe JA, Roe R; STAR Study Group. Sleep loss in ageing mice. Sleep. 2010;12:145-50.",
        "Doe JA, MD, Roe R, PhD. Sleep loss in ageing mice. Sleep. 2010;12:145-50.",
        "Doe JA, Roe R, and others. Sleep loss in ageing mice. Sleep. 2010;12:145-50.",
        "Doe, JN. Roe, JM. Sleep loss in ageing mice. Sleep. 2010;12:145-50.",
        "Thomas F. Doe and Mary Roe. Sleep loss in ageing mice. Sleep. 2010;12:145-50.",
        "Ling Tony Doe, R. Roe, M. Poe, Sleep loss in ageing mice, Sleep 12, 145-50 (2010).",
    ] {
        assert_eq!(told(text), "", "{text}");
    }
    // Which of the two is the family name is not said.
    assert!(!told("Zhao Yi, Qian Er. Sleep loss in ageing mice. Sleep. 2010;12:145-50.").contains("First"));
    // One word is never abbreviated, and the last stop may be the sentence's.
    assert!(!told("Doe JA. Sleep loss in ageing mice. Medicine. 2010;12:145-50.").contains("Journal."));
    let dots = told("Doe JA. Sleep loss in ageing mice. Cell Rep. 2010;12:145-50.");
    assert!(
        dots.contains("JournalAbbreviated") && !dots.contains("Stops J") && !dots.contains("JournalWith"),
        "{dots}"
    );
    // Chicago has no shorter way to write these.
    for pages in ["100-104", "71-72", "1496-1504", "S12-S19"] {
        let text = format!("Doe JA. Sleep loss in ageing mice. Sleep. 2010;12:{pages}.");
        assert!(!told(&text).contains("LastPage"), "{text}");
    }
}

#[test]
fn parts_are_there_or_lacking() {
    for (text, expected) in [
        ("Doe JA. Sleep loss in ageing mice. J Sleep Res. 2010;12:145-50.", "+++"),
        ("Doe JA. Sleep loss in ageing mice. J Sleep Res. 2010;12(3).", "++-"),
        ("Doe JA. Sleep loss in ageing mice. J Sleep Res. 2010;12.", "++-"),
        ("Doe JA. Sleep loss in ageing mice. J Sleep Res. 2010;12(514).", "++?"),
        ("Doe JA. Sleep loss in ageing mice. J Sleep Res. 2010;12(145-150).", "++?"),
        ("Doe JA. Sleep loss in ageing mice. J Sleep Res. 2010:1-10.", "+?+"),
        ("Doe JA. Sleep loss in ageing mice. J Chem Soc. 2010:145-50.", "+?+"),
        ("Doe JA. Sleep loss in ageing mice. J Sleep Res. 2010:145-50.", "+-+"),
        ("Doe JA. Sleep loss in ageing mice. J Sleep Res. 12(3):145-50.", "-++"),
        ("Doe JA. Sleep loss in ageing mice of 2009. J Sleep Res. 12(3):145-50.", "?++"),
        ("Doe JA (2010) Sleep loss in ageing mice. J Sleep Res 12, 145-50.", "+++"),
        ("Doe JA (2010) Sleep loss in ageing mice. J Sleep Res 145-50.", "+-+"),
        ("Doe JA. Sleep loss in ageing mice. Cochrane Database Syst Rev. 2010;(3):CD001.", "???"),
        ("Doe JA. Sleep loss in ageing mice. J Sleep Res. 2010;12. Epub ahead of print.", "++- may"),
        ("Doe JA. Sleep loss in ageing mice. J Sleep Res. In press 2010;12.", "++- may"),
        ("Doe JA. Sleep loss in ageing mice. J Sleep Res. 2010.", "???"),
        ("Doe JA. Sleep loss in ageing mice. Boston: Sleep House; 2010. 145-50.", "???"),
    ] {
        assert_eq!(parts(text), expected, "{text}");
    }
}
