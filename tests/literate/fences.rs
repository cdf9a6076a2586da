//! Cases and examples as fences of a Markdown file.

/// A manuscript and its surroundings.
#[derive(Clone, Default)]
pub(crate) struct Case<'a> {
    pub(crate) name: &'a str,
    /// The words behind `md`.
    pub(crate) options: Vec<&'a str>,
    pub(crate) manuscript: String,
    pub(crate) records: Vec<String>,
    pub(crate) lock: Option<String>,
    pub(crate) config: Option<String>,
    /// What the manuscript's `references.bib` has.
    pub(crate) bibliography: Option<String>,
    /// Other manuscripts of the project.
    pub(crate) others: Vec<String>,
    /// A bibliography that is itself what is judged, by all manuscripts together.
    pub(crate) judged_bibliography: Option<String>,
    /// A configuration file that is itself what is judged.
    pub(crate) configuration: Option<String>,
    pub(crate) expected: Option<String>,
    pub(crate) expected_unsafe: bool,
}

/// The cases of a file, each under its heading.
pub(crate) fn cases(page: &str) -> Vec<Case<'_>> {
    let mut shared = Case::default();
    let mut cases: Vec<Case<'_>> = Vec::new();
    for part in parts(page) {
        let case = match part {
            Part::Heading(name) => {
                cases.push(Case { name, ..shared.clone() });
                continue;
            }
            Part::Fence(..) => cases.last_mut().unwrap_or(&mut shared),
        };
        let Part::Fence(info, body) = part else { continue };
        match info {
            ["md", "too"] => case.others.push(body),
            ["md", options @ ..] => (case.options, case.manuscript) = (options.to_vec(), body),
            ["json", "records"] => case.records.push(body),
            ["json", "lock"] => case.lock = Some(body),
            ["bib", "bibliography"] => case.bibliography = Some(body),
            ["bib", "judged"] => case.judged_bibliography = Some(body),
            ["toml"] => case.config = Some(body),
            ["toml", "judged"] => case.configuration = Some(body),
            ["expected"] => case.expected = Some(body),
            ["expected", "unsafe"] => (case.expected, case.expected_unsafe) = (Some(body), true),
            other => panic!("a fence of an unknown kind: {other:?}"),
        }
    }
    assert!(!cases.is_empty(), "no cases");
    let judged = |case: &Case<'_>| !case.manuscript.is_empty() || case.configuration.is_some();
    assert!(cases.iter().all(judged), "a case without a manuscript");
    cases
}

/// The examples of a rule's page: its fences `md bad` and `md good`, with the records at the page's end. A fence
/// `toml` configures the examples after it, `json lock` gives them a lock.
pub(crate) fn examples(page: &str) -> Vec<Case<'_>> {
    let (text, comment) = page.split_once("\n<!-- records").unwrap_or((page, ""));
    let records = comment.trim().trim_end_matches("-->").trim();
    let (mut config, mut lock, mut bibliography) = (None, None, None);
    let mut examples = Vec::new();
    for part in parts(text) {
        match part {
            Part::Fence(["md", options @ ..], manuscript) if !options.is_empty() => examples.push(Case {
                options: options.to_vec(),
                manuscript,
                records: if records.is_empty() { Vec::new() } else { vec![records.to_owned()] },
                config: config.clone(),
                lock: lock.clone(),
                bibliography: bibliography.clone(),
                ..Case::default()
            }),
            Part::Fence(["json", "lock"], body) => lock = Some(body),
            Part::Fence(["bib", "bibliography"], body) => bibliography = Some(body),
            Part::Fence(["toml", "applies"], body) => config = Some(body),
            _ => {}
        }
    }
    examples
}

enum Part<'a, 'b> {
    Heading(&'a str),
    Fence(&'b [&'a str], String),
}

fn parts(page: &str) -> Vec<Part<'_, '_>> {
    let mut parts = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("## ") {
            parts.push(Part::Heading(name));
        }
        let ticks = line.len() - line.trim_start_matches('`').len();
        if ticks >= 3 {
            let (fence, info) = line.split_at(ticks);
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
            let info: Vec<&str> = info.split_whitespace().collect();
            parts.push(Part::Fence(info.leak(), body.join("\n") + "\n"));
        }
    }
    parts
}
